/** What the checks of a draft say: mistakes with their lines, and the results of its cases. */
import type { ReactElement } from 'react';
import type { CheckedPolicy } from '../../contract/policy-versions.ts';
import { Refused } from '../parts/refused.tsx';
import { Waiting } from '../parts/states.tsx';
import { count } from '../words/counts.ts';
import classes from './workshop.module.css';

interface Shown {
  readonly checked: CheckedPolicy | undefined;
  readonly onLine: (line: number) => void;
}

export function Mistakes({ checked, error, onLine }: Shown & { readonly error: unknown }): ReactElement {
  if (checked === undefined) return error === null ? <Waiting lines={2} /> : <Refused error={error} />;
  const { problems } = checked;
  return (
    <>
      <p role="status" className={classes.sum} data-good={problems.length === 0 || undefined}>
        {problems.length === 0 ? '✓ The text has no mistakes.' : `✗ ${count(problems.length, 'mistake')}`}
      </p>
      {problems.length > 0 && (
        <ul className={classes.list} aria-label="Mistakes">
          {problems.map(({ line, where, expected }) => (
            <li key={`${line} ${where} ${expected}`}>
              {line !== null && <Line line={line} onLine={onLine} />}
              <span>
                {where !== '' && <code>{where}</code>} {expected}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function Cases({ checked, onLine }: Shown): ReactElement {
  if (checked === undefined) return <Waiting lines={2} />;
  const { cases, untried, problems } = checked;
  if (cases.length === 0)
    return (
      <p className={classes.soft}>
        {problems.length > 0
          ? 'The cases run when the text has no mistakes.'
          : 'The draft has no cases. Add a test message with its expected result under “cases” for each rule that you change.'}
      </p>
    );
  const failed = cases.filter(({ ok }) => !ok);
  return (
    <>
      <p role="status" className={classes.sum} data-good={failed.length === 0 || undefined}>
        {failed.length === 0
          ? `✓ ${count(cases.length, 'case')} as expected.`
          : `✗ ${failed.length} of ${count(cases.length, 'case')} not as expected`}
      </p>
      {failed.length > 0 && (
        <ul className={classes.list} aria-label="Cases that are not as expected">
          {failed.map(({ name, line, expected, got }) => (
            <li key={`${line} ${name}`}>
              {line !== null && <Line line={line} onLine={onLine} />}
              <span>
                {name}
                <br />
                <code>{expected}</code> was expected; this policy gives <code>{got}</code>.
              </span>
            </li>
          ))}
        </ul>
      )}
      {untried.length > 0 && <p className={classes.soft}>No case covers: {untried.join(', ')}.</p>}
    </>
  );
}

function Line({ line, onLine }: { line: number; onLine: (line: number) => void }): ReactElement {
  return (
    <button type="button" className={classes.line} onClick={() => onLine(line)}>
      Line {line}
    </button>
  );
}

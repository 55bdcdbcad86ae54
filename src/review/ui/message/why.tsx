/** Why a message is held: the policy rules that matched, their clauses, and the findings. */
import type { ReactElement } from 'react';
import type { MessageDetail, ReviewFinding } from '../../contract/message.ts';
import { count, number, percent } from '../words/counts.ts';
import { JudgeButtons } from './judge-buttons.tsx';
import type { useJudge } from './use-action.ts';
import classes from './why.module.css';

export interface WhyProps {
  readonly message: MessageDetail;
  readonly judge: ReturnType<typeof useJudge>;
  readonly mayDecide: boolean;
  readonly onShow: (finding: number) => void;
}

/** A spreadsheet can have thousands of findings; only the first are listed. */
const shownAtFirst = 30;
const shownKinds = 3;

export function Why({ message, judge, mayDecide, onShow }: WhyProps): ReactElement {
  const { why, findings, findingsTotal, unread } = message;
  return (
    <section
      className={classes.why}
      aria-label={message.state === 'monitored' ? 'Why it would be held' : 'Why it is held'}
    >
      {why.map((rule, at) => (
        <div key={rule.rule} className={classes.rule}>
          <p className={classes.title}>
            <span className={classes.label}>{at === 0 ? 'Why' : 'Also'}</span>
            {rule.title}
          </p>
          {rule.clause !== '' && (
            <details className={classes.clause}>
              <summary>{rule.clause}</summary>
              {rule.clauseText !== '' && <blockquote>{rule.clauseText}</blockquote>}
            </details>
          )}
        </div>
      ))}
      {unread.map(({ part, filename, words }) => (
        <p key={part} className={classes.unread}>
          <strong>{filename === '' ? 'A part of the message' : filename}</strong> {words}
        </p>
      ))}
      {findings.length > 0 && (
        <details className={classes.findings} open={findings.length <= 3}>
          <summary>
            {count(findingsTotal, 'finding')} {judgementCounts(findings)}
            {findings.length === findingsTotal && <span className={classes.kinds}>{kindsOf(findings)}</span>}
          </summary>
          <ol>
            {findings.slice(0, shownAtFirst).map((finding) => (
              <li key={finding.n}>
                <Finding finding={finding} onShow={onShow} />
                {mayDecide && <JudgeButtons finding={finding} judge={judge} />}
              </li>
            ))}
          </ol>
          {findingsTotal > shownAtFirst && (
            <p className={classes.rest}>
              {count(findingsTotal - Math.min(shownAtFirst, findings.length), 'more finding')} highlighted in the text
              below.
            </p>
          )}
        </details>
      )}
    </section>
  );
}

function Finding({ finding, onShow }: { finding: ReviewFinding; onShow: (n: number) => void }): ReactElement {
  return (
    <div className={classes.finding}>
      <button type="button" className={classes.show} onClick={() => onShow(finding.n)}>
        {finding.title}
        {finding.about !== null && ` (${finding.about})`}
      </button>
      <p>
        {finding.place !== '' && <span className={classes.place}>{finding.place}</span>}
        <span className={classes.score}>{percent(finding.score)} confidence</span>
        {finding.because.map(({ rule, words }) => (
          <span key={rule} title={rule}>
            {words.replace(/\.$/, '')}
          </span>
        ))}
      </p>
    </div>
  );
}

/** `12 × phone number with a student’s name`, the most frequent first. */
function kindsOf(findings: readonly ReviewFinding[]): string {
  const kinds = new Map<string, number>();
  for (const { title } of findings) kinds.set(title, (kinds.get(title) ?? 0) + 1);
  const sorted = [...kinds].toSorted(([, a], [, b]) => b - a);
  const more = sorted.length - shownKinds;
  return [
    ...sorted.slice(0, shownKinds).map(([title, times]) => (times === 1 ? title : `${number(times)} × ${title}`)),
    ...(more > 0 ? [`${number(more)} more kinds`] : []),
  ].join(' · ');
}

function judgementCounts(findings: readonly ReviewFinding[]): string {
  const alarms = findings.filter(({ judgement }) => judgement === 'false-alarm').length;
  const right = findings.filter(({ judgement }) => judgement === 'confirmed').length;
  const words = [...(right > 0 ? [`${right} correct`] : []), ...(alarms > 0 ? [count(alarms, 'false alarm')] : [])];
  return words.length === 0 ? '' : `(${words.join(', ')})`;
}

/** The parts of a policy that its rules refer to: exceptions, groups of people, and clauses of written policies. */
import type { ReactElement } from 'react';
import type { ActivePolicy } from '../../contract/policy.ts';
import { count } from '../words/counts.ts';
import classes from './policy.module.css';

type Part = { policy: ActivePolicy };

export function PolicyExceptions({ policy }: Part): ReactElement {
  if (policy.exceptions.length === 0) return <p className={classes.none}>The policy has no exceptions of its own.</p>;
  return (
    <ul className={classes.parts}>
      {policy.exceptions.map(({ id, rules, conditions, effect, reason, until, ended }) => (
        <li key={id} id={`exception-${id}`}>
          <h3>{reason}</h3>
          <p>
            {conditions.join(' ')} {effect}
          </p>
          <p className={classes.soft}>
            {count(rules.length, 'rule')}: <RuleLinks ids={rules} />
          </p>
          {until !== null && <p className={classes.soft}>{ended ? `Ended on ${until}.` : `Last day: ${until}.`}</p>}
        </li>
      ))}
    </ul>
  );
}

export function PolicyGroups({ policy }: Part): ReactElement {
  if (policy.groups.length === 0) return <p className={classes.none}>The policy names no groups of people.</p>;
  return (
    <dl className={classes.groups}>
      {policy.groups.map(({ id, members }) => (
        <div key={id}>
          <dt>{id}</dt>
          <dd>
            {members.length === 0 ? (
              <span className={classes.soft}>Nobody. Add members with district.groups in the configuration.</span>
            ) : (
              members.join(', ')
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function PolicyClauses({ policy }: Part): ReactElement {
  if (policy.clauses.length === 0)
    return (
      <p className={classes.none}>
        No written policy is cited. An administrator can enter your own, with its clauses, under Settings, District;
        notices then quote it.
      </p>
    );
  return (
    <ul className={classes.parts}>
      {policy.clauses.map(({ id, policy: title, number, text, link, rules }) => (
        <li key={id}>
          <h3>{link === '' ? `${title}, ${number}` : <a href={link}>{`${title}, ${number}`}</a>}</h3>
          <blockquote>{text}</blockquote>
          <p className={classes.soft}>
            {rules.length === 0 ? 'No rule enforces this clause.' : 'Enforced by '}
            <RuleLinks ids={rules} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function RuleLinks({ ids }: { ids: readonly string[] }): ReactElement {
  return (
    <>
      {ids.map((id, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <a href={`#rule-${id}`}>{id}</a>
        </span>
      ))}
    </>
  );
}

/** The rules of the policy: what each asks for, what happens then, who decides, and how often it matched. */
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ActivePolicy, PolicyRule } from '../../contract/policy.ts';
import { useMay } from '../frame/session.ts';
import { count, number } from '../words/counts.ts';
import classes from './policy.module.css';

const actions: Readonly<Record<string, readonly [shape: string, words: string]>> = {
  quarantine: ['■', 'held for review'],
  warn: ['▲', 'sender is asked'],
  bounce: ['✗', 'returned to sender'],
  deliver: ['●', 'delivered'],
};

export function PolicyRules({ policy }: { policy: ActivePolicy }): ReactElement {
  return (
    <ul className={classes.rules}>
      {policy.rules.map((rule) => (
        <RuleItem key={rule.id} rule={rule} policy={policy} />
      ))}
    </ul>
  );
}

function RuleItem({ rule, policy }: { rule: PolicyRule; policy: ActivePolicy }): ReactElement {
  const { id, title, action, releasers, monitor, builtIn } = rule;
  const [shape, words] = actions[action] ?? ['●', action];
  return (
    <li id={`rule-${id}`}>
      <div>
        <h3>{title}</h3>
        <p className={classes.marks}>
          {releasers > 1 && <span>{releasers} people must approve</span>}
          {monitor === 'rule' && <span>monitor mode</span>}
          {builtIn && <span>part of every policy</span>}
        </p>
      </div>
      <p className={classes.action} data-action={action}>
        <span aria-hidden="true">{shape}</span>{' '}
        {monitor === null ? words : `would be ${words}`.replace('be sender is', 'be')}
      </p>
      <Matched rule={rule} />
      <details className={classes.detail}>
        <summary>
          Conditions and result<span className={classes.unseen}> of {id}</span>
        </summary>
        <RuleDetail rule={rule} policy={policy} />
      </details>
    </li>
  );
}

function RuleDetail({ rule, policy }: { rule: PolicyRule; policy: ActivePolicy }): ReactElement {
  const clauses = policy.clauses.filter(({ id }) => rule.clauses.includes(id));
  return (
    <div className={classes.sheet}>
      <section>
        <h4>If all of this is true</h4>
        <ul>
          {rule.conditions.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      </section>
      <section>
        <h4>Then</h4>
        <ul>
          {rule.monitor !== null && <li>Nothing, because of monitor mode. Without it:</li>}
          {rule.outcome.map((words) => (
            <li key={words}>{words}</li>
          ))}
          {rule.exceptions.map((id) => (
            <li key={id}>
              Exception: <a href={`#exception-${id}`}>{id}</a>
            </li>
          ))}
        </ul>
      </section>
      {clauses.map(({ id, policy: source, number: of, text }) => (
        <figure key={id} className={classes.quote}>
          <blockquote>{text}</blockquote>
          <figcaption>
            {source}, {of}
          </figcaption>
        </figure>
      ))}
      <p className={classes.codes}>{[rule.id, ...rule.codes].join('  ')}</p>
    </div>
  );
}

function Matched({ rule }: { rule: PolicyRule }): ReactElement {
  const opens = useMay('messages.list') && !rule.builtIn && rule.action !== 'deliver';
  const { id, action, matchedLast30Days: matched, falseAlarms, confirmed } = rule;
  const judged = falseAlarms + confirmed;
  return (
    <div className={classes.matched}>
      <p>
        {opens && matched > 0 ? (
          <Link href={searchOf(id, action, rule.monitor !== null)}>{number(matched)}</Link>
        ) : (
          number(matched)
        )}
        <span>{rule.monitor === null ? ' matched in 30 days' : ' would have matched in 30 days'}</span>
      </p>
      {judged > 0 && <p className={classes.judged}>{count(falseAlarms, 'false alarm')}</p>}
    </div>
  );
}

/** The address of a search for all messages that the rule stopped, or would have stopped, in the last 30 days. */
function searchOf(rule: string, action: string, monitored: boolean): string {
  const since = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  const words = `policy:${rule} after:${since}`;
  const [list, query] = monitored
    ? ['monitored', `is:monitored ${words}`]
    : [action === 'warn' ? 'waiting-for-sender' : 'review', words];
  return `/${list}?q=${encodeURIComponent(query)}&sort=newest`;
}

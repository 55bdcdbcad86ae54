/** The active policy: each rule with its clause and number of matches, and the active exceptions. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { ActivePolicy } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Card, Page } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { number } from '../words/counts.ts';
import { Exceptions } from './exceptions.tsx';
import classes from './policy.module.css';

const actions: Readonly<Record<string, readonly [shape: string, words: string]>> = {
  quarantine: ['■', 'held for review'],
  warn: ['▲', 'sender is asked'],
  bounce: ['✗', 'returned to sender'],
  deliver: ['●', 'delivered'],
};

export default function Policy(): ReactElement {
  const policy = useQuery({ queryKey: ['policy'], queryFn: () => call('policy') });
  const exceptions = useQuery({ queryKey: ['exceptions'], queryFn: () => call('exceptions') });
  return (
    <Page
      title={policy.data?.title ?? 'Policy'}
      about={
        policy.data?.monitor === true
          ? 'Monitor mode: decisions are recorded, and every message is delivered.'
          : 'The rules that decide on outgoing mail, and the clauses they enforce.'
      }
    >
      <Card title="Rules">
        {policy.isPending && <Waiting lines={8} height={28} />}
        {policy.isError && <Failure error={policy.error} onRetry={() => void policy.refetch()} />}
        {policy.isSuccess && <Rules policy={policy.data} />}
      </Card>
      <Card title="Exceptions">
        {exceptions.isPending && <Waiting lines={3} />}
        {exceptions.isError && <Failure error={exceptions.error} onRetry={() => void exceptions.refetch()} />}
        {exceptions.isSuccess && <Exceptions exceptions={exceptions.data.exceptions} />}
      </Card>
      {policy.isSuccess && (
        <p className={classes.hash}>
          {policy.data.id}, {policy.data.hash.slice(0, 12)}
        </p>
      )}
    </Page>
  );
}

function Rules({ policy }: { policy: ActivePolicy }): ReactElement {
  const opens = useMay('messages.list');
  return (
    <ul className={classes.rules}>
      {policy.rules.map(({ id, title, clause, clauseText, action, codes, matchedLast30Days }) => {
        const [shape, words] = actions[action] ?? ['●', action];
        return (
          <li key={id}>
            <div>
              <h3>{title}</h3>
              {clause !== '' && (
                <details>
                  <summary>{clause}</summary>
                  {clauseText !== '' && <blockquote>{clauseText}</blockquote>}
                </details>
              )}
              <p className={classes.codes}>{codes.join('  ')}</p>
            </div>
            <p className={classes.action} data-action={action}>
              <span aria-hidden="true">{shape}</span> {words}
            </p>
            <p className={classes.matched}>
              {opens && matchedLast30Days > 0 ? (
                <Link href={searchOf(id, action)}>{number(matchedLast30Days)}</Link>
              ) : (
                number(matchedLast30Days)
              )}
              <span> in 30 days</span>
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** The address of a search for all messages that the rule stopped in the last 30 days. */
function searchOf(rule: string, action: string): string {
  const since = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  const query = encodeURIComponent(`policy:${rule} after:${since}`);
  return `/${action === 'warn' ? 'waiting-for-sender' : 'review'}?q=${query}&sort=newest`;
}

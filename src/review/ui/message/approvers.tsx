/** Who has approved the release of a message that needs several people, when and why. */
import type { ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Time } from '../parts/time.tsx';
import classes from './forms.module.css';

export function Approvers({ message }: { message: MessageDetail }): ReactElement | null {
  const { approvers, approvals } = message;
  if (approvers.length === 0) return null;
  const isOpen = message.state === 'held' || message.state === 'held-by-sender';
  const own = isOpen ? approvers.find(({ isYou }) => isYou) : undefined;
  return (
    <section className={classes.approvals} aria-label="Approvals">
      <ul>
        {approvers.map(({ name, at, reason, isYou, forCopy }) => (
          <li key={`${name} ${at}`}>
            <strong>{isYou ? 'You' : name}</strong> approved{' '}
            {forCopy ? 'sending a copy without the flagged parts' : 'the release'} <Time at={at} />
            {reason !== '' && `: “${reason}”`}
          </li>
        ))}
      </ul>
      {own !== undefined && (
        <p>
          Your approval stands. Another person has to approve the {own.forCopy ? 'copy' : 'release'} as well (
          {own.forCopy ? approvers.filter(({ forCopy }) => forCopy).length : approvals.given} of {approvals.needed}).
        </p>
      )}
    </section>
  );
}

/** Who has approved the release of a message that needs several people, when and why. */
import type { ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Time } from '../parts/time.tsx';
import classes from './forms.module.css';

export function Approvers({ message }: { message: MessageDetail }): ReactElement | null {
  const { approvers, approvals } = message;
  if (approvers.length === 0) return null;
  const isOpen = message.state === 'held' || message.state === 'held-by-sender';
  const stands = isOpen && approvers.some(({ isYou }) => isYou);
  return (
    <section className={classes.preview} aria-label="Approvals">
      <ul>
        {approvers.map(({ name, at, reason, isYou }) => (
          <li key={`${name} ${at}`}>
            <strong>{isYou ? 'You' : name}</strong> approved the release <Time at={at} />
            {reason !== '' && `: “${reason}”`}
          </li>
        ))}
      </ul>
      {stands && (
        <p>
          Your approval stands. Another person has to approve the release as well ({approvals.given} of{' '}
          {approvals.needed}).
        </p>
      )}
    </section>
  );
}

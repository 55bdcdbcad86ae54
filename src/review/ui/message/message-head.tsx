/** The head of a message: state, age, headline, subject, sender, and when the hold expires. */
import type { ReactElement } from 'react';
import type { MessageDetail } from '../../contract/message.ts';
import { Address } from '../parts/address.tsx';
import { Severity } from '../parts/severity.tsx';
import { Time } from '../parts/time.tsx';
import { isOpen, stateNames } from '../words/names.ts';
import classes from './message-pane.module.css';

export function MessageHead({ message }: { message: MessageDetail }): ReactElement {
  const { state, approvals, assignee, from } = message;
  return (
    <header className={classes.head}>
      <div className={classes.status}>
        <Severity level={message.severity} word />
        <span className={classes.state} data-state={state}>
          {stateNames[state]}
        </span>
        <span>
          Received <Time at={message.receivedAt} />
        </span>
        {isOpen(state) && message.expiresAt !== null && (
          <span>
            Hold expires <Time at={message.expiresAt} isAhead />
          </span>
        )}
        {approvals.needed > 1 && (
          <span>
            {approvals.given} of {approvals.needed} approvals
          </span>
        )}
        {message.escalated && <span className={classes.strong}>Escalated</span>}
        {assignee !== null && <span>Assigned to {assignee.name}</span>}
      </div>
      <h2>{message.headline}</h2>
      {message.subject !== '' && <p className={classes.subject}>{message.subject}</p>}
      <p className={classes.from}>
        From {from.name !== '' && <strong>{from.name}</strong>} <Address value={from.address} wrap />
        {message.schools.length > 0 && <span> · {message.schools.join(', ')}</span>}
      </p>
    </header>
  );
}

/** The recipients of a message: whether each is entitled to what was found and, after a decision, the delivery status. */
import { Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import type { MessageDetail, ReviewRecipient } from '../../contract/message.ts';
import { Address } from '../parts/address.tsx';
import { count } from '../words/counts.ts';
import { isOpen } from '../words/names.ts';
import classes from './recipients.module.css';

const marks: Readonly<Record<ReviewRecipient['entitled'], readonly [shape: string, words: string]>> = {
  no: ['✗', 'not entitled'],
  some: ['◐', 'entitled to part of it'],
  yes: ['✓', 'entitled'],
  'not-needed': ['–', 'no student data'],
};
const order: readonly ReviewRecipient['entitled'][] = ['no', 'some', 'yes', 'not-needed'];

const deliveries: Readonly<Record<ReviewRecipient['delivery'], string>> = {
  pending: 'in delivery',
  delivered: 'delivered',
  failed: 'delivery failed',
  withheld: 'not sent',
};

const shownAtFirst = 5;

export function Recipients({ message }: { message: MessageDetail }): ReactElement {
  const [all, setAll] = useState(false);
  const sorted = message.recipientList.toSorted((a, b) => order.indexOf(a.entitled) - order.indexOf(b.entitled));
  const shown = all ? sorted : sorted.slice(0, shownAtFirst);
  const rest = message.recipients.count - shown.length;
  return (
    <section className={classes.recipients} aria-label="Recipients">
      <h3>{count(message.recipients.count, 'recipient')}</h3>
      <ul>
        {shown.map((recipient) => (
          <Recipient key={recipient.n} recipient={recipient} isOpen={isOpen(message.state)} />
        ))}
      </ul>
      {rest > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          Show {count(rest, 'more', 'more')}
        </Button>
      )}
    </section>
  );
}

export function RecipientMark({ entitled }: { entitled: ReviewRecipient['entitled'] }): ReactElement {
  const [shape, words] = marks[entitled];
  return (
    <span className={classes.mark} data-entitled={entitled} title={words} role="img" aria-label={words}>
      {shape}
    </span>
  );
}

function Recipient({ recipient, isOpen }: { recipient: ReviewRecipient; isOpen: boolean }): ReactElement {
  const { address, relation, delivery, reply, entitled } = recipient;
  return (
    <li>
      <RecipientMark entitled={entitled} />
      <Address value={address} />
      <span className={classes.relation}>{relation}</span>
      {!isOpen && (
        <span className={classes.delivery} data-delivery={delivery} title={reply ?? undefined}>
          {deliveries[delivery]}
        </span>
      )}
    </li>
  );
}

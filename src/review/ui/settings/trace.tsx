/** Finds messages by sender, recipient or id and shows their way, without subject and content. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { Trace as Found } from '../../contract/mail-flow.ts';
import { call } from '../api/client.ts';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Empty } from '../parts/states.tsx';
import { answerOf, archiveProblems, eventName, messageStateNames, recipientStateNames } from '../words/mail-flow.ts';
import { exact, stamp } from '../words/time.ts';
import classes from './mail-flow.module.css';

type Traced = Found['messages'][number];

const days = [
  { value: '1', label: 'Last 24 hours' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '365', label: 'Last year' },
];

export function Trace(): ReactElement {
  const [asked, setAsked] = useState({ sender: '', recipient: '', id: '', days: '7' });
  const find = useMutation({
    mutationFn: () => {
      const given = Object.entries(asked).filter(([, value]) => value.trim() !== '');
      return call('trace', { query: Object.fromEntries(given.map(([name, value]) => [name, value.trim()])) });
    },
  });
  const set = (name: keyof typeof asked) => (event: { currentTarget: { value: string } }) =>
    setAsked({ ...asked, [name]: event.currentTarget.value });
  const isEmpty = [asked.sender, asked.recipient, asked.id].every((value) => value.trim() === '');
  return (
    <Card title="Find a message">
      <form
        className={classes.search}
        onSubmit={(event) => {
          event.preventDefault();
          find.mutate();
        }}
      >
        <TextInput label="Sender" placeholder="Address, or @domain" value={asked.sender} onChange={set('sender')} />
        <TextInput
          label="Recipient"
          placeholder="Address, or @domain"
          value={asked.recipient}
          onChange={set('recipient')}
        />
        <TextInput label="Message id" placeholder="From the reply or the log" value={asked.id} onChange={set('id')} />
        <NativeSelect label="Received" value={asked.days} onChange={set('days')} data={days} />
        <Button type="submit" loading={find.isPending} disabled={isEmpty}>
          Find
        </Button>
      </form>
      <Refused error={find.error} />
      <div role="status" aria-label="Messages found">
        {find.data?.messages.length === 0 && (
          <Empty title="No message found.">
            A message that was refused is not stored: the log of the sending server has the reply.
          </Empty>
        )}
      </div>
      {find.data !== undefined && find.data.messages.length > 0 && (
        <ul className={classes.found} aria-label="Traces">
          {find.data.messages.map((message) => (
            <TracedMessage key={message.id} message={message} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function TracedMessage({ message }: { message: Traced }): ReactElement {
  const { id, kind, state, receivedAt, sender, dueAt, recipients, copies, events } = message;
  return (
    <li>
      <h3>
        {messageStateNames[state] ?? state}
        {kind === 'notice' && ' (notice)'}
      </h3>
      <dl className={classes.facts}>
        <Fact name="From">{sender === '' ? 'No return address (notice or report)' : sender}</Fact>
        <Fact name="Received">
          <At at={receivedAt} />
        </Fact>
        {dueAt !== null && (
          <Fact name="Next action">
            <At at={dueAt} />
          </Fact>
        )}
        <Fact name="Message id">
          <code>{id}</code>
        </Fact>
        {recipients.map(({ address, state: result, attempts, status, reply, remote }) => (
          <Fact key={address} name="To">
            <span className={classes.recipient}>{address}</span>
            <span className={classes.reply}>
              {[
                `${recipientStateNames[result] ?? result}${attempts > 1 ? ` after ${attempts} attempts` : ''}`,
                remote,
                answerOf(status, reply),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </Fact>
        ))}
        {copies.map(({ archive, copiedAt, attempts, code, reply }) => (
          <Fact key={archive} name="Archive">
            <span className={classes.recipient}>{archive}</span>
            <span className={classes.reply}>
              {[
                `${copiedAt === null ? 'Copy waiting' : `${code === 'archive.withheld' ? 'Left out' : 'Copied'} ${stamp(copiedAt)}`}${attempts > 1 ? ` after ${attempts} attempts` : ''}`,
                code !== null && (archiveProblems[code] ?? code),
                reply,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </Fact>
        ))}
      </dl>
      <ol className={classes.way} aria-label="Events">
        {events.map(({ at, event, actor }, n) => (
          <li key={n}>
            <At at={at} /> {eventName(event)}
            {actor !== 'gateway' && <span className={classes.reply}> {actor}</span>}
          </li>
        ))}
      </ol>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function At({ at }: { at: string }): ReactElement {
  return (
    <time dateTime={at} title={exact(at)}>
      {stamp(at)}
    </time>
  );
}

/** Finds messages by sender, recipient, id or time and shows their way, without subject and content. */
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
  { value: 'times', label: 'Between two times' },
];

interface Asked {
  readonly sender: string;
  readonly recipient: string;
  readonly id: string;
  /** Of `days`. */
  readonly received: string;
  /** Clock times of this computer, without a zone: what `datetime-local` gives. */
  readonly from: string;
  readonly until: string;
}

/** Times count only where they are shown. A time alone finds all messages of that time. */
function queryOf({ received, from, until, ...about }: Asked): Record<string, string> {
  const time = (text: string): string => (text === '' ? '' : new Date(text).toISOString());
  const when = received === 'times' ? { from: time(from), until: time(until) } : { days: received };
  const given = Object.entries({ ...about, ...when }).map(([name, value]) => [name, value.trim()]);
  return Object.fromEntries(given.filter(([, value]) => value !== '')) as Record<string, string>;
}

export function Trace(): ReactElement {
  const [asked, setAsked] = useState<Asked>({ sender: '', recipient: '', id: '', received: '7', from: '', until: '' });
  const find = useMutation({ mutationFn: () => call('trace', { query: queryOf(asked) }) });
  const set = (name: keyof Asked) => (event: { currentTarget: { value: string } }) =>
    setAsked({ ...asked, [name]: event.currentTarget.value });
  const { sender, recipient, id, from } = queryOf(asked);
  const isEmpty = [sender, recipient, id, from].every((given) => given === undefined);
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
        <NativeSelect label="Received" value={asked.received} onChange={set('received')} data={days} />
        {asked.received === 'times' && (
          <>
            <TextInput type="datetime-local" label="From" value={asked.from} onChange={set('from')} />
            <TextInput type="datetime-local" label="Until" value={asked.until} onChange={set('until')} />
          </>
        )}
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
  const { id, kind, state, receivedAt, sender, size, client, tls, dueAt, recipients, copies, events } = message;
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
          <span className={classes.reply}>
            {client !== null && ` from ${client} ${tls ? 'with TLS' : 'without TLS'},`} {size.toLocaleString()} bytes
          </span>
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

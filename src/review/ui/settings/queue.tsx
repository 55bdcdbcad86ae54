/** What waits for the next mail server and why, and the next mail servers with their condition. */
import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { Queue as QueueAnswer } from '../../contract/mail-flow.ts';
import { call } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { useMay } from '../frame/session.ts';
import { announce } from '../parts/announcement.tsx';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { number } from '../words/counts.ts';
import { answerOf, conditionNames } from '../words/mail-flow.ts';
import { Archives } from './archives.tsx';
import classes from './mail-flow.module.css';

type Group = QueueAnswer['groups'][number];
type Hop = QueueAnswer['hops'][number];

const key = ['queue'] as const;
/** What an action sets off, such as an attempt or a report to a sender, takes a moment: until then the answer is soon out of date. */
let unsettledUntil = 0;
const renew = (): Promise<void> => {
  unsettledUntil = Date.now() + 5000;
  return queryClient.invalidateQueries({ queryKey: key });
};
const pauseMs = (queue: QueueAnswer | undefined): number =>
  Date.now() < unsettledUntil || queue?.groups.some(isUntried) === true ? 1000 : 10_000;
const isUntried = ({ status, reply }: Group): boolean => status === null && reply === null;
const reasonOf = ({ remote, status, reply }: Group) => ({ reason: { remote, status, reply } });

export function Queue(): ReactElement {
  const queue = useQuery({
    queryKey: key,
    queryFn: () => call('queue'),
    refetchInterval: ({ state }) => pauseMs(state.data),
  });
  if (queue.isPending) return <Waiting lines={6} height={28} />;
  if (queue.isError) return <Failure error={queue.error} onRetry={() => void queue.refetch()} />;
  return (
    <>
      <Groups groups={queue.data.groups} />
      {queue.data.hops.length > 0 && <Hops hops={queue.data.hops} />}
      {queue.data.archives.length > 0 && <Archives archives={queue.data.archives} />}
    </>
  );
}

function Groups({ groups }: { groups: readonly Group[] }): ReactElement {
  const mayRetry = useMay('mail-flow.retry');
  const mayReturn = useMay('mail-flow.write');
  const [returning, setReturning] = useState<Group>();
  const retry = useMutation({
    mutationFn: (group: Group) => call('retryQueue', { body: reasonOf(group) }),
    onSuccess: () => announce('Delivery is being retried.'),
    onSettled: renew,
  });
  return (
    <Card title="Waiting for the next mail server">
      <Refused error={retry.error} />
      {groups.length === 0 ? (
        <Empty title="No messages are waiting for the next mail server." />
      ) : (
        <Table
          label="Waiting messages"
          rows={groups}
          keyOf={({ remote, status, reply }) => JSON.stringify([remote, status, reply])}
          columns={[
            { name: 'Messages', cell: ({ messages }) => number(messages) },
            { name: 'Reason', cell: (group) => <Reason group={group} /> },
            { name: 'Oldest', cell: ({ oldestAt }) => <Time at={oldestAt} form="span" /> },
            {
              name: 'Next attempt',
              cell: ({ nextAttemptAt }) => (nextAttemptAt === null ? '' : <Time at={nextAttemptAt} isAhead />),
            },
            {
              name: 'Actions',
              align: 'end',
              cell: (group) => (
                <span className={classes.buttons}>
                  {mayRetry && (
                    <Button variant="default" size="compact-sm" onClick={() => retry.mutate(group)}>
                      Try now
                    </Button>
                  )}
                  {mayReturn && (
                    <Button variant="default" size="compact-sm" onClick={() => setReturning(group)}>
                      Return…
                    </Button>
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
      <Modal opened={returning !== undefined} onClose={() => setReturning(undefined)} title="Return to senders">
        {returning !== undefined && <ReturnForm group={returning} onDone={() => setReturning(undefined)} />}
      </Modal>
    </Card>
  );
}

function Reason({ group: { remote, status, reply } }: { group: Group }): ReactElement {
  const answer = answerOf(status, reply);
  return (
    <div className={classes.reason}>
      {answer === '' ? 'Not tried yet' : answer}
      {remote !== null && <span>{remote}</span>}
    </div>
  );
}

function ReturnForm({ group, onDone }: { group: Group; onDone: () => void }): ReactElement {
  const send = useMutation({
    mutationFn: () => call('returnQueued', { body: reasonOf(group) }),
    onSuccess: () => {
      announce('The messages are being returned to their senders.');
      onDone();
    },
    onSettled: renew,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <p>
        {group.messages === 1 ? 'This message is' : `These ${number(group.messages)} messages are`} not tried again.
        Senders get a delivery report for the recipients that have not accepted it. This cannot be undone.
      </p>
      <Refused error={send.error} />
      <Button type="submit" mt="md" loading={send.isPending}>
        Return to {group.messages === 1 ? 'sender' : 'senders'}
      </Button>
    </form>
  );
}

function Hops({ hops }: { hops: readonly Hop[] }): ReactElement {
  const mayPause = useMay('mail-flow.write');
  const change = useMutation({
    mutationFn: ({ hop, pausedAt }: Hop) => call(pausedAt === null ? 'pauseHop' : 'resumeHop', { body: { hop } }),
    onSuccess: (_, { pausedAt }) =>
      announce(pausedAt === null ? 'The mail server has been paused.' : 'The mail server has been resumed.'),
    onSettled: renew,
  });
  return (
    <Card title="Next mail servers">
      <p className={classes.about}>
        Nothing is sent to a paused server. Mail for it goes through another server, or waits for as long as mail is
        kept for delivery.
      </p>
      <Refused error={change.error} />
      <Table
        label="Next mail servers"
        rows={hops}
        keyOf={({ hop }) => hop}
        columns={[
          { name: 'Server', cell: ({ hop }) => <strong className={classes.reason}>{hop}</strong> },
          { name: 'Condition', cell: (hop) => <Condition hop={hop} /> },
          {
            name: 'Actions',
            align: 'end',
            cell: (hop) =>
              mayPause && (
                <span className={classes.buttons}>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`${hop.pausedAt === null ? 'Pause' : 'Resume'} ${hop.hop}`}
                    onClick={() => change.mutate(hop)}
                  >
                    {hop.pausedAt === null ? 'Pause' : 'Resume'}
                  </Button>
                </span>
              ),
          },
        ]}
      />
    </Card>
  );
}

function Condition({ hop: { condition, pausedAt, pausedBy } }: { hop: Hop }): ReactElement {
  if (pausedAt !== null)
    return (
      <>
        ▲ Paused <Time at={pausedAt} /> by {pausedBy}
      </>
    );
  return <>{condition === null ? '' : (conditionNames[condition] ?? condition)}</>;
}

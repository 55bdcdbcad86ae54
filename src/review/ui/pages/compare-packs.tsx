/** What another policy pack would have done with the messages of the past weeks. Nothing changes. */
import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { ActivePolicy, PackComparison } from '../../contract/policy.ts';
import { call } from '../api/client.ts';
import { Refused } from '../parts/refused.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { count, number } from '../words/counts.ts';
import classes from './policy.module.css';

const actionWords: Readonly<Record<string, string>> = {
  deliver: 'delivered',
  warn: 'sender is asked',
  quarantine: 'held for review',
  bounce: 'returned to sender',
};
const wordsOf = (action: string): string => actionWords[action] ?? action;

export function ComparePacks({ policy }: { policy: ActivePolicy }): ReactElement {
  const others = policy.packs.filter(({ id }) => id !== policy.id);
  const [pack, setPack] = useState(others[0]?.id ?? '');
  const [days, setDays] = useState('14');
  const comparison = useMutation({
    mutationFn: () => call('comparePacks', { body: { pack, days: Number(days) } }),
  });
  return (
    <>
      <form
        className={classes.compare}
        onSubmit={(event) => {
          event.preventDefault();
          comparison.mutate();
        }}
      >
        <NativeSelect
          label="Policy"
          value={pack}
          onChange={(event) => setPack(event.currentTarget.value)}
          data={others.map(({ id, title }) => ({ value: id, label: title }))}
        />
        <NativeSelect
          label="Messages from the last"
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          data={['7', '14', '30', '90'].map((value) => ({ value, label: `${value} days` }))}
        />
        <Button type="submit" loading={comparison.isPending} disabled={pack === ''}>
          Compare
        </Button>
      </form>
      <p className={classes.soft}>
        Applies the other policy to what was found in these messages, and compares the result with what was decided.
        Nothing changes. A draft is compared where it is edited, and a policy in a file of your own with “hallpass
        replay”.
      </p>
      <Refused error={comparison.error} />
      {comparison.isSuccess && <ComparisonResult result={comparison.data} />}
    </>
  );
}

/** Which decisions would change, by action, by rule and message by message. */
export function ComparisonResult({ result }: { result: PackComparison }): ReactElement {
  const { title, version, messages, changed, actions, rules, changes } = result;
  const moved = rules.filter(({ before, after }) => before !== after);
  return (
    <div className={classes.result} role="status" aria-label="Comparison">
      <p>
        <strong>
          {title}, version {version}:
        </strong>{' '}
        {changed === 0
          ? `the same decision for ${count(messages, 'message')}.`
          : `another decision for ${number(changed)} of ${count(messages, 'message')}.`}
      </p>
      {actions.length > 0 && (
        <Table
          label="Decisions that would change"
          rows={actions}
          keyOf={({ from, to }) => `${from} ${to}`}
          columns={[
            { name: 'Decided', cell: ({ from }) => wordsOf(from) },
            { name: 'Would be', cell: ({ to }) => wordsOf(to) },
            { name: 'Messages', cell: (row) => number(row.messages), align: 'end' },
          ]}
        />
      )}
      {moved.length > 0 && (
        <Table
          label="Rules that would count more or less often"
          rows={moved}
          keyOf={({ rule }) => rule}
          columns={[
            { name: 'Rule', cell: (row) => row.title },
            { name: 'Counted', cell: ({ before }) => number(before), align: 'end' },
            { name: 'Would count', cell: ({ after }) => number(after), align: 'end' },
          ]}
        />
      )}
      {changes.length > 0 && (
        <details>
          <summary>
            {changes.length < changed ? `The newest ${number(changes.length)} messages` : 'The messages'}
          </summary>
          <Table
            label="Messages with another decision"
            rows={changes}
            keyOf={({ id }) => id}
            columns={[
              { name: 'Received', cell: ({ receivedAt }) => <Time at={receivedAt} /> },
              { name: 'Message', cell: ({ id }) => <Link href={`/messages/${id}`}>…{id.slice(-8)}</Link> },
              { name: 'Decided', cell: ({ from }) => wordsOf(from) },
              { name: 'Would be', cell: ({ to }) => wordsOf(to) },
              {
                name: 'Because of',
                cell: ({ added, dropped }) =>
                  [...added.map((id) => `+${id}`), ...dropped.map((id) => `−${id}`)].join(' '),
              },
            ]}
          />
        </details>
      )}
    </div>
  );
}

/** The exceptions that reviewers have made: what each covers, its uses, and buttons to consent to it or to end it. */
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Exception } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { useMay } from '../frame/session.ts';
import { Address } from '../parts/address.tsx';
import { announce } from '../parts/announcement.tsx';
import { Refused } from '../parts/refused.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { count, number } from '../words/counts.ts';
import classes from './policy.module.css';

export function Exceptions({ exceptions }: { exceptions: readonly Exception[] }): ReactElement {
  const mayEnd = useMay('messages.decide');
  if (exceptions.length === 0) {
    return (
      <p className={classes.none} id="exceptions">
        There are no exceptions. When releasing a message, a reviewer can allow similar ones for a limited time.
      </p>
    );
  }
  return (
    <div id="exceptions">
      <Table
        label="Exceptions"
        rows={exceptions}
        keyOf={({ id }) => id}
        columns={[
          { name: 'Findings', cell: ({ codes }) => codes.join(', ') },
          { name: 'From', cell: ({ sender }) => (sender === null ? 'anyone' : <Address value={sender} wrap />) },
          {
            name: 'To',
            cell: ({ recipient }) => (recipient === null ? 'anyone' : <Address value={recipient} wrap />),
          },
          { name: 'At most', cell: ({ students }) => (students === 0 ? 'no students' : count(students, 'student')) },
          { name: 'Expires', cell: ({ expiresAt }) => <Time at={expiresAt} isAhead /> },
          { name: 'Reason', cell: ({ reason, by }) => `${reason} (${by})` },
          { name: 'Used', cell: Uses, align: 'end' },
          ...(mayEnd ? [{ name: 'Decide', cell: Decide }] : []),
        ]}
      />
    </div>
  );
}

function Uses({ used, waitsForConsent, consentedBy }: Exception): ReactElement {
  if (waitsForConsent) return <span>waiting for a manager</span>;
  return <span title={consentedBy === null ? '' : `Approved by ${consentedBy}`}>{number(used)}</span>;
}

function Decide({ id, waitsForConsent }: Exception): ReactElement {
  const mayConsent = useMay('exceptions.consent');
  const onSettled = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['exceptions'] });
  const end = useMutation({
    mutationFn: () => call('endException', { params: { id } }),
    onSuccess: () => announce('The exception has ended.'),
    onSettled,
  });
  const consent = useMutation({
    mutationFn: () => call('consentToException', { params: { id } }),
    onSuccess: () => announce('The exception is active.'),
    onSettled,
  });
  return (
    <Group gap="xs">
      {waitsForConsent && mayConsent && (
        <Button size="compact-sm" loading={consent.isPending} onClick={() => consent.mutate()}>
          Approve
        </Button>
      )}
      <Button variant="default" size="compact-sm" loading={end.isPending} onClick={() => end.mutate()}>
        End now
      </Button>
      <Refused error={consent.error ?? end.error} />
    </Group>
  );
}

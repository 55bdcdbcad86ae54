/** The archives that get copies of messages: what waits for each, and whether it takes copies. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Queue } from '../../contract/mail-flow.ts';
import { call } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';
import { useMay } from '../frame/session.ts';
import { announce } from '../parts/announcement.tsx';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { number } from '../words/counts.ts';
import { archiveProblems } from '../words/mail-flow.ts';
import classes from './mail-flow.module.css';

type Archive = Queue['archives'][number];

export function Archives({ archives }: { archives: readonly Archive[] }): ReactElement {
  const mayRetry = useMay('mail-flow.retry');
  const retry = useMutation({
    mutationFn: ({ archive }: Archive) => call('retryArchive', { body: { archive } }),
    onSuccess: () => announce('The copies are being retried.'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['queue'] }),
  });
  return (
    <Card title="Archives">
      <p className={classes.about}>
        Mail flows whether or not an archive accepts its copies. A message is kept until its copies have been made.
      </p>
      <Refused error={retry.error} />
      <Table
        label="Archives"
        rows={archives}
        keyOf={({ archive }) => archive}
        columns={[
          { name: 'Archive', cell: ({ archive }) => <strong className={classes.reason}>{archive}</strong> },
          { name: 'Condition', cell: (archive) => <Condition archive={archive} /> },
          { name: 'Waiting copies', cell: ({ waiting }) => number(waiting) },
          { name: 'Oldest', cell: ({ oldestAt }) => (oldestAt === null ? '' : <Time at={oldestAt} form="span" />) },
          {
            name: 'Actions',
            align: 'end',
            cell: (archive) =>
              mayRetry &&
              archive.waiting > 0 && (
                <span className={classes.buttons}>
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={`Try now: ${archive.archive}`}
                    onClick={() => retry.mutate(archive)}
                  >
                    Try now
                  </Button>
                </span>
              ),
          },
        ]}
      />
    </Card>
  );
}

function Condition({ archive: { failingSince, code } }: { archive: Archive }): ReactElement {
  if (failingSince === null) return <>Accepting copies</>;
  return (
    <>
      ■ {archiveProblems[code ?? ''] ?? `Not accepting copies (${code})`}, since <Time at={failingSince} />
    </>
  );
}

/** The audit log: every event of the gateway and the console. */
import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { eventKindNames, eventKinds } from '../../contract/event-kinds.ts';
import type { AuditPage } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Card, Page } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { exact, stamp } from '../words/time.ts';
import { AskedFields } from './asked-fields.tsx';
import { csv, saveFile } from './csv.ts';
import { everyRow, usePaged, type PageQuery } from './paged.ts';
import { PrintButton, PrintHead, usePrintOfAll } from './printing.tsx';
import classes from './records.module.css';

const fetchPage = (query: PageQuery): Promise<AuditPage> => call('audit', { query });

export default function AuditLog(): ReactElement {
  const { asked, setAsked, pages } = usePaged('audit', fetchPage);
  const mayOpen = useMay('messages.list');
  const { all, printing } = usePrintOfAll(fetchPage, asked);
  const rows = all ?? pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const hasMore = all === undefined && pages.hasNextPage;
  const file = useMutation({
    mutationFn: () => everyRow(fetchPage, asked),
    onSuccess: (all) => saveFile('audit-log.csv', csv(columns, all.map(cells))),
  });
  return (
    <Page
      title="Audit log"
      about="Everything that happened to messages and in this console. Entries cannot be changed and are deleted only when their retention period ends."
      tools={
        <>
          <AskedFields asked={asked} onChange={setAsked} placeholder="Event, person, message id" />
          <NativeSelect
            label="Kind"
            value={asked.kind}
            onChange={(event) =>
              setAsked({ ...asked, kind: eventKinds.find((kind) => kind === event.currentTarget.value) ?? '' })
            }
            data={[
              { value: '', label: 'All' },
              ...eventKinds.map((kind) => ({ value: kind, label: eventKindNames[kind] })),
            ]}
          />
          <Button variant="default" loading={file.isPending} disabled={rows.length === 0} onClick={() => file.mutate()}>
            Download CSV
          </Button>
          <PrintButton printing={printing} disabled={rows.length === 0} />
        </>
      }
    >
      <PrintHead
        district={pages.data?.pages[0]?.district ?? ''}
        asked={asked}
        entries={rows.length}
        hasMore={hasMore}
      />
      <Refused error={file.error ?? printing.error} />
      <Card>
        {pages.isPending && <Waiting lines={10} height={24} />}
        {pages.isError && <Failure error={pages.error} onRetry={() => void pages.refetch()} />}
        {pages.isSuccess && rows.length === 0 && <Empty title="No entries match this search." />}
        {rows.length > 0 && (
          <Table
            label="Audit log"
            rows={rows}
            keyOf={({ seq }) => seq}
            more={
              hasMore ? { onClick: () => void pages.fetchNextPage(), loading: pages.isFetchingNextPage } : undefined
            }
            columns={[
              {
                name: 'When',
                width: '12.5rem',
                cell: ({ at }) => (
                  <time dateTime={at} title={exact(at)}>
                    {stamp(at)}
                  </time>
                ),
              },
              { name: 'What', cell: What },
              { name: 'Who', cell: ({ actor }) => actor },
              {
                name: 'Message',
                width: '11.5rem',
                cell: ({ messageId }) => <Message id={messageId} mayOpen={mayOpen} />,
              },
            ]}
          />
        )}
      </Card>
    </Page>
  );
}

type Row = AuditPage['rows'][number];

function Message({ id, mayOpen }: { id: string | null; mayOpen: boolean }): ReactElement | null {
  if (id === null) return null;
  const shown = <span className={classes.id}>{id}</span>;
  return mayOpen ? <Link href={`/messages/${id}`}>{shown}</Link> : shown;
}

function What({ words, reason }: Row): ReactElement {
  return (
    <>
      {words}
      {reason !== '' && <p className={classes.about}>“{reason}”</p>}
    </>
  );
}

const columns = ['Number', 'When', 'Event', 'What', 'Reason', 'Who', 'Message id'] as const;

function cells({ seq, at, event, words, reason, actor, messageId }: Row): string[] {
  return [seq, at, event, words, reason, actor, messageId ?? ''];
}

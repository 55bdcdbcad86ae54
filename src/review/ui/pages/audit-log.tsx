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
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { exact, stamp } from '../words/time.ts';
import { AskedFields } from './asked-fields.tsx';
import { csv, saveFile } from './csv.ts';
import { everyRow, usePaged, type PageQuery } from './paged.ts';

const fetchPage = (query: PageQuery): Promise<AuditPage> => call('audit', { query });

export default function AuditLog(): ReactElement {
  const { asked, setAsked, pages } = usePaged('audit', fetchPage);
  const mayOpen = useMay('messages.list');
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const file = useMutation({
    mutationFn: () => everyRow(fetchPage, asked),
    onSuccess: (all) => saveFile('audit-log.csv', csv(columns, all.map(cells))),
  });
  return (
    <Page
      title="Audit log"
      about="Everything that happened to messages and in this console. Entries cannot be changed, and only the retention deletes them."
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
          <Button variant="default" disabled={rows.length === 0} onClick={() => print()}>
            Print
          </Button>
        </>
      }
    >
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
              pages.hasNextPage
                ? { onClick: () => void pages.fetchNextPage(), loading: pages.isFetchingNextPage }
                : undefined
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
              { name: 'What', cell: ({ words }) => words },
              { name: 'Who', cell: ({ actor }) => actor },
              {
                name: 'Message',
                cell: ({ messageId }) => {
                  if (messageId === null) return null;
                  const name = <span title={messageId}>{shortId(messageId)}</span>;
                  return mayOpen ? <Link href={`/messages/${messageId}`}>{name}</Link> : name;
                },
              },
            ]}
          />
        )}
      </Card>
    </Page>
  );
}

const columns = ['Number', 'When', 'Event', 'What', 'Who', 'Message id'] as const;

function cells({ seq, at, event, words, actor, messageId }: AuditPage['rows'][number]): string[] {
  return [seq, at, event, words, actor, messageId ?? ''];
}

/** The end of the id, because messages of the same minute begin with the same characters. */
function shortId(id: string): string {
  return `…${id.slice(-8)}`;
}

/** The audit log: every event of the gateway and the console. */
import { NativeSelect } from '@mantine/core';
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
import type { PageQuery } from './paged.ts';
import classes from './records.module.css';
import { moreOf, RecordsButtons, RecordsHead, useRecords } from './records.tsx';

const fetchPage = (query: PageQuery): Promise<AuditPage> => call('audit', { query });

export default function AuditLog(): ReactElement {
  const records = useRecords('audit', fetchPage, { name: 'audit-log.csv', columns, cells });
  const { asked, setAsked, pages, rows } = records;
  const mayOpen = useMay('messages.list');
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
          <RecordsButtons {...records} />
        </>
      }
    >
      <RecordsHead {...records} />
      <Card>
        {pages.isPending && <Waiting lines={10} height={24} />}
        {pages.isError && <Failure error={pages.error} onRetry={() => void pages.refetch()} />}
        {pages.isSuccess && rows.length === 0 && <Empty title="No entries match this search." />}
        {rows.length > 0 && (
          <Table
            label="Audit log"
            rows={rows}
            keyOf={({ seq }) => seq}
            more={moreOf(records)}
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

/** The audit log: every event of the gateway and the console. */
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { AuditPage } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Card, Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { exact, stamp } from '../words/time.ts';
import { AskedFields } from './asked-fields.tsx';
import { usePaged, type PageQuery } from './paged.ts';

const fetchPage = (query: PageQuery): Promise<AuditPage> => call('audit', { query });

export default function AuditLog(): ReactElement {
  const { asked, setAsked, pages } = usePaged('audit', fetchPage);
  const mayOpen = useMay('messages.list');
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page
      title="Audit log"
      about="Everything that happened to messages and in this console. Entries cannot be changed or deleted."
      tools={<AskedFields asked={asked} onChange={setAsked} placeholder="Event, person, message id" />}
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

/** The end of the id, because messages of the same minute begin with the same characters. */
function shortId(id: string): string {
  return `…${id.slice(-8)}`;
}

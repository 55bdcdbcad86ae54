/** Student data that left after a decision: who sent what about whom to whom, and who let it go, for the records officer. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Disclosures as DisclosuresPage } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Address } from '../parts/address.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { count, number } from '../words/counts.ts';
import { AskedFields } from './asked-fields.tsx';
import { csv, saveFile } from './csv.ts';
import { everyRow, usePaged, type PageQuery } from './paged.ts';

const fetchPage = (query: PageQuery): Promise<DisclosuresPage> => call('disclosures', { query });

type Row = DisclosuresPage['rows'][number];

export default function Disclosures(): ReactElement {
  const { asked, setAsked, pages } = usePaged('disclosures', fetchPage);
  const mayOpen = useMay('messages.list');
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const file = useMutation({
    mutationFn: () => everyRow(fetchPage, asked),
    onSuccess: (all) => saveFile('disclosures.csv', csv(columns, all.map(cells))),
  });
  return (
    <Page
      title="Disclosures"
      about="Data of students that left the district after somebody here, or an exception, let it go."
      tools={
        <>
          <AskedFields asked={asked} onChange={setAsked} placeholder="Sender, recipient, student" />
          <Button variant="default" loading={file.isPending} disabled={rows.length === 0} onClick={() => file.mutate()}>
            Save as CSV
          </Button>
        </>
      }
    >
      <Card>
        {pages.isPending && <Waiting lines={6} height={28} />}
        {pages.isError && <Failure error={pages.error} onRetry={() => void pages.refetch()} />}
        {pages.isSuccess && rows.length === 0 && <Empty title="Nothing was disclosed in this time." />}
        {rows.length > 0 && (
          <Table
            label="Disclosures"
            rows={rows}
            keyOf={(row) => `${row.messageId} ${row.recipient}`}
            more={
              pages.hasNextPage
                ? { onClick: () => void pages.fetchNextPage(), loading: pages.isFetchingNextPage }
                : undefined
            }
            columns={[
              {
                name: 'When',
                cell: ({ at, messageId }) =>
                  mayOpen ? (
                    <Link href={`/messages/${messageId}`}>
                      <Time at={at} />
                    </Link>
                  ) : (
                    <Time at={at} />
                  ),
              },
              { name: 'Sender', cell: ({ sender }) => <Address value={sender} wrap /> },
              { name: 'Recipient', cell: ({ recipient }) => <Address value={recipient} wrap /> },
              { name: 'Students', cell: Students },
              { name: 'What', cell: ({ kinds }) => listed(kinds) },
              { name: 'Let go by', cell: ({ by }) => by },
              { name: 'Why', cell: ({ reason }) => reason },
            ]}
          />
        )}
      </Card>
    </Page>
  );
}

/** Titles in a row: all but the first begin small, except for names and abbreviations. */
function listed(kinds: readonly string[]): string {
  return kinds
    .map((kind, at) => (at > 0 && /^[A-Z][a-z ]/.test(kind) ? kind[0]!.toLowerCase() + kind.slice(1) : kind))
    .join(', ');
}

function Students({ students, studentCount }: Row): ReactElement {
  const rest = studentCount - Math.min(3, students.length);
  return (
    <span title={students.join(', ')}>
      {students.slice(0, 3).join(', ')}
      {rest > 0 && (students.length > 0 ? ` and ${number(rest)} more` : count(rest, 'student'))}
    </span>
  );
}

const columns = ['When', 'Sender', 'Recipient', 'Students', 'Number of students', 'What', 'Let go by', 'Why'] as const;

function cells(row: Row): string[] {
  const { at, sender, recipient, students, studentCount, kinds, by, reason } = row;
  return [at, sender, recipient, students.join('; '), String(studentCount), kinds.join('; '), by, reason];
}

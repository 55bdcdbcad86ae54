/** Disclosures of student data for the records officer: who sent what about which students to whom, and who approved it. */
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Disclosures as DisclosuresPage } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Address } from '../parts/address.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { count, number } from '../words/counts.ts';
import { exact, stamp } from '../words/time.ts';
import { AskedFields } from './asked-fields.tsx';
import type { PageQuery } from './paged.ts';
import classes from './records.module.css';
import { moreOf, RecordsButtons, RecordsHead, useRecords } from './records.tsx';

const fetchPage = (query: PageQuery): Promise<DisclosuresPage> => call('disclosures', { query });

type Row = DisclosuresPage['rows'][number];

export default function Disclosures(): ReactElement {
  const records = useRecords('disclosures', fetchPage, { name: 'disclosures.csv', columns, cells });
  const { asked, setAsked, pages, rows } = records;
  const mayOpen = useMay('messages.list');
  return (
    <Page
      title="Disclosures"
      about="Student data that left the district after a person or an exception allowed it."
      tools={
        <>
          <AskedFields asked={asked} onChange={setAsked} placeholder="Sender, recipient, student, message id" />
          <RecordsButtons {...records} />
        </>
      }
    >
      <RecordsHead {...records} />
      <Card>
        {pages.isPending && <Waiting lines={6} height={28} />}
        {pages.isError && <Failure error={pages.error} onRetry={() => void pages.refetch()} />}
        {pages.isSuccess && rows.length === 0 && <Empty title="No disclosures in this period." />}
        {rows.length > 0 && (
          <Table
            label="Disclosures"
            rows={rows}
            keyOf={(row) => `${row.messageId} ${row.recipient}`}
            more={moreOf(records)}
            columns={[
              {
                name: 'When',
                cell: ({ at, messageId }) =>
                  mayOpen ? <Link href={`/messages/${messageId}`}>{exactTime(at)}</Link> : exactTime(at),
              },
              { name: 'Message', cell: Message },
              { name: 'Recipient', cell: ({ recipient }) => <Address value={recipient} wrap /> },
              { name: 'Students', cell: Students },
              { name: 'Data beside the name', cell: ({ kinds }) => listed(kinds) },
              { name: 'Approved by', cell: Approval },
            ]}
          />
        )}
      </Card>
    </Page>
  );
}

/** The exact time in the row: a record is read and printed long after. */
function exactTime(at: string): ReactElement {
  return (
    <time dateTime={at} title={exact(at)}>
      {stamp(at)}
    </time>
  );
}

/** The schools are those of the students and of the sender. */
function Message({ sender, subject, schools, messageId }: Row): ReactElement {
  return (
    <>
      <Address value={sender} wrap />
      {subject !== '' && <p className={classes.about}>{subject}</p>}
      {schools.length > 0 && <p className={classes.about}>{schools.join(', ')}</p>}
      <p className={classes.id}>{messageId}</p>
    </>
  );
}

function Approval({ by, reason }: Row): ReactElement {
  return (
    <>
      {by}
      {reason !== '' && <p className={classes.about}>{reason}</p>}
    </>
  );
}

/** Joins titles with commas. All but the first begin in lower case, except names and abbreviations. */
function listed(kinds: readonly string[]): string {
  return kinds
    .map((kind) => kind.replace(/ beside a student’s name$/, ''))
    .map((kind, at) => (at > 0 && /^[A-Z][a-z ]/.test(kind) ? kind[0]!.toLowerCase() + kind.slice(1) : kind))
    .join(', ');
}

/** On paper, every student is named: nobody can point at a name that is left out. */
function Students({ students, studentCount }: Row): ReactElement {
  return (
    <>
      <span className={classes.onScreen} title={students.join(', ')}>
        {listedStudents(students.slice(0, 3), studentCount)}
      </span>
      <span className={classes.onPaper}>{listedStudents(students, studentCount)}</span>
    </>
  );
}

function listedStudents(named: readonly string[], all: number): string {
  const rest = all - named.length;
  if (rest <= 0) return named.join(', ');
  return named.length > 0 ? `${named.join(', ')} and ${number(rest)} more` : count(rest, 'student');
}

const columns = [
  'When',
  'Message id',
  'Sender',
  'Subject',
  'Schools',
  'Recipient',
  'Students',
  'Number of students',
  'Data',
  'Approved by',
  'Reason',
] as const;

function cells(row: Row): string[] {
  const { at, messageId, sender, subject, schools, recipient, students, studentCount, kinds, by, reason } = row;
  const before = [at, messageId, sender, subject, schools.join('; '), recipient];
  return [...before, students.join('; '), String(studentCount), kinds.join('; '), by, reason];
}

/** Reads the supplement: street addresses, student numbers, further phones and ended guardianships, by user. */
import { readCsvTable, type Cell, type TableFile } from './csv-table.ts';
import type { SupplementRow } from './roster-tables.ts';

/** Names of its columns; of those that are not there nothing is read. */
export interface SupplementColumns {
  readonly user: string;
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly studentNumber: string;
  readonly phone: string;
  /** The guardian of a row that is about a link: what `status` and `endDate` then mean. */
  readonly guardian: string;
  readonly status: string;
  readonly endDate: string;
}

interface Building {
  readonly addresses: string[];
  readonly phones: string[];
  readonly numbers: string[];
  readonly ended: [string, string][];
}

const atOnce = '0001-01-01';

/** Rows of a user replace what was known of that user. @throws HallpassError `roster.not-readable` */
export function readSupplement(
  supplement: Map<string, SupplementRow>,
  bytes: Buffer,
  columns: SupplementColumns,
  table: Omit<TableFile, 'needs'>,
): void {
  const seen = new Map<string, Building>();
  readCsvTable(bytes, { ...table, needs: [columns.user] }, (cell) => {
    const user = cell(columns.user);
    if (user === '') return `no ${columns.user}`;
    let row = seen.get(user);
    if (!row) seen.set(user, (row = { addresses: [], phones: [], numbers: [], ended: [] }));
    if (cell(columns.guardian) !== '') return readLink(row, cell, columns);
    if (cell(columns.status).toLowerCase() === 'tobedeleted') return undefined;
    if (cell(columns.street) !== '') add(row.addresses, addressOf(cell, columns));
    add(row.phones, cell(columns.phone));
    add(row.numbers, cell(columns.studentNumber));
    return undefined;
  });
  for (const [user, row] of seen) supplement.set(user, row);
}

function readLink(row: Building, cell: Cell, columns: SupplementColumns): string | undefined {
  const end = cell(columns.endDate);
  if (end !== '' && !/^\d{4}-\d{2}-\d{2}/.test(end)) return `${columns.endDate} is no date such as 2027-06-30`;
  const day = cell(columns.status).toLowerCase() === 'tobedeleted' ? atOnce : end;
  if (day !== '') row.ended.push([cell(columns.guardian), day.slice(0, 10)]);
  return undefined;
}

function addressOf(cell: Cell, { street, city, state, postalCode }: SupplementColumns): string {
  return [street, city, state, postalCode]
    .map((column) => cell(column))
    .filter((value) => value !== '')
    .join(', ');
}

function add(list: string[], value: string): void {
  if (value !== '' && !list.includes(value)) list.push(value);
}

/** Reads the supplement: street addresses, student numbers, further phones, media restrictions and ended guardianships, by user. */
import { phonesIn } from './contact-cells.ts';
import { readCsvTable, type Cell, type TableFile } from './csv-table.ts';
import { isoDay } from './dates.ts';
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
  /** Yes where no pictures of the student are to be published. */
  readonly mediaRestriction: string;
  /** The same the other way round: no where none are to be published. */
  readonly mediaPermission: string;
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
  mediaRestricted?: boolean;
}

const atOnce = '0001-01-01';

/**
 * Rows of a user replace what was known of that user; a media restriction stays where the file has no column for it.
 *
 * @throws HallpassError `roster.not-readable`
 */
export function readSupplement(
  supplement: Map<string, SupplementRow>,
  bytes: Buffer,
  columns: SupplementColumns,
  table: Omit<TableFile, 'needs'>,
): void {
  const seen = new Map<string, Building>();
  let tellsMedia = false;
  const onColumns = (has: (column: string) => boolean) => {
    tellsMedia = has(columns.mediaRestriction) || has(columns.mediaPermission);
  };
  readCsvTable(bytes, { ...table, needs: [columns.user], onColumns }, (cell) => {
    const user = cell(columns.user);
    if (user === '') return `no ${columns.user}`;
    let row = seen.get(user);
    if (!row) seen.set(user, (row = { addresses: [], phones: [], numbers: [], ended: [] }));
    if (cell(columns.guardian) !== '') return readLink(row, cell, columns, table);
    if (cell(columns.status).toLowerCase() === 'tobedeleted') return undefined;
    const unclear = readMedia(row, cell, columns);
    if (unclear !== undefined) return unclear;
    if (cell(columns.street) !== '') add(row.addresses, addressOf(cell, columns));
    for (const phone of phonesIn(cell(columns.phone), table.file, table.notes)) add(row.phones, phone);
    for (const number of cell(columns.studentNumber).split(/\s*[;,|\n]\s*/)) add(row.numbers, number);
    return undefined;
  });
  for (const [user, row] of seen) {
    if (!tellsMedia && supplement.get(user)?.mediaRestricted) row.mediaRestricted = true;
    supplement.set(user, row);
  }
}

function readLink(
  row: Building,
  cell: Cell,
  columns: SupplementColumns,
  { file, notes }: Pick<TableFile, 'file' | 'notes'>,
): string | undefined {
  const end = cell(columns.endDate);
  const endDay = end === '' ? '' : isoDay(end);
  if (endDay === undefined) return `${columns.endDate} is not a date such as 2027-06-30`;
  if (!end.startsWith(endDay)) notes.add('other-dates', file);
  const day = cell(columns.status).toLowerCase() === 'tobedeleted' ? atOnce : endDay;
  if (day !== '') row.ended.push([cell(columns.guardian), day]);
  return undefined;
}

const yes: ReadonlySet<string> = new Set(['yes', 'true', '1', 'y', 't', 'x', 'restricted']);
const no: ReadonlySet<string> = new Set(['no', 'false', '0', 'n', 'f', '-', 'none']);

/** One yes among the rows of a user restricts; empty cells say nothing. */
function readMedia(row: Building, cell: Cell, columns: SupplementColumns): string | undefined {
  for (const [column, restricts] of [
    [columns.mediaRestriction, yes],
    [columns.mediaPermission, no],
  ] as const) {
    const said = cell(column).toLowerCase();
    if (said === '') continue;
    if (!yes.has(said) && !no.has(said)) return `${column} is neither yes nor no`;
    if (restricts.has(said)) row.mediaRestricted = true;
  }
  return undefined;
}

function addressOf(cell: Cell, { street, city, state, postalCode }: SupplementColumns): string {
  return [street, city, state, postalCode]
    .map((column) => cell(column).replace(/\s*\n\s*/g, ', '))
    .filter((value) => value !== '')
    .join(', ');
}

function add(list: string[], value: string): void {
  if (value !== '' && !list.includes(value)) list.push(value);
}

/** Puts the files of a OneRoster bundle into the tables of a roster: complete files replace, changes are merged. */
import { HallpassError } from '../errors/hallpass-error.ts';
import type { Bundle } from './bundle.ts';
import { readCsvTable, type Cell, type RefusedRow, type TableFile } from './csv-table.ts';
import type { FileMode, Manifest } from './manifest.ts';
import type { RosterTables } from './roster-tables.ts';
import { readSupplement, type SupplementColumns } from './supplement.ts';
import { toUserRow } from './user-row.ts';

export interface ApplyOptions {
  /** `full` and `delta` go over what the manifest says. */
  readonly mode: 'full' | 'delta' | 'manifest';
  /** `addresses.csv` of the bundle, or a file of its own. */
  readonly supplement?: { readonly file: string; readonly bytes: Buffer } | undefined;
  readonly columns: SupplementColumns;
  readonly onProgress?: TableFile['onProgress'];
}

export interface Applied {
  /** The first ones. */
  readonly refused: readonly RefusedRow[];
  readonly refusedCount: number;
  readonly userRows: number;
  readonly refusedUsers: number;
  readonly classes: number;
  readonly enrollments: number;
  /** Enrollments of users or classes that the roster does not have. */
  readonly danglingEnrollments: number;
}

const keptRefusals = 200;

/** What becomes of a row: it is kept, refused with a reason, or leaves things as they are. */
type Read<Row> = { readonly row: Row } | { readonly refuse: string } | 'unchanged';

/** @throws HallpassError `roster.not-readable` */
export function applyBundle(tables: RosterTables, bundle: Bundle, manifest: Manifest, options: ApplyOptions): Applied {
  const refused: RefusedRow[] = [];
  const refusedIn = new Map<string, number>();
  const onRefused = (row: RefusedRow) => {
    refusedIn.set(row.file, (refusedIn.get(row.file) ?? 0) + 1);
    if (refused.length < keptRefusals) refused.push(row);
  };
  const modeOf = (file: string): FileMode => {
    const said = manifest.modeOf(file);
    if (said === 'absent' || options.mode === 'manifest') return said;
    return options.mode === 'full' ? 'bulk' : 'delta';
  };
  const complete = modeOf('users.csv') === 'bulk';
  // What a complete roster does not bring is not kept from an older one.
  if (complete) for (const table of Object.values(tables)) (table as Map<string, unknown>).clear();

  const readInto = <Row>(file: string, table: Map<string, Row>, needs: Needs, toRow: ToRow<Row>): number => {
    const bytes = modeOf(file) === 'absent' ? undefined : bundle.read(file);
    if (!bytes && complete && file === 'users.csv')
      throw new HallpassError('roster.not-readable', 'there is no users.csv');
    if (!bytes) return 0;
    if (modeOf(file) === 'bulk') table.clear();
    return readCsvTable(bytes, { file, needs, onRefused, onProgress: options.onProgress }, (cell) => {
      const id = cell('sourcedId');
      if (id === '') return 'no sourcedId';
      if (isGone(cell)) {
        table.delete(id);
        return undefined;
      }
      const read = toRow(cell, table.get(id));
      if (read === 'unchanged') return undefined;
      if ('refuse' in read) return read.refuse;
      table.set(id, read.row);
      return undefined;
    });
  };

  readInto('orgs.csv', tables.orgs, ['sourcedId', 'name'], orgRow);
  const userRows = readInto('users.csv', tables.users, ['sourcedId', 'givenName', 'familyName'], toUserRow);
  readInto('roles.csv', tables.roles, ['sourcedId', 'userSourcedId', 'role'], roleRow);
  readInto('demographics.csv', tables.births, ['sourcedId', 'birthDate'], (cell) => ({ row: cell('birthDate') }));
  const classes = new Map<string, true>();
  readInto('classes.csv', classes, ['sourcedId'], () => ({ row: true }));
  let danglingEnrollments = 0;
  const enrollments = readInto('enrollments.csv', new Map<string, true>(), ['sourcedId', 'userSourcedId'], (cell) => {
    const user = cell('userSourcedId');
    const school = cell('schoolSourcedId');
    const known = tables.enrolled.get(user);
    if (!tables.users.has(user) || (classes.size > 0 && !classes.has(cell('classSourcedId')))) danglingEnrollments += 1;
    else if (school !== '' && !known?.includes(school)) tables.enrolled.set(user, [...(known ?? []), school]);
    return 'unchanged';
  });
  if (options.supplement) {
    const { file, bytes } = options.supplement;
    readSupplement(tables.supplement, bytes, options.columns, { file, onRefused, onProgress: options.onProgress });
  }
  const refusedCount = [...refusedIn.values()].reduce((sum, count) => sum + count, 0);
  const refusedUsers = refusedIn.get('users.csv') ?? 0;
  return { refused, refusedCount, userRows, refusedUsers, classes: classes.size, enrollments, danglingEnrollments };
}

type Needs = TableFile['needs'];
type ToRow<Row> = (cell: Cell, known: Row | undefined) => Read<Row>;

function orgRow(cell: Cell): Read<{ name: string; type: string }> {
  return { row: { name: cell('name'), type: cell('type').toLowerCase() } };
}

function roleRow(cell: Cell): Read<{ user: string; role: string; org: string; begin: string; end: string }> {
  const user = cell('userSourcedId');
  if (user === '') return { refuse: 'no userSourcedId' };
  const role = cell('role').toLowerCase();
  if (role === '') return { refuse: 'no role' };
  return { row: { user, role, org: cell('orgSourcedId'), begin: cell('beginDate'), end: cell('endDate') } };
}

/** Version 1.1 knows active and tobedeleted; 1.0 had inactive too. */
function isGone(cell: Cell): boolean {
  const status = cell('status').toLowerCase();
  return status === 'tobedeleted' || status === 'inactive';
}

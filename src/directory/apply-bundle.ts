/** Puts the files of a OneRoster bundle into the tables of a roster: complete files replace, changes are merged. */
import { HallpassError } from '../errors/hallpass-error.ts';
import type { Bundle } from './bundle.ts';
import { knownIds } from './contact-cells.ts';
import type { RefusedRow, TableFile } from './csv-table.ts';
import { createNotes, type ImportNote, type ImportNotes } from './import-notes.ts';
import type { FileMode, Manifest } from './manifest.ts';
import { mergeTable, type TableMerge } from './merge-table.ts';
import type { RosterTables, UserRow } from './roster-tables.ts';
import { readSupplement, type SupplementColumns } from './supplement.ts';
import { birthDate, mergeRoles, orgRow, roleRows, rolesWithout, userWithout } from './table-rows.ts';
import { isOlder, mergeUserRows, toUserRow } from './user-row.ts';

export interface ApplyOptions {
  /** `full` and `delta` take precedence over the manifest. */
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
  readonly roleRows: number;
  readonly refusedRoles: number;
  readonly classes: number;
  readonly enrollments: number;
  /** Enrollments of users or classes that the roster does not have. */
  readonly danglingEnrollments: number;
  /** Repairs and what was left out, by kind and file. */
  readonly notes: readonly ImportNote[];
}

const keptRefusals = 200;

/** @throws HallpassError `roster.not-readable` */
export function applyBundle(tables: RosterTables, bundle: Bundle, manifest: Manifest, options: ApplyOptions): Applied {
  const notes = createNotes();
  if (bundle.isNested) notes.add('nested-folder', 'users.csv');
  const refusals = createRefusals();
  const modeOf = (file: string): FileMode => {
    const said = manifest.modeOf(file);
    if (said === 'absent' || options.mode === 'manifest') return said;
    return options.mode === 'full' ? 'bulk' : 'delta';
  };
  const isComplete = modeOf('users.csv') === 'bulk';
  // What a complete roster does not bring is not kept from an older one.
  if (isComplete) for (const table of Object.values(tables)) (table as Map<string, unknown>).clear();
  const common = { notes, onRefused: refusals.add, onProgress: options.onProgress };

  const read = <Row>(file: string, merge: Omit<TableMerge<Row>, 'file' | keyof typeof common>): number => {
    const bytes = modeOf(file) === 'absent' ? undefined : bundle.read(file);
    if (!bytes && isComplete && file === 'users.csv')
      throw new HallpassError('roster.not-readable', 'there is no users.csv');
    if (!bytes) return 0;
    if (modeOf(file) === 'bulk') merge.table.clear();
    return mergeTable(bytes, { ...merge, ...common, file });
  };

  read('orgs.csv', { table: tables.orgs, needs: ['sourcedId', 'name'], toRow: orgRow });
  const userRows = read('users.csv', usersMerge(tables, notes, bundle.has('roles.csv')));
  if (userRows > 0 && refusals.count('users.csv') === userRows) throw unreadableUsers(refusals.first, userRows);
  takeListsApart(tables, notes);
  const roleRowCount = read('roles.csv', {
    table: tables.roles,
    needs: ['sourcedId', 'userSourcedId', 'role'],
    toRow: (cell) => roleRows(cell, notes),
    merge: mergeRoles,
    without: rolesWithout,
  });
  const births = { table: tables.births, needs: ['sourcedId', 'birthDate'] };
  read('demographics.csv', { ...births, toRow: (cell) => birthDate(cell, notes) });
  const classes = new Map<string, true>();
  read('classes.csv', { table: classes, needs: ['sourcedId'], toRow: () => true });
  const { merge, dangling } = enrollmentsMerge(tables, classes);
  const enrollments = read('enrollments.csv', merge);
  if (options.supplement) {
    const { file, bytes } = options.supplement;
    readSupplement(tables.supplement, bytes, options.columns, { ...common, file });
  }
  return {
    refused: refusals.first,
    refusedCount: refusals.count(),
    userRows,
    refusedUsers: refusals.count('users.csv'),
    roleRows: roleRowCount,
    refusedRoles: refusals.count('roles.csv'),
    classes: classes.size,
    enrollments,
    danglingEnrollments: dangling(),
    notes: notes.list(),
  };
}

/** What all rows have in common is not a fault of a row. */
function unreadableUsers(refused: readonly RefusedRow[], rows: number): HallpassError {
  const { row, reason } = refused.find(({ file }) => file === 'users.csv')!;
  const all = rows === 1 ? 'its only row' : `the first of ${rows} rows, none of which can be used`;
  return new HallpassError('roster.not-readable', `users.csv, row ${row}: ${reason} (${all})`);
}

function createRefusals() {
  const first: RefusedRow[] = [];
  const counts = new Map<string, number>();
  return {
    first,
    add: (row: RefusedRow): void => {
      counts.set(row.file, (counts.get(row.file) ?? 0) + 1);
      if (first.length < keptRefusals) first.push(row);
    },
    count: (file?: string): number =>
      file === undefined ? [...counts.values()].reduce((sum, count) => sum + count, 0) : (counts.get(file) ?? 0),
  };
}

type Merge<Row> = Omit<TableMerge<Row>, 'file' | 'notes' | 'onRefused' | 'onProgress'>;

function usersMerge(tables: RosterTables, notes: ImportNotes, hasRoles: boolean): Merge<UserRow> {
  const wanted = [['email'], ['phone', 'sms'], ['agentSourcedIds'], ...(hasRoles ? [] : [['role']])];
  return {
    table: tables.users,
    needs: ['sourcedId', 'givenName', 'familyName'],
    onColumns: (has) => {
      for (const names of wanted) if (!names.some(has)) notes.add('absent-columns', 'users.csv', 1, names.join(' or '));
    },
    toRow: (cell) => toUserRow(cell, notes),
    merge: mergeUserRows,
    isOlder: (row, known) => isOlder(row.modified, known.modified),
    without: (known, cell) => userWithout(known, cell, notes),
  };
}

function enrollmentsMerge(tables: RosterTables, classes: ReadonlyMap<string, true>) {
  let dangling = 0;
  const merge: Merge<true> = {
    table: new Map<string, true>(),
    needs: ['sourcedId', 'userSourcedId'],
    toRow: (cell) => {
      const user = cell('userSourcedId');
      const school = cell('schoolSourcedId');
      const known = tables.enrolled.get(user);
      if (!tables.users.has(user) || (classes.size > 0 && !classes.has(cell('classSourcedId')))) dangling += 1;
      else if (school !== '' && !known?.includes(school)) tables.enrolled.set(user, [...(known ?? []), school]);
      return 'unused';
    },
  };
  return { merge, dangling: () => dangling };
}

/** Ids that are separated by spaces only can be told from ids with spaces when all users are known. */
function takeListsApart({ users, orgs }: RosterTables, notes: ImportNotes): void {
  for (const [id, user] of users) {
    if (![...user.agents, ...user.orgs].some((one) => /\s/.test(one))) continue;
    const agents = user.agents.flatMap((one) => knownIds(one, (known) => users.has(known)));
    const schools = user.orgs.flatMap((one) => knownIds(one, (known) => orgs.has(known)));
    if (agents.length + schools.length === user.agents.length + user.orgs.length) continue;
    notes.add('separated-ids', 'users.csv');
    users.set(id, { ...user, agents: [...new Set(agents)], orgs: [...new Set(schools)] });
  }
}

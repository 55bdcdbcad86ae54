/** Rows of a bundle's smaller files: organizations, roles and birth dates; and what deletes a user or a role. */
import { idsIn } from './contact-cells.ts';
import type { Cell } from './csv-table.ts';
import { isoDay } from './dates.ts';
import type { ImportNotes } from './import-notes.ts';
import type { OrgRow, RoleRow, UserRow } from './roster-tables.ts';
import { rolesIn } from './role-names.ts';
import { isOlder } from './user-row.ts';

interface Refusal {
  readonly refuse: string;
}

export function orgRow(cell: Cell): OrgRow {
  return { name: cell('name'), type: cell('type').toLowerCase() };
}

/** One for each role that the cell names. */
export function roleRows(cell: Cell, notes: ImportNotes): readonly RoleRow[] | Refusal {
  const user = cell('userSourcedId');
  if (user === '') return { refuse: 'no userSourcedId' };
  const roles = rolesIn(cell('role'));
  if (roles.length === 0) return { refuse: 'no role' };
  const [begin, end] = [readDay(cell, 'beginDate', 'roles.csv', notes), readDay(cell, 'endDate', 'roles.csv', notes)];
  if (typeof begin !== 'string') return begin;
  if (typeof end !== 'string') return end;
  return roles.map((role) => ({ user, role, org: cell('orgSourcedId'), begin, end }));
}

export function mergeRoles(first: readonly RoleRow[], second: readonly RoleRow[]): readonly RoleRow[] {
  return [...first.filter((known) => !second.some((row) => isSameRole(row, known))), ...second];
}

/** A deleted role takes nothing from the other roles that have its id. */
export function rolesWithout(known: readonly RoleRow[], cell: Cell): readonly RoleRow[] | undefined {
  const user = cell('userSourcedId');
  if (user === '') return undefined;
  const gone = rolesIn(cell('role')).map((role) => ({ user, role, org: cell('orgSourcedId') }));
  const rest = known.filter((row) => !gone.some((one) => isSameRole(one, row)));
  return rest.length > 0 ? rest : undefined;
}

function isSameRole(a: Pick<RoleRow, 'user' | 'role' | 'org'>, b: typeof a): boolean {
  return a.user === b.user && a.role === b.role && a.org === b.org;
}

/** A user with rows at two schools who is deleted at one stays at the other. An older deletion changes nothing. */
export function userWithout(known: UserRow, cell: Cell, notes: ImportNotes): UserRow | undefined {
  if (isOlder(cell('dateLastModified'), known.modified)) return known;
  const gone = idsIn(cell('orgSourcedIds'), 'users.csv', notes);
  const orgs = known.orgs.filter((org) => !gone.includes(org));
  return gone.length > 0 && orgs.length > 0 ? { ...known, orgs } : undefined;
}

export function birthDate(cell: Cell, notes: ImportNotes): string | Refusal {
  return readDay(cell, 'birthDate', 'demographics.csv', notes);
}

function readDay(cell: Cell, column: string, file: string, notes: ImportNotes): string | Refusal {
  const text = cell(column);
  if (text === '') return '';
  const day = isoDay(text);
  if (day === undefined) return { refuse: `${column} is not a date such as 2027-06-30` };
  if (!text.startsWith(day)) notes.add('other-dates', file);
  return day;
}

/** Who is a student, a guardian or staff on a day, by the roles of a roster; and who is nobody, and why. */
import { meaningOf } from './role-names.ts';
import type { RoleRow, RosterTables } from './roster-tables.ts';

export interface Standing {
  readonly student: boolean;
  readonly guardian: boolean;
  readonly staff: boolean;
  readonly orgs: readonly string[];
  /** Names of the roles that make the user staff. */
  readonly staffRoles: readonly string[];
}

export interface Standings {
  /** By user; those without an active role that Hallpass knows are left out. */
  readonly byUser: ReadonlyMap<string, Standing>;
  /** Users with active roles, none of which Hallpass knows. */
  readonly withUnknownRoles: number;
  /** The names of these roles. */
  readonly unknownRoles: ReadonlyMap<string, number>;
  /** Users by names of active roles that OneRoster does not define and Hallpass knows. */
  readonly vendorRoles: ReadonlyMap<string, number>;
  /** Users whose roles have all ended or have not begun. */
  readonly inactive: number;
  /** ISO date: the last day on which one of the ended roles ended; empty where none has. */
  readonly lastEnd: string;
}

interface ActiveRoles {
  readonly names: Set<string>;
  readonly orgs: string[];
}

/** @param today ISO date */
export function standingsOn(tables: RosterTables, today: string): Standings {
  const { active, listed, lastEnd } = activeRoles(tables, today);
  const byUser = new Map<string, Standing>();
  const unknownRoles = new Map<string, number>();
  const vendorRoles = new Map<string, number>();
  let inactive = 0;
  let withUnknownRoles = 0;
  for (const [id, user] of tables.users) {
    const own = listed.has(id) ? active.get(id) : undefined;
    const names = own ? [...own.names] : listed.has(id) ? [] : user.roles;
    if (names.length === 0) {
      if (listed.has(id)) inactive += 1;
      continue;
    }
    const kinds = new Set(names.flatMap((name) => meaningOf(name).kinds));
    for (const name of names) {
      const { kinds: meant, isDefined } = meaningOf(name);
      if (meant.length > 0 && !isDefined) count(vendorRoles, name);
      if (kinds.size === 0) count(unknownRoles, name);
    }
    if (kinds.size === 0) {
      withUnknownRoles += 1;
      continue;
    }
    const student = kinds.has('student');
    const guardian = !student && kinds.has('guardian');
    const staffRoles = names.filter((name) => meaningOf(name).kinds.includes('staff'));
    byUser.set(id, { student, guardian, staff: kinds.has('staff'), orgs: own?.orgs ?? [], staffRoles });
  }
  return { byUser, withUnknownRoles, unknownRoles, vendorRoles, inactive, lastEnd };
}

function activeRoles(tables: RosterTables, today: string) {
  const active = new Map<string, ActiveRoles>();
  const listed = new Set<string>();
  let lastEnd = '';
  const add = ({ user, role, org, begin, end }: RoleRow): void => {
    listed.add(user);
    const ended = end !== '' && end.slice(0, 10) <= today;
    if (ended && end.slice(0, 10) > lastEnd) lastEnd = end.slice(0, 10);
    if (ended || (begin !== '' && begin.slice(0, 10) > today)) return;
    let own = active.get(user);
    if (!own) active.set(user, (own = { names: new Set(), orgs: [] }));
    own.names.add(role);
    if (org !== '') own.orgs.push(org);
  };
  for (const rows of tables.roles.values()) rows.forEach(add);
  return { active, listed, lastEnd };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

const shownNames = 10;

/**
 * Role names with their counts, most frequent first, for a report. A name that could be a value of another column, since it
 * is also a name of a person or has digits, is not shown.
 */
export function shownRoles(
  roles: ReadonlyMap<string, number>,
  users: RosterTables['users'],
): readonly (readonly [name: string, users: number])[] {
  if (roles.size === 0) return [];
  const personal = new Set<string>();
  for (const { given, family } of users.values()) personal.add(given.toLowerCase()).add(family.toLowerCase());
  const shown: (readonly [string, number])[] = [];
  let others = 0;
  for (const [name, users] of [...roles].sort(([, a], [, b]) => b - a)) {
    const isShown = shown.length < shownNames && /^[\p{L} /&:'-]{1,40}$/u.test(name) && !personal.has(name);
    if (isShown) shown.push([name, users]);
    else others += users;
  }
  return others > 0 ? [...shown, ['(other)', others]] : shown;
}

/** Makes people of the rows of a roster: who is a student, whose guardian somebody is, and what does not fit together. */
import type { DirectoryPerson } from '../../detectors/detector.ts';
import { meaningOf } from './role-names.ts';
import type { RosterTables, UserRow } from './roster-tables.ts';
import { shownRoles, standingsOn, type Standing } from './standings.ts';

export interface RosterCounts {
  readonly students: number;
  readonly guardians: number;
  readonly staff: number;
  readonly schools: number;
  /** Pairs of a student and a guardian. */
  readonly links: number;
  /** Students of whom no pictures are to be published; absent in reports of earlier versions. */
  readonly mediaRestricted?: number;
}

export interface Doubts {
  /** References to guardians or students that the roster does not have. */
  readonly danglingLinks: number;
  /** References between people who are not a student and a guardian. */
  readonly otherLinks: number;
  /** Links that have ended: they give nothing. */
  readonly endedLinks: number;
  readonly studentsWithoutGuardians: number;
  /** Users whose roles have all ended or not begun, or who have none: left out. */
  readonly withoutRole: number;
  /** Users whose role names Hallpass does not know: left out; absent in reports of earlier versions. */
  readonly unknownRoles?: readonly (readonly [name: string, users: number])[];
  /** E-mail addresses of more people than a family has: they entitle nobody. */
  readonly sharedEmails: number;
  /** People of the supplement whom the roster does not have; absent in reports of earlier versions. */
  readonly unknownInSupplement?: number;
}

export interface Assembled {
  readonly people: readonly DirectoryPerson[];
  readonly orgs: readonly { readonly name: string; readonly type: string }[];
  readonly counts: RosterCounts;
  readonly doubts: Doubts;
  /** Role names that OneRoster does not define and Hallpass knows, such as `mother as guardian`, with the number of users. */
  readonly vendorRoles: readonly (readonly [name: string, users: number])[];
  /** Users whose roles have all ended or have not begun. */
  readonly inactive: number;
  /** ISO date of the last end of a role that has ended; empty where none has. */
  readonly lastEnd: string;
}

/** An address that more people have is a placeholder of the student information system, not a family's. */
export const familyAtMost = 8;

/** @param today ISO date: roles and links are those of this day */
export function assemble(tables: RosterTables, today: string): Assembled {
  const { byUser: standings, ...left } = standingsOn(tables, today);
  const { related, danglingLinks, otherLinks, endedLinks } = relate(tables, standings, today);
  const people: DirectoryPerson[] = [];
  const doubts = { danglingLinks, otherLinks, endedLinks, studentsWithoutGuardians: 0 };
  const counts = { students: 0, guardians: 0, staff: 0, links: 0, mediaRestricted: 0 };
  for (const [id, user] of tables.users) {
    const standing = standings.get(id);
    if (!standing) continue;
    const person = toPerson(id, user, standing, related.get(id) ?? [], tables);
    people.push(person);
    if (standing.student) {
      counts.students += 1;
      counts.links += person.relatedIds.length;
      if (person.relatedIds.length === 0) doubts.studentsWithoutGuardians += 1;
      if (person.mediaRestricted) counts.mediaRestricted += 1;
    } else if (standing.guardian) counts.guardians += 1;
    if (standing.staff) counts.staff += 1;
  }
  const orgs = [...tables.orgs.values()];
  return {
    people,
    orgs,
    counts: { ...counts, schools: orgs.filter((org) => org.type === 'school').length },
    doubts: {
      ...doubts,
      withoutRole: tables.users.size - people.length - left.withUnknownRoles,
      unknownRoles: shownRoles(left.unknownRoles, tables.users),
      sharedEmails: sharedEmails(people),
      unknownInSupplement: unknownInSupplement(tables),
    },
    vendorRoles: shownRoles(left.vendorRoles, tables.users).map(([name, users]) => [describeRole(name), users]),
    inactive: left.inactive,
    lastEnd: left.lastEnd,
  };
}

function describeRole(name: string): string {
  const { kinds } = meaningOf(name);
  return kinds.length === 0 ? name : `${name} as ${kinds.join(' and ')}`;
}

/** Students and guardians by each other's ids; either side may carry the reference. */
function relate(tables: RosterTables, standings: ReadonlyMap<string, Standing>, today: string) {
  const related = new Map<string, string[]>();
  const ended = endedLinksOf(tables, today);
  let danglingLinks = 0;
  let otherLinks = 0;
  const endedPairs = new Set<string>();
  const link = (from: string, to: string) => {
    const known = related.get(from);
    if (!known) related.set(from, [to]);
    else if (!known.includes(to)) known.push(to);
  };
  for (const [id, { agents }] of tables.users) {
    const own = standings.get(id);
    if (!own) continue;
    for (const other of agents) {
      const others = standings.get(other);
      if (!others) danglingLinks += 1;
      else if (!(own.student && others.guardian) && !(own.guardian && others.student)) otherLinks += 1;
      else if (ended.has(`${id}\0${other}`)) endedPairs.add([id, other].sort().join('\0'));
      else {
        link(id, other);
        link(other, id);
      }
    }
  }
  return { related, danglingLinks, otherLinks, endedLinks: endedPairs.size };
}

function endedLinksOf(tables: RosterTables, today: string): Set<string> {
  const ended = new Set<string>();
  for (const [user, row] of tables.supplement) {
    for (const [other, day] of row.ended) {
      if (day > today) continue;
      ended.add(`${user}\0${other}`);
      ended.add(`${other}\0${user}`);
    }
  }
  return ended;
}

function toPerson(
  id: string,
  user: UserRow,
  standing: Standing,
  relatedIds: readonly string[],
  tables: RosterTables,
): DirectoryPerson {
  const supplement = tables.supplement.get(id);
  const orgs = new Set([...user.orgs, ...standing.orgs, ...(tables.enrolled.get(id) ?? [])]);
  const role = standing.student ? 'student' : standing.guardian ? 'guardian' : 'staff';
  return {
    id,
    role,
    staff: standing.staff,
    givenName: user.given,
    familyName: user.family,
    middleName: user.middle,
    preferredNames: user.preferredGiven,
    preferredFamilyName: user.preferredFamily,
    emails: user.emails,
    phones: [...new Set([...user.phones, ...(supplement?.phones ?? [])])],
    addresses: supplement?.addresses ?? [],
    relatedIds,
    numbers: [...new Set([...user.numbers, ...(supplement?.numbers ?? [])])],
    birthDate: tables.births.get(id) ?? '',
    grade: user.grade,
    mediaRestricted: supplement?.mediaRestricted ?? false,
    staffRoles: standing.staffRoles,
    schools: [...orgs].flatMap((org) => filled(schoolName(tables, org))),
  };
}

function schoolName(tables: RosterTables, org: string): string {
  const known = tables.orgs.get(org);
  return known && known.type !== 'district' ? known.name : '';
}

function sharedEmails(people: readonly DirectoryPerson[]): number {
  const users = new Map<string, number>();
  for (const { emails } of people) {
    for (const email of emails) users.set(email.toLowerCase(), (users.get(email.toLowerCase()) ?? 0) + 1);
  }
  return [...users.values()].filter((count) => count > familyAtMost).length;
}

function unknownInSupplement({ supplement, users }: RosterTables): number {
  return [...supplement.keys()].filter((user) => !users.has(user)).length;
}

function filled(value: string): string[] {
  return value === '' ? [] : [value];
}

/** What an import says of a roster: counts, refused rows and what should be looked at; never a value of a row. */
import type { RosterCounts, Doubts } from './assemble.ts';
import type { RefusedRow } from './csv-table.ts';
import type { ImportNote } from './import-notes.ts';
import type { ReadRoster } from './read-roster.ts';
import { HallpassError } from '../errors/hallpass-error.ts';

export interface RosterReport {
  /** OneRoster version by the manifest; empty where it does not say. */
  readonly version: string;
  readonly mode: 'full' | 'delta';
  readonly counts: RosterCounts;
  readonly doubts: Doubts;
  readonly classes: number;
  readonly enrollments: number;
  readonly danglingEnrollments: number;
  readonly refusedCount: number;
  /** The first of them. */
  readonly refused: readonly RefusedRow[];
  /** What the import did to read the export, by kind and file; absent in reports of earlier versions. */
  readonly notes?: readonly ImportNote[];
}

export function reportOf(roster: ReadRoster): RosterReport {
  const { version, isDelta, counts, doubts, applied, vendorRoles } = roster;
  const { classes, enrollments, danglingEnrollments, refusedCount, refused } = applied;
  const mode = isDelta ? 'delta' : 'full';
  const notes = vendorRoles.length === 0 ? applied.notes : [...applied.notes, vendorNote(roster)];
  return { version, mode, counts, doubts, classes, enrollments, danglingEnrollments, refusedCount, refused, notes };
}

function vendorNote({ vendorRoles, applied }: ReadRoster): ImportNote {
  const count = vendorRoles.reduce((sum, [, users]) => sum + users, 0);
  return { kind: 'role-names', file: applied.roleRows > 0 ? 'roles.csv' : 'users.csv', count, names: vendorRoles };
}

/**
 * Why a roster cannot be used, and what to do; undefined where it can. Without students every message about one would pass
 * unseen, so nothing overrides this.
 */
export function withoutStudents({ counts, doubts, inactive, lastEnd }: ReadRoster): string | undefined {
  if (counts.students > 0) return undefined;
  if (inactive > 0) {
    const ended = lastEnd === '' ? 'have not begun' : `have ended, the last one on ${lastEnd}, or have not begun`;
    const users = inactive === 1 ? '1 user' : `${inactive} users`;
    return `no user is a student today, because all roles of ${users} ${ended}. Export the current school year again, or correct the dates in roles.csv`;
  }
  const unknown = (doubts.unknownRoles ?? []).map(([name]) => `“${name}”`).join(', ');
  return unknown === ''
    ? 'it has no students. Export the users with the role student as well, and name that role in the column role of users.csv or in roles.csv'
    : `it has no students. Hallpass does not know the roles ${unknown}; export the students with the role student`;
}

/** @throws HallpassError `roster.no-students` */
export function requireStudents(roster: ReadRoster): void {
  const reason = withoutStudents(roster);
  if (reason !== undefined) throw new HallpassError('roster.no-students', reason);
}

/** Share of the students that may be gone, and of the rows that may be refused, without somebody asking for it. */
const shrinkLimit = 1 / 3;
const refusedLimit = 1 / 10;

/** Why a roster should not be imported without `--force`: an export that broke off looks like this. */
export function objections(roster: ReadRoster, before: RosterCounts | undefined): readonly string[] {
  const { students } = roster.counts;
  const { refusedUsers, userRows, refusedRoles, roleRows } = roster.applied;
  const found: string[] = [];
  const unusable = withoutStudents(roster);
  if (unusable !== undefined) found.push(unusable);
  else if (before && students < before.students * (1 - shrinkLimit))
    found.push(`it has ${students} students, the active roster has ${before.students}`);
  if (refusedUsers > userRows * refusedLimit)
    found.push(`${refusedUsers} of ${userRows} rows of users.csv were refused`);
  if (refusedRoles > roleRows * refusedLimit)
    found.push(`${refusedRoles} of ${roleRows} rows of roles.csv were refused`);
  return found;
}

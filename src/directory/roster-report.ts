/** What an import says of a roster: counts, refused rows and what should be looked at; never a value of a row. */
import type { RosterCounts, Doubts } from './assemble.ts';
import type { RefusedRow } from './csv-table.ts';
import type { ImportNote } from './import-notes.ts';
import type { ReadRoster } from './read-roster.ts';
import { withoutStudents } from './require-students.ts';

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
    found.push(`${refusedUsers} of ${userRows} rows of users.csv were rejected`);
  if (refusedRoles > roleRows * refusedLimit)
    found.push(`${refusedRoles} of ${roleRows} rows of roles.csv were rejected`);
  return found;
}

/** What an import says of a roster: counts, refused rows and what should be looked at; never a value of a row. */
import type { RosterCounts, Doubts } from './assemble.ts';
import type { RefusedRow } from './csv-table.ts';
import type { ReadRoster } from './read-roster.ts';

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
}

export function reportOf(roster: ReadRoster): RosterReport {
  const { version, isDelta, counts, doubts, applied } = roster;
  const { classes, enrollments, danglingEnrollments, refusedCount, refused } = applied;
  const mode = isDelta ? 'delta' : 'full';
  return { version, mode, counts, doubts, classes, enrollments, danglingEnrollments, refusedCount, refused };
}

/** Share of the students that may be gone, and of the user rows that may be refused, without somebody asking for it. */
const shrinkLimit = 1 / 3;
const refusedLimit = 1 / 10;

/** Why a roster should not be taken over without `--force`: an export that broke off looks like this. */
export function objections(roster: ReadRoster, before: RosterCounts | undefined): readonly string[] {
  const { students } = roster.counts;
  const { refusedUsers, userRows } = roster.applied;
  const found: string[] = [];
  if (students === 0) found.push('it has no students');
  else if (before && students < before.students * (1 - shrinkLimit))
    found.push(`it has ${students} students, the one in force ${before.students}`);
  if (userRows > 0 && refusedUsers > userRows * refusedLimit)
    found.push(`${refusedUsers} of ${userRows} rows of users.csv were refused`);
  return found;
}

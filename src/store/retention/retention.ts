/** What is deleted after how many days, and doing it: findings, records, reasons of reveals, audit events. Legal holds stop it. */
import type { Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { deleteAuditEvents } from './audit-log.ts';
import { deleteFindings, deleteRecords, deleteRevealReasons } from './delete-records.ts';

/** Undefined: kept without a limit. */
export interface RetentionDays {
  readonly findingDays?: number | undefined;
  readonly recordDays?: number | undefined;
  readonly revealReasonDays?: number | undefined;
  readonly auditDays?: number | undefined;
}

/** How many were deleted. */
export interface Deleted {
  readonly findings: number;
  readonly records: number;
  readonly revealReasons: number;
  readonly auditEvents: number;
}

const DAY_MS = 86_400_000;

/** Safe to run in several processes at once. */
export async function deleteExpired(
  db: Kysely<Database>,
  keys: KeyRing,
  { findingDays, recordDays, revealReasonDays, auditDays }: RetentionDays,
  now: Date,
): Promise<Deleted> {
  const after = async (days: number | undefined, remove: (before: Date) => Promise<number>): Promise<number> =>
    days === undefined ? 0 : remove(new Date(now.getTime() - days * DAY_MS));
  return {
    findings: await after(findingDays, (before) => deleteFindings(db, keys, before)),
    records: await after(recordDays, (before) => deleteRecords(db, keys, before)),
    revealReasons: await after(revealReasonDays, (before) => deleteRevealReasons(db, keys, before)),
    auditEvents: await after(auditDays, (before) => deleteAuditEvents(db, keys, before)),
  };
}

/** What waits for each archive and whether it takes copies, and what an administrator can do about it. */
import { sql, type Kysely } from 'kysely';
import type { ActedBy } from '../change.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';

export interface ArchiveStatus {
  readonly archive: string;
  /** Copies that are not made yet. */
  readonly waiting: number;
  /** When the oldest of them was called for. */
  readonly oldestAt: Date | null;
  readonly nextAttemptAt: Date | null;
  /** Since when it has taken no copy; null where the last attempt succeeded. */
  readonly failingSince: Date | null;
  /** Error code of the last failure, where it is failing. */
  readonly code: string | null;
}

/** Archives that something waits for or that are failing, and those that are named. @param configured their names */
export async function archiveStatus(
  db: Kysely<Database>,
  configured: readonly string[] = [],
): Promise<ArchiveStatus[]> {
  const { rows } = await sql<ArchiveStatus>`
    WITH waiting AS (
      SELECT archive, count(*)::int AS n, min(created_at) AS oldest, min(due_at) AS next
      FROM archive_copies WHERE copied_at IS NULL GROUP BY archive)
    SELECT names.archive, coalesce(w.n, 0) AS waiting, w.oldest AS "oldestAt", w.next AS "nextAttemptAt",
      a.failing_since AS "failingSince", CASE WHEN a.failing_since IS NOT NULL THEN a.code END AS code
    FROM (SELECT unnest(${configured}::text[]) AS archive UNION SELECT archive FROM waiting) AS names
      LEFT JOIN waiting w USING (archive) LEFT JOIN archives a USING (archive)
    ORDER BY names.archive`.execute(db);
  return rows;
}

/** Makes waiting copies due. @param archive one archive; undefined: all @returns how many */
export async function retryCopies(
  db: Kysely<Database>,
  { archive, actor }: { readonly archive: string | undefined; readonly actor: string },
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { numAffectedRows = 0n } = await sql`
      UPDATE archive_copies SET due_at = now()
      WHERE copied_at IS NULL AND (${archive === undefined} OR archive = ${archive ?? ''})`.execute(trx);
    const copies = Number(numAffectedRows);
    const detail = { copies, ...(archive === undefined ? {} : { archive }) };
    await appendAudit(trx, [{ messageId: null, event: { event: 'archive-retried', actor, detail } }]);
    return copies;
  });
}

/** Gives the waiting copies of an archive up: they are never made, and retention no longer waits for them. @returns how many */
export async function giveUpCopies(db: Kysely<Database>, archive: string, by: ActedBy): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM archive_copies WHERE copied_at IS NULL AND archive = ${archive}`.execute(trx);
    await sql`DELETE FROM archives WHERE archive = ${archive}`.execute(trx);
    const detail = { archive, copies: Number(numAffectedRows) };
    await appendAudit(trx, [{ messageId: null, event: { event: 'archive-given-up', ...by, detail } }]);
    return Number(numAffectedRows);
  });
}

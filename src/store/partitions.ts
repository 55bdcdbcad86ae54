/** Day partitions of the bodies: made in advance, dropped whole at the end of their retention. */
import { sql, type Kysely } from 'kysely';
import { uncopiedAmong } from './archive/archive-copies.ts';
import { DUMP_LOCK } from './backup/dump.ts';
import type { KeyRing } from './keys.ts';
import { heldAmong, takeRetentionLock } from './retention/legal-holds.ts';
import type { Database } from './schema.ts';

const DAY_MS = 86_400_000;

export function isoDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Makes the partitions of a span of days; those that exist stay. */
export async function ensurePartitions(db: Kysely<Database>, from: Date, days: number): Promise<void> {
  for (let i = 0; i < days; i += 1) {
    const day = isoDay(new Date(from.getTime() + i * DAY_MS));
    // Serialised: CREATE TABLE IF NOT EXISTS of two processes at once can still collide in the catalogue.
    await db.transaction().execute(async (trx) => {
      await sql`SELECT pg_advisory_xact_lock(4846912)`.execute(trx);
      if (await isBeingDumped(trx)) return;
      await createPartition(trx, day);
    });
  }
}

/**
 * Drops the bodies of days older than the retention, unless a message of that day is still unfinished: a held body is
 * kept beyond the retention, so that no mail is lost. Bodies under a legal hold and those of which an
 * archive still waits for its copy stay as well.
 *
 * @returns the days dropped
 */
export async function dropExpiredPartitions(
  db: Kysely<Database>,
  keys: KeyRing,
  now: Date,
  bodyDays: number,
): Promise<string[]> {
  const oldest = isoDay(new Date(now.getTime() - bodyDays * DAY_MS));
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'bodies'::regclass ORDER BY c.relname`.execute(db);
  const unfinished = await sql<{ day: string }>`
    SELECT DISTINCT to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM messages
    WHERE finished_at IS NULL AND received_at < ${new Date(now.getTime() - (bodyDays - 1) * DAY_MS)}`.execute(db);
  const needed = new Set(unfinished.rows.map((row) => row.day));
  const dropped: string[] = [];
  for (const { name } of rows) {
    const day = name.slice('bodies_'.length).replaceAll('_', '-');
    if (day >= oldest || needed.has(day)) continue;
    if (await dropDay(db, keys, name, day)) dropped.push(day);
  }
  return dropped;
}

/** @returns false where all bodies of the day are still needed, or a backup is being taken */
async function dropDay(db: Kysely<Database>, keys: KeyRing, name: string, day: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (await isBeingDumped(trx)) return false;
    await takeRetentionLock(trx);
    const { rows } = await sql<{ id: string }>`SELECT message_id AS id FROM ${sql.id(name)}`.execute(trx);
    const ids = rows.map(({ id }) => id);
    const held = new Set([...(await heldAmong(trx, keys, ids)), ...(await uncopiedAmong(trx, ids))]);
    if (ids.length > 0 && held.size === ids.length) return false;
    if (held.size > 0)
      await sql`
        CREATE TEMPORARY TABLE kept_bodies ON COMMIT DROP AS
        SELECT * FROM ${sql.id(name)} WHERE message_id = ANY (${[...held]}::uuid[])`.execute(trx);
    await sql`DROP TABLE ${sql.id(name)}`.execute(trx);
    if (held.size > 0) {
      await createPartition(trx, day);
      await sql`INSERT INTO ${sql.id(name)} SELECT * FROM kept_bodies`.execute(trx);
    }
    return true;
  });
}

/** Partitions wait until a backup is done; new ones are made days ahead. Otherwise none begins before this transaction ends. */
async function isBeingDumped(trx: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`SELECT pg_try_advisory_xact_lock(${DUMP_LOCK}) AS free`.execute(trx);
  return !rows[0]!.free;
}

async function createPartition(trx: Kysely<Database>, day: string): Promise<void> {
  const next = isoDay(new Date(Date.parse(day) + DAY_MS));
  await sql`CREATE TABLE IF NOT EXISTS ${sql.id(partitionName(day))} PARTITION OF bodies FOR VALUES FROM (${sql.lit(day)}) TO (${sql.lit(next)})`.execute(
    trx,
  );
}

function partitionName(day: string): string {
  return `bodies_${day.replaceAll('-', '_')}`;
}

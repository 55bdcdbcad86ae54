/**
 * Deletes the oldest events of the audit log. The chain says so: the event of the deletion has the number and the hash of the
 * last deleted event, and a digest of older events that legal holds keep.
 */
import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { heldAmong, takeRetentionLock } from './legal-holds.ts';

/** Event of the chain that says what was deleted before it. */
const EVENT = 'audit-deleted';

const AT_ONCE = 20_000;

/** @returns how many events were deleted */
export async function deleteAuditEvents(db: Kysely<Database>, keys: KeyRing, before: Date): Promise<number> {
  let deleted = 0;
  for (;;) {
    const count = await deleteBatch(db, keys, before);
    if (count === undefined) return deleted;
    deleted += count;
  }
}

async function deleteBatch(db: Kysely<Database>, keys: KeyRing, before: Date): Promise<number | undefined> {
  return db.transaction().execute(async (trx) => {
    await takeRetentionLock(trx);
    const start = (await lastDeletion(trx))?.upTo ?? 0;
    const upTo = await endOf(trx, start, before);
    const held = await heldEvents(trx, keys, upTo);
    const { rows: gone } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM audit_events WHERE seq <= ${upTo} AND NOT seq = ANY (${held.seqs}::bigint[])`.execute(
      trx,
    );
    if (gone[0]!.n === 0 && upTo === start) return undefined;
    const { rows } = await sql<{ hash: string }>`
      SELECT encode(hash, 'hex') AS hash FROM audit_events WHERE seq = ${upTo}`.execute(trx);
    const hash = rows[0]?.hash ?? (await lastDeletion(trx))!.hash;
    await sql`SET LOCAL hallpass.audit_retention = 'on'`.execute(trx);
    await sql`
      WITH gone AS (
        DELETE FROM audit_events WHERE seq <= ${upTo} AND NOT seq = ANY (${held.seqs}::bigint[]) RETURNING detail->>'reason' AS reason)
      DELETE FROM audit_reasons AS r USING gone WHERE r.id::text = gone.reason`.execute(trx);
    await sql`SET LOCAL hallpass.audit_retention = 'off'`.execute(trx);
    const detail = { upTo, hash, events: gone[0]!.n, kept: held.seqs.length, keptHash: held.digest };
    await appendAudit(trx, [{ messageId: null, event: { event: EVENT, actor: 'gateway', detail } }]);
    return gone[0]!.n;
  });
}

/** The last event to be deleted: before the first that is young enough, at most a batch beyond the start, and never the head of the chain. */
async function endOf(trx: Kysely<Database>, start: number, before: Date): Promise<number> {
  const { rows } = await sql<{ end: string }>`
    SELECT coalesce(min(seq) - 1, ${start + AT_ONCE}) AS end FROM (
      SELECT seq, at FROM audit_events WHERE seq > ${start} ORDER BY seq LIMIT ${AT_ONCE}) AS e WHERE at >= ${before}`.execute(
    trx,
  );
  const { rows: last } = await sql<{ seq: string }>`SELECT max(seq) AS seq FROM audit_events`.execute(trx);
  return Math.max(start, Math.min(Number(rows[0]!.end), Number(last[0]!.seq ?? 1) - 1));
}

async function heldEvents(
  trx: Kysely<Database>,
  keys: KeyRing,
  upTo: number,
): Promise<{ seqs: string[]; digest: string }> {
  const { rows } = await sql<{ seq: string; message_id: string; hash: Buffer }>`
    SELECT seq, message_id, hash FROM audit_events WHERE seq <= ${upTo} AND message_id IS NOT NULL ORDER BY seq`.execute(
    trx,
  );
  const held = await heldAmong(trx, keys, [...new Set(rows.map((row) => row.message_id))]);
  const kept = rows.filter((row) => held.has(row.message_id));
  return { seqs: kept.map(({ seq }) => seq), digest: digestOf(kept.map(({ hash }) => hash)) };
}

const digestOf = (hashes: readonly Buffer[]): string =>
  createHash('sha256').update(Buffer.concat(hashes)).digest('hex');

interface Deletion {
  readonly upTo: number;
  readonly hash: string;
  readonly kept: number;
  readonly keptHash: string;
}

async function lastDeletion(db: Kysely<Database>): Promise<Deletion | undefined> {
  const { rows } = await sql<{ detail: Deletion }>`
    SELECT detail FROM audit_events WHERE event = ${EVENT} ORDER BY seq DESC LIMIT 1`.execute(db);
  return rows[0]?.detail;
}

export interface ChainState {
  readonly events: number;
  /** Number of the first event that does not fit. */
  readonly firstBroken: string | null;
}

/** Recomputes the chain. */
export async function verifyAudit(db: Kysely<Database>): Promise<ChainState> {
  return db.transaction().setIsolationLevel('repeatable read').execute(verifyChain);
}

/** @param trx sees one state of the log in all its statements */
export async function verifyChain(trx: Kysely<Database>): Promise<ChainState> {
  const deletion = await lastDeletion(trx);
  const start = deletion?.upTo ?? 0;
  const before = deletion ? sql`decode(${deletion.hash}, 'hex')` : sql`sha256('hallpass')`;
  const { rows } = await sql<{ events: string; first_broken: string | null }>`
    SELECT count(*) AS events, min(seq) FILTER (WHERE NOT whole) AS first_broken FROM (
      SELECT seq, hash = audit_hash(prev_hash, seq, at, message_id, event, actor, detail) AND (seq <= ${start} OR (
          prev_hash = coalesce(lag(hash) OVER later, ${before})
          AND seq = coalesce(lag(seq) OVER later, ${start}::bigint) + 1)) AS whole
      FROM audit_events WINDOW later AS (PARTITION BY seq > ${start} ORDER BY seq)) AS chain`.execute(trx);
  const firstBroken = (await keptBroken(trx, deletion)) ?? rows[0]?.first_broken ?? null;
  return { events: Number(rows[0]?.events ?? 0), firstBroken };
}

/** Number of the first event that a hold has kept, where these are not the events that the deletion has left. */
async function keptBroken(trx: Kysely<Database>, deletion: Deletion | undefined): Promise<string | undefined> {
  if (deletion === undefined) return undefined;
  const { rows } = await sql<{ seq: string; hash: Buffer }>`
    SELECT seq, hash FROM audit_events WHERE seq <= ${deletion.upTo} ORDER BY seq`.execute(trx);
  if (digestOf(rows.map(({ hash }) => hash)) === deletion.keptHash) return undefined;
  return rows[0]?.seq ?? String(deletion.upTo);
}

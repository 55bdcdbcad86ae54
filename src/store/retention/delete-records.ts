/** Deletes what is past its retention of finished messages: their findings first, then their records. */
import { sql, type Kysely } from 'kysely';
import { WITHHELD_CODE } from '../../message/withheld-code.ts';
import { dayOf } from '../../message/message-id.ts';
import type { KeyRing } from '../keys.ts';
import type { ItemFacts } from '../review/item.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { heldAmong, takeRetentionLock } from './legal-holds.ts';

/** Messages a transaction: short enough that no other work waits for it. */
const AT_ONCE = 1000;

type Delete = (trx: Kysely<Database>, ids: readonly string[]) => Promise<void>;

/** No archive waits for a copy. */
const copied = sql<boolean>`NOT EXISTS (SELECT 1 FROM archive_copies c WHERE c.message_id = m.id AND c.copied_at IS NULL)`;

/** Messages with everything that belongs to them: recipients, findings, review, disclosures, notices about them. @returns how many */
export function deleteRecords(db: Kysely<Database>, keys: KeyRing, before: Date): Promise<number> {
  return inBatches(db, keys, { before, which: copied, event: 'records-deleted' }, async (trx, ids) => {
    const days = [...new Set(ids.map(dayOf))];
    await sql`DELETE FROM bodies WHERE day = ANY (${days}::date[]) AND message_id = ANY (${ids}::uuid[])`.execute(trx);
    await sql`DELETE FROM messages WHERE id = ANY (${ids}::uuid[])`.execute(trx);
  });
}

/** Findings, subjects, excerpts, students and the search index of messages; who sent what to whom and the verdict stay. @returns how many */
export function deleteFindings(db: Kysely<Database>, keys: KeyRing, before: Date): Promise<number> {
  const which = sql<boolean>`(m.sealed IS NOT NULL OR m.decision_input IS NOT NULL)`;
  return inBatches(db, keys, { before, which, event: 'findings-deleted' }, async (trx, ids) => {
    // That it may have an explicit picture stays as long as its body: nobody may get a copy of it afterwards either.
    await sql`DELETE FROM findings WHERE message_id = ANY (${ids}::uuid[]) AND code <> ${WITHHELD_CODE}`.execute(trx);
    await sql`DELETE FROM review_judgements WHERE message_id = ANY (${ids}::uuid[])`.execute(trx);
    await sql`UPDATE disclosures SET words = '{}' WHERE message_id = ANY (${ids}::uuid[])`.execute(trx);
    await sql`
      UPDATE messages SET sealed = NULL, decision_input = NULL, unread = NULL WHERE id = ANY (${ids}::uuid[])`.execute(
      trx,
    );
    await emptyItems(trx, keys, ids);
  });
}

/** The list of review keeps the sender, how many recipients there were, and the codes. */
async function emptyItems(trx: Kysely<Database>, keys: KeyRing, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; sealed: Buffer }>`
    SELECT message_id AS id, sealed FROM review_items WHERE message_id = ANY (${ids}::uuid[])`.execute(trx);
  const emptied = rows.map(({ id, sealed }) => {
    const facts = keys.unseal<ItemFacts>(sealed, `item:${id}`);
    return keys.seal({ ...facts, subject: '', from: { ...facts.from, name: '' }, reaches: [] }, `item:${id}`);
  });
  await sql`
    UPDATE review_items AS i SET words = '{}', text_words = NULL, sealed = v.sealed
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${emptied}::bytea[]) AS v (id, sealed) WHERE i.message_id = v.id`.execute(
    trx,
  );
}

/** Reasons that people gave for revealing content; who revealed what stays. @returns how many */
export function deleteRevealReasons(db: Kysely<Database>, keys: KeyRing, before: Date): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await takeRetentionLock(trx);
    const { rows } = await sql<{ id: string }>`
      SELECT DISTINCT message_id AS id FROM review_reveals WHERE at < ${before} AND sealed IS NOT NULL`.execute(trx);
    const ids = rows.map(({ id }) => id);
    const held = await heldAmong(trx, keys, ids);
    const free = ids.filter((id) => !held.has(id));
    const { numAffectedRows = 0n } = await sql`
      UPDATE review_reveals SET sealed = NULL
      WHERE at < ${before} AND sealed IS NOT NULL AND message_id = ANY (${free}::uuid[])`.execute(trx);
    await record(trx, 'reveal-reasons-deleted', Number(numAffectedRows), before);
    return Number(numAffectedRows);
  });
}

async function inBatches(
  db: Kysely<Database>,
  keys: KeyRing,
  { before, which, event }: { before: Date; which: ReturnType<typeof sql>; event: string },
  remove: Delete,
): Promise<number> {
  let deleted = 0;
  let last: { at: Date; id: string } = { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    const page = await db.transaction().execute(async (trx) => {
      await takeRetentionLock(trx);
      const { rows } = await sql<{ id: string; at: Date }>`
        SELECT m.id, m.received_at AS at FROM messages m
        WHERE m.received_at < ${before} AND m.finished_at < ${before} AND (m.received_at, m.id) > (${last.at}, ${last.id}::uuid) AND ${which}
        ORDER BY m.received_at, m.id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`.execute(trx);
      const ids = rows.map(({ id }) => id);
      const held = await heldAmong(trx, keys, ids);
      const free = ids.filter((id) => !held.has(id));
      if (free.length > 0) {
        await remove(trx, free);
        await record(trx, event, free.length, before);
      }
      return { end: rows.at(-1), count: rows.length, free: free.length };
    });
    deleted += page.free;
    if (page.end === undefined || page.count < AT_ONCE) return deleted;
    last = page.end;
  }
}

async function record(trx: Kysely<Database>, event: string, count: number, before: Date): Promise<void> {
  if (count === 0) return;
  const detail = { count, before: before.toISOString() };
  await appendAudit(trx as Parameters<typeof appendAudit>[0], [
    { messageId: null, event: { event, actor: 'gateway', detail } },
  ]);
}

/** The copies that archives get: each is recorded in the transaction that calls for it, and is due until it is made. */
import { sql, type Kysely } from 'kysely';
import { WITHHELD_CODE } from '../../message/withheld-code.ts';
import type { MessageId } from '../../message/message-id.ts';
import { createBatcher } from '../batcher.ts';
import type { Database } from '../schema.ts';

/** Renewed while a copy is being made: after a crash, another process takes it over then. */
const LEASE_SECONDS = 120;
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 900;
/** Failures of an archive as a whole: its copies need not wait any longer once it is back. */
const ABOUT_THE_ARCHIVE = ['archive.not-reached'];

export interface DueCopy {
  readonly id: MessageId;
  /** Bytes of the message. */
  readonly size: number;
  readonly attempts: number;
}

/** What a copy consists of, beside the body. */
export interface ArchivedEnvelope {
  readonly receivedAt: Date;
  /** Empty for the null sender. */
  readonly sender: string;
  /** All recipients of the envelope, in its order. */
  readonly recipients: readonly string[];
  readonly smtpUtf8: boolean;
  readonly action: string | null;
  /** It has a finding that no archive gets. */
  readonly withheld: boolean;
}

export interface CopyFailure {
  readonly id: MessageId;
  /** Error code. */
  readonly code: string;
  /** What the archive replied. */
  readonly reply: string | null;
}

export interface ArchiveCopies {
  /** Leases copies that are due and whose message is judged, oldest first. */
  take(archive: string, limit: number): Promise<DueCopy[]>;
  renew(archive: string, ids: readonly MessageId[]): Promise<void>;
  envelope(id: MessageId): Promise<ArchivedEnvelope | undefined>;
  /** The copy was made. @param reply what the archive replied */
  made(archive: string, id: MessageId, reply: string | null): Promise<void>;
  /** The message is left out: its copy no longer waits, and its code is `archive.withheld`. */
  withheld(archive: string, id: MessageId): Promise<void>;
  /** It is tried again later, and later each time. */
  failed(archive: string, failure: CopyFailure): Promise<void>;
  /** The archive takes copies again, so that those that waited for it are due. */
  recovered(archive: string): Promise<void>;
  /** Ends the leases of a process that is gone. */
  clearLeases(): Promise<void>;
}

export function createArchiveCopies(db: Kysely<Database>): ArchiveCopies {
  const making = createBatcher<{ archive: string; id: MessageId; reply: string | null }, undefined>(
    async (copies) => {
      await sql`
        UPDATE archive_copies AS c SET copied_at = now(), lease_until = NULL, code = NULL, reply = v.reply
        FROM unnest(${copies.map(({ id }) => id)}::uuid[], ${copies.map(({ archive }) => archive)}::text[],
          ${copies.map(({ reply }) => reply?.slice(0, 500) ?? null)}::text[]) AS v (id, archive, reply)
        WHERE c.message_id = v.id AND c.archive = v.archive`.execute(db);
      return copies.map(() => undefined);
    },
    { maxItems: 200 },
  );
  return {
    take: (archive, limit) => takeCopies(db, archive, limit),
    async renew(archive, ids) {
      if (ids.length === 0) return;
      await sql`
        UPDATE archive_copies SET lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
        WHERE archive = ${archive} AND message_id = ANY (${ids}::uuid[]) AND copied_at IS NULL`.execute(db);
    },
    envelope: (id) => readEnvelope(db, id),
    made: (archive, id, reply) => making.add({ archive, id, reply }),
    async withheld(archive, id) {
      await sql`
        UPDATE archive_copies SET copied_at = now(), lease_until = NULL, code = 'archive.withheld', reply = NULL
        WHERE archive = ${archive} AND message_id = ${id} AND copied_at IS NULL`.execute(db);
    },
    failed: (archive, failure) => recordFailure(db, archive, failure),
    async recovered(archive) {
      await sql`
        INSERT INTO archives (archive, copied_at) VALUES (${archive}, now())
        ON CONFLICT (archive) DO UPDATE SET failing_since = NULL, code = NULL, copied_at = now()`.execute(db);
      await sql`
        UPDATE archive_copies SET due_at = now()
        WHERE archive = ${archive} AND copied_at IS NULL AND due_at > now() AND code = ANY (${ABOUT_THE_ARCHIVE}::text[])`.execute(
        db,
      );
    },
    async clearLeases() {
      await sql`
        UPDATE archive_copies SET lease_until = NULL, due_at = now() WHERE copied_at IS NULL`.execute(db);
    },
  };
}

async function takeCopies(db: Kysely<Database>, archive: string, limit: number): Promise<DueCopy[]> {
  const { rows } = await sql<DueCopy>`
    WITH due AS (
      SELECT message_id FROM archive_copies
      WHERE archive = ${archive} AND copied_at IS NULL AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())
        AND EXISTS (SELECT 1 FROM messages m WHERE m.id = archive_copies.message_id AND m.verdict IS NOT NULL)
      ORDER BY due_at, message_id LIMIT ${limit} FOR UPDATE SKIP LOCKED),
    taken AS (
      UPDATE archive_copies AS c SET lease_until = now() + ${LEASE_SECONDS} * interval '1 second', attempts = attempts + 1
      FROM due WHERE c.message_id = due.message_id AND c.archive = ${archive}
      RETURNING c.message_id, c.attempts)
    SELECT m.id, m.size, taken.attempts FROM taken JOIN messages m ON m.id = taken.message_id ORDER BY m.id`.execute(
    db,
  );
  return rows;
}

async function readEnvelope(db: Kysely<Database>, id: MessageId): Promise<ArchivedEnvelope | undefined> {
  const { rows } = await sql<ArchivedEnvelope>`
    SELECT m.received_at AS "receivedAt", m.sender, m.verdict->>'action' AS action,
      coalesce((m.transport->>'smtpUtf8')::boolean, false) AS "smtpUtf8",
      EXISTS (SELECT 1 FROM findings f WHERE f.message_id = m.id AND f.code = ${WITHHELD_CODE}) AS withheld,
      ARRAY(SELECT r.address FROM recipients r WHERE r.message_id = m.id ORDER BY r.n) AS recipients
    FROM messages m WHERE m.id = ${id}`.execute(db);
  return rows[0];
}

async function recordFailure(db: Kysely<Database>, archive: string, { id, code, reply }: CopyFailure): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`
      UPDATE archive_copies SET lease_until = NULL, code = ${code}, reply = ${reply?.slice(0, 500) ?? null},
        due_at = now() + least(power(2, least(attempts, 20) - 1) * ${FIRST_WAIT_SECONDS}, ${LONGEST_WAIT_SECONDS}) * interval '1 second'
      WHERE archive = ${archive} AND message_id = ${id} AND copied_at IS NULL`.execute(trx);
    await sql`
      INSERT INTO archives (archive, failing_since, code) VALUES (${archive}, now(), ${code})
      ON CONFLICT (archive) DO UPDATE SET failing_since = coalesce(archives.failing_since, now()), code = ${code}`.execute(
      trx,
    );
  });
}

/** Records the copies that a message is to have; those that are recorded already stay as they are. */
export async function insertCopies(
  trx: Kysely<Database>,
  copies: readonly { readonly id: MessageId; readonly archive: string }[],
): Promise<void> {
  if (copies.length === 0) return;
  await sql`
    INSERT INTO archive_copies (message_id, archive)
    SELECT id, archive FROM unnest(${copies.map(({ id }) => id)}::uuid[], ${copies.map(({ archive }) => archive)}::text[]) AS v (id, archive)
    ON CONFLICT DO NOTHING`.execute(trx);
}

/** Those of the messages that wait for a copy: their bodies are still needed. */
export async function uncopiedAmong(db: Kysely<Database>, ids: readonly MessageId[]): Promise<Set<MessageId>> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT c.message_id AS id FROM archive_copies c
    WHERE c.copied_at IS NULL AND c.message_id = ANY (${ids}::uuid[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Leases and due times: which worker may work on a message, and when the next one looks at it. */
import { createArchiveCopies } from './archive/archive-copies.ts';
import { sql, type Kysely } from 'kysely';
import type { MessageId } from '../message/message-id.ts';
import type { Database } from './schema.ts';
import type { MessageState } from './states.ts';

/** A lease ends by itself, so that the messages of a killed worker are taken over. */
export const LEASE_MS = 60_000;

export interface DueMessage {
  readonly id: MessageId;
  readonly state: MessageState;
  /** Differs from that of an earlier wake-up of the same message. */
  readonly wake: string;
  readonly sender: string;
  /** Bytes. */
  readonly size: number;
}

export interface Leases {
  /** Counts a further scan attempt, durably, so that a message that ends the process each time is recognized by its count. */
  countAttempt(id: MessageId, lease: string): Promise<void>;
  /** Gives a claimed message back unchanged, to be looked at again at `dueAt`. */
  release(id: MessageId, lease: string, dueAt: Date): Promise<void>;
  /** The same for a message whose scan was ended by the process and not by the message: the attempt does not count. */
  releaseUncounted(id: MessageId, lease: string, dueAt: Date): Promise<void>;
  /** Keeps the leases of messages in work alive. */
  renew(held: readonly { id: MessageId; lease: string }[]): Promise<void>;
  /** Due messages, longest due first; each is handed out once, and again after a minute if no worker claims it. */
  takeDue(now: Date, limit: number): Promise<DueMessage[]>;
  /** Releases all leases and makes their messages due; call only when no other process uses this database. */
  clearLeases(): Promise<void>;
}

export function createLeases(db: Kysely<Database>): Leases {
  return {
    async countAttempt(id, lease) {
      await sql`UPDATE messages SET attempts = attempts + 1 WHERE id = ${id} AND lease = ${lease}`.execute(db);
    },
    release: (id, lease, dueAt) => giveBack(db, { id, lease, dueAt, uncounted: 0 }),
    releaseUncounted: (id, lease, dueAt) => giveBack(db, { id, lease, dueAt, uncounted: 1 }),
    async renew(held) {
      if (held.length === 0) return;
      await sql`
        UPDATE messages AS m SET due_at = now() + ${LEASE_MS} * interval '1 millisecond'
        FROM unnest(${held.map((item) => item.id)}::uuid[], ${held.map((item) => item.lease)}::uuid[]) AS v (id, lease)
        WHERE m.id = v.id AND m.lease = v.lease`.execute(db);
    },
    async takeDue(now, limit) {
      // The later due_at hands each message out once across all processes, and again if the wake-up is lost.
      const { rows } = await sql<DueMessage>`
        UPDATE messages AS m SET due_at = ${now}::timestamptz + ${LEASE_MS} * interval '1 millisecond', lease = NULL
        FROM (SELECT id, due_at FROM messages WHERE due_at <= ${now} ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED) AS due
        WHERE m.id = due.id
        RETURNING m.id, m.state, m.sender, m.size, floor(extract(epoch FROM due.due_at) * 1000)::bigint::text AS wake`.execute(
        db,
      );
      return rows.sort((a, b) => Number(a.wake) - Number(b.wake));
    },
    async clearLeases() {
      // Messages that takeDue() or a wake-up handed to a worker that is gone, too: nothing else makes them due before their time.
      await sql`
        UPDATE messages SET lease = NULL, due_at = now()
        WHERE lease IS NOT NULL OR due_at <= now() + ${LEASE_MS} * interval '1 millisecond'`.execute(db);
      await createArchiveCopies(db).clearLeases();
    },
  };
}

interface GivenBack {
  readonly id: MessageId;
  readonly lease: string;
  readonly dueAt: Date;
  /** Scan attempts that are taken off the count. */
  readonly uncounted: 0 | 1;
}

async function giveBack(db: Kysely<Database>, { id, lease, dueAt, uncounted }: GivenBack): Promise<void> {
  await sql`
    UPDATE messages SET lease = NULL, due_at = ${dueAt},
      attempts = CASE WHEN state = 'scanning' THEN greatest(attempts - ${uncounted}, 0) ELSE attempts END,
      state = CASE WHEN state = 'scanning' THEN 'received' ELSE state END
    WHERE id = ${id} AND lease = ${lease}`.execute(db);
}

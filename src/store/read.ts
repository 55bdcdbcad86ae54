/** Reads for people: held messages, the history of a message, the check of the audit chain. */
import { sql, type Kysely } from 'kysely';
import { idsBeginning, type MessageId } from '../message/message-id.ts';
import type { KeyRing } from './keys.ts';
import { verifyAudit } from './retention/audit-log.ts';
import type { Database } from './schema.ts';
import type { MessageState } from './states.ts';
import { messageRows, readMessage, toSummary, type MessageDetail, type MessageSummary } from './stored-message.ts';

export interface StoreReader {
  /** Messages in the given states, oldest first. */
  list(states: readonly MessageState[], limit: number): Promise<MessageSummary[]>;
  message(id: MessageId): Promise<MessageDetail | undefined>;
  /** Ids that begin with the given text: people copy the first characters. */
  idsLike(prefix: string): Promise<MessageId[]>;
  /** Messages by state, without the final states, which only grow. */
  waiting(): Promise<Map<MessageState, number>>;
  /** Seconds since the oldest unfinished message of each state was accepted. */
  oldest(): Promise<Map<MessageState, number>>;
  ping(): Promise<void>;
  /** Recomputes the audit chain. @returns number of events, and the first one that does not fit */
  verifyAudit(): Promise<{ events: number; firstBroken: string | null }>;
}

export function createReader(db: Kysely<Database>, keys: KeyRing): StoreReader {
  return {
    async list(states, limit) {
      const rows = await messageRows(db).where('state', 'in', states).orderBy('id').limit(limit).execute();
      return rows.map((row) => toSummary(row, keys));
    },
    message: (id) => readMessage(db, keys, id),
    async idsLike(prefix) {
      const range = idsBeginning(prefix);
      if (range === undefined) return [];
      const rows = await db
        .selectFrom('messages')
        .select('id')
        .where('id', '>=', range.first)
        .where('id', '<=', range.last)
        .limit(10)
        .execute();
      return rows.map((row) => row.id);
    },
    async waiting() {
      const rows = await db
        .selectFrom('messages')
        .select(['state', ({ fn }) => fn.countAll<string>().as('count')])
        .where('finished_at', 'is', null)
        .groupBy('state')
        .execute();
      return new Map(rows.map((row) => [row.state, Number(row.count)]));
    },
    async oldest() {
      const { rows } = await sql<{ state: MessageState; seconds: number }>`
        SELECT state, extract(epoch FROM now() - min(received_at))::float8 AS seconds
        FROM messages WHERE finished_at IS NULL GROUP BY state`.execute(db);
      return new Map(rows.map(({ state, seconds }) => [state, Math.max(0, seconds)]));
    },
    async ping() {
      await sql`SELECT 1`.execute(db);
    },
    verifyAudit: () => verifyAudit(db),
  };
}

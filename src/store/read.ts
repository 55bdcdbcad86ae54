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
    // Those that move and those that are held have an index each, which needs no look at the messages.
    async waiting() {
      const { rows } = await sql<{ state: MessageState; count: number }>`
        SELECT state, count(*)::int AS count FROM messages
        WHERE state IN ('received', 'scanning', 'delivering') GROUP BY state
        UNION ALL
        SELECT state, count(*)::int FROM messages WHERE state IN ('warned', 'quarantined') GROUP BY state`.execute(db);
      return new Map(rows.map(({ state, count }) => [state, count]));
    },
    async oldest() {
      // Ids begin with the time of acceptance: the least one of those that are held is the oldest.
      const { rows } = await sql<{ state: MessageState; seconds: number }>`
        SELECT state, extract(epoch FROM now() - first)::float8 AS seconds FROM (
          SELECT state, min(received_at) AS first FROM messages
          WHERE state IN ('received', 'scanning', 'delivering') GROUP BY state
          UNION ALL (SELECT state, received_at FROM messages WHERE state = 'warned' ORDER BY id LIMIT 1)
          UNION ALL (SELECT state, received_at FROM messages WHERE state = 'quarantined' ORDER BY id LIMIT 1)) AS waiting`.execute(
        db,
      );
      return new Map(rows.map(({ state, seconds }) => [state, Math.max(0, seconds)]));
    },
    async ping() {
      await sql`SELECT 1`.execute(db);
    },
    verifyAudit: () => verifyAudit(db),
  };
}

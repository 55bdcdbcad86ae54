/** How much waits to be scanned and to be delivered, over all processes. */
import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

export interface Waiting {
  readonly messages: number;
  readonly bytes: number;
}

export interface Backlog {
  /** Accepted and without a verdict. */
  readonly scan: Waiting;
  /** Waiting for the next hop, notices included. */
  readonly deliver: Waiting;
}

export async function readBacklog(db: Kysely<Database>): Promise<Backlog> {
  const { rows } = await sql<{ delivering: boolean; messages: number; bytes: number }>`
    SELECT state = 'delivering' AS delivering, count(*)::int AS messages, sum(size)::float8 AS bytes FROM messages
    WHERE state IN ('received', 'scanning', 'delivering') GROUP BY 1`.execute(db);
  const of = (delivering: boolean): Waiting => {
    const { messages = 0, bytes = 0 } = rows.find((row) => row.delivering === delivering) ?? {};
    return { messages, bytes };
  };
  return { scan: of(false), deliver: of(true) };
}

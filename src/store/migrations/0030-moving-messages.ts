/**
 * What waits to be scanned or delivered is counted every second, and must not be looked for among all held messages; what is held
 * is counted in its own index (`messages_held`).
 */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE INDEX messages_moving ON messages (state, received_at) INCLUDE (size)
    WHERE state IN ('received', 'scanning', 'delivering')`.execute(db);
}

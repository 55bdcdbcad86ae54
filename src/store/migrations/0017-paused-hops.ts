/** Next hops that somebody has paused. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE paused_hops (
      hop text PRIMARY KEY,
      paused_at timestamptz NOT NULL DEFAULT now(),
      actor text NOT NULL
    )`.execute(db);
}

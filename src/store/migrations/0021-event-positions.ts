/** How far each output of events has come. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE event_positions (
      output text PRIMARY KEY,
      seq bigint NOT NULL,
      moved_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
}

/** Senders who got the one mail that explains what their messages were stopped for. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE sender_explanations (
      sender text PRIMARY KEY,
      sent_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
}

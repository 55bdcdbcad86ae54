/** The language in which a sender wants notices. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE sender_languages (
      sender text PRIMARY KEY,
      language text NOT NULL CHECK (language IN ('en', 'es')),
      chosen_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
}

/** Review: rows for messages that monitor mode let through, words of bodies for the search, and the weeks whose digest is sent. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE review_items DROP CONSTRAINT review_items_origin_check`.execute(db);
  await sql`
    ALTER TABLE review_items ADD CONSTRAINT review_items_origin_check
      CHECK (origin IN ('warned', 'quarantined', 'would-ask', 'would-hold', 'would-return'))`.execute(db);
  await sql`CREATE TABLE digests (week date PRIMARY KEY, sent_at timestamptz NOT NULL DEFAULT now())`.execute(db);
  // Encrypted; the search index is made again from it with another key.
  await sql`ALTER TABLE review_items ADD COLUMN text_words bytea`.execute(db);
  await sql`ALTER TABLE review_items ALTER COLUMN text_words SET STORAGE EXTERNAL`.execute(db);
}

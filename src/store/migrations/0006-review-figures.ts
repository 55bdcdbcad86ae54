/** Review: what counts and figures are read from, so that they need neither the verdicts nor every list of a row. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Casting a list of texts to text depends on no setting, which PostgreSQL does not know.
  await sql`
    CREATE FUNCTION review_facet(rules text[], schools text[], detectors text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT jsonb_build_array(to_jsonb(rules), to_jsonb(schools), to_jsonb(detectors))::text $$`.execute(db);
  await sql`
    ALTER TABLE review_items
      ADD COLUMN facet text COLLATE "C" GENERATED ALWAYS AS (review_facet(rules, schools, detectors)) STORED,
      ADD COLUMN origin text NOT NULL DEFAULT 'quarantined' CHECK (origin IN ('warned', 'quarantined'))`.execute(db);
  await sql`
    UPDATE review_items AS i SET origin = 'warned' FROM messages m
    WHERE m.id = i.message_id AND m.verdict ->> 'action' = 'warn'`.execute(db);
  // A search looks into the words of many rows: fetching them from elsewhere took ten times as long as looking.
  await sql`ALTER TABLE review_items ALTER COLUMN words SET STORAGE MAIN`.execute(db);
  // Few different values, which the index keeps once each.
  await sql`CREATE INDEX review_items_facet ON review_items (state, facet)`.execute(db);
}

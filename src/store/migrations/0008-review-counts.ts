/** Counts that are kept beside the rows they count, so that the overview and the numbers of the queue need not go through them. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // How a message was decided on, out of the verdict's row: the overview asks it of every message that a sender was asked about.
  await sql`
    ALTER TABLE review_items
      ADD COLUMN choice text NOT NULL DEFAULT '',
      ADD COLUMN disputed boolean NOT NULL DEFAULT false`.execute(db);
  await sql`
    UPDATE review_items AS i SET
      choice = coalesce(m.decision ->> 'choice', ''), disputed = coalesce(m.decision ->> 'falseAlarm' = 'true', false)
    FROM messages m WHERE m.id = i.message_id AND m.decision IS NOT NULL`.execute(db);

  // Codes too, so that a filter by code is counted without looking at the messages. The index that counted them is of no more use.
  await sql`ALTER TABLE review_items DROP COLUMN facet`.execute(db);
  await sql`DROP FUNCTION review_facet (text[], text[], text[])`.execute(db);
  await sql`
    CREATE FUNCTION review_facet(rules text[], schools text[], detectors text[], codes text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT jsonb_build_array(to_jsonb(rules), to_jsonb(schools), to_jsonb(detectors), to_jsonb(codes))::text $$`.execute(
    db,
  );
  await sql`
    ALTER TABLE review_items
      ADD COLUMN facet text COLLATE "C" GENERATED ALWAYS AS (review_facet(rules, schools, detectors, codes)) STORED`.execute(
    db,
  );

  // Each change adds rows of its own with what it adds or takes away: nobody waits for anybody, and a count is a sum. Rows
  // that are alike are put together once an hour (src/store/review/counts.ts).
  await sql`CREATE TABLE review_counts (state text NOT NULL, facet text COLLATE "C" NOT NULL, schools text[] NOT NULL, n integer NOT NULL)`.execute(
    db,
  );
  await sql`
    CREATE TABLE review_day_counts (
      day date NOT NULL, state text NOT NULL, origin text NOT NULL, choice text NOT NULL, disputed boolean NOT NULL,
      rules text[] NOT NULL, n integer NOT NULL)`.execute(db);
  await sql`CREATE INDEX review_day_counts_day ON review_day_counts (day)`.execute(db);
  await sql`CREATE TABLE mail_day_counts (day date NOT NULL, state text NOT NULL, n integer NOT NULL)`.execute(db);
  await sql`CREATE INDEX mail_day_counts_day ON mail_day_counts (day)`.execute(db);

  for (const [name, when, changed] of [
    ['inserted', 'INSERT', 'SELECT *, 1 AS more FROM after_it'],
    ['updated', 'UPDATE', 'SELECT *, 1 AS more FROM after_it UNION ALL SELECT *, -1 FROM before_it'],
    ['deleted', 'DELETE', 'SELECT *, -1 AS more FROM before_it'],
  ] as const) {
    await sql`
      CREATE FUNCTION ${sql.raw(`count_review_items_${name}`)}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        WITH changed AS MATERIALIZED (${sql.raw(changed)}),
        by_facet AS (
          INSERT INTO review_counts (state, facet, schools, n)
          SELECT state, facet, schools, sum(more) FROM changed GROUP BY 1, 2, 3 HAVING sum(more) <> 0)
        INSERT INTO review_day_counts (day, state, origin, choice, disputed, rules, n)
        SELECT (received_at AT TIME ZONE 'UTC')::date, state, origin, choice, disputed, rules, sum(more)
        FROM changed GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(more) <> 0;
        RETURN NULL;
      END $$`.execute(db);
    const tables = [
      ...(when === 'DELETE' ? [] : ['NEW TABLE AS after_it']),
      ...(when === 'INSERT' ? [] : ['OLD TABLE AS before_it']),
    ].join(' ');
    await sql`
      CREATE TRIGGER ${sql.raw(`review_items_counted_${name}`)} AFTER ${sql.raw(when)} ON review_items
      REFERENCING ${sql.raw(tables)} FOR EACH STATEMENT EXECUTE FUNCTION ${sql.raw(`count_review_items_${name}`)}()`.execute(
      db,
    );
  }

  await sql`
    INSERT INTO review_counts (state, facet, schools, n)
    SELECT state, facet, schools, count(*) FROM review_items GROUP BY 1, 2, 3`.execute(db);
  await sql`
    INSERT INTO review_day_counts (day, state, origin, choice, disputed, rules, n)
    SELECT (received_at AT TIME ZONE 'UTC')::date, state, origin, choice, disputed, rules, count(*)
    FROM review_items GROUP BY 1, 2, 3, 4, 5, 6`.execute(db);
  await sql`
    INSERT INTO mail_day_counts (day, state, n)
    SELECT (received_at AT TIME ZONE 'UTC')::date, state, count(*) FROM messages
    WHERE kind = 'mail' AND state NOT IN ('received', 'scanning') GROUP BY 1, 2`.execute(db);

  // How long decisions took is asked of those that were taken, without their rows.
  await sql`
    CREATE INDEX review_items_closed ON review_items (received_at) INCLUDE (opened_at, closed_at, schools)
    WHERE closed_at IS NOT NULL`.execute(db);
}

/** Counts that are kept beside the rows they count, so that the overview and the counts of the queue need not scan the rows. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await addDecisionColumns(db);
  await countCodes(db);
  await createCounts(db);
  await createCountTriggers(db);
  await fillCounts(db);
  await indexClosedItems(db);
}

async function addDecisionColumns(db: Kysely<unknown>): Promise<void> {
  // The decision on a message, copied from its row: the overview counts the decisions on all messages that senders were asked about.
  await sql`
    ALTER TABLE review_items
      ADD COLUMN choice text NOT NULL DEFAULT '',
      ADD COLUMN disputed boolean NOT NULL DEFAULT false`.execute(db);
  await sql`
    UPDATE review_items AS i SET
      choice = coalesce(m.decision ->> 'choice', ''), disputed = coalesce(m.decision ->> 'falseAlarm' = 'true', false)
    FROM messages m WHERE m.id = i.message_id AND m.decision IS NOT NULL`.execute(db);
}

async function countCodes(db: Kysely<unknown>): Promise<void> {
  // Codes too, so that a filter by code is counted without a scan of the messages.
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
}

async function createCounts(db: Kysely<unknown>): Promise<void> {
  // Each change inserts rows with its differences, so that no change waits for another; a count is a sum. Equal rows are
  // folded once an hour (src/store/review/counts.ts).
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
}

async function createCountTriggers(db: Kysely<unknown>): Promise<void> {
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
}

async function fillCounts(db: Kysely<unknown>): Promise<void> {
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
}

async function indexClosedItems(db: Kysely<unknown>): Promise<void> {
  // The times that decisions took are read from this index alone.
  await sql`
    CREATE INDEX review_items_closed ON review_items (received_at) INCLUDE (opened_at, closed_at, schools)
    WHERE closed_at IS NOT NULL`.execute(db);
}

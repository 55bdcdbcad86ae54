/** Review: whether findings of a message were judged stands in its row, and is counted with it; the record is searched by names. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['review_items', 'review_day_counts'])
    await sql`
      ALTER TABLE ${sql.raw(table)}
        ADD COLUMN false_alarm boolean NOT NULL DEFAULT false, ADD COLUMN confirmed boolean NOT NULL DEFAULT false`.execute(
      db,
    );
  for (const [name, changed] of [
    ['inserted', 'SELECT *, 1 AS more FROM after_it'],
    ['updated', 'SELECT *, 1 AS more FROM after_it UNION ALL SELECT *, -1 FROM before_it'],
    ['deleted', 'SELECT *, -1 AS more FROM before_it'],
  ] as const)
    await sql`
      CREATE OR REPLACE FUNCTION ${sql.raw(`count_review_items_${name}`)}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        WITH changed AS MATERIALIZED (${sql.raw(changed)}),
        by_facet AS (
          INSERT INTO review_counts (state, facet, schools, n)
          SELECT state, facet, schools, sum(more) FROM changed GROUP BY 1, 2, 3 HAVING sum(more) <> 0)
        INSERT INTO review_day_counts (day, state, origin, choice, disputed, rules, false_alarm, confirmed, n)
        SELECT (received_at AT TIME ZONE 'UTC')::date, state, origin, choice, disputed, rules, false_alarm, confirmed, sum(more)
        FROM changed GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(more) <> 0;
        RETURN NULL;
      END $$`.execute(db);
  // Counts itself.
  await sql`
    UPDATE review_items AS i SET false_alarm = j.wrong, confirmed = j.certain
    FROM (
      SELECT message_id, bool_or(judgement = 'false-alarm') AS wrong, bool_or(judgement = 'confirmed') AS certain
      FROM review_judgements GROUP BY message_id) AS j
    WHERE j.message_id = i.message_id`.execute(db);

  // A word is looked up among the few names of events and of people first; nearly everything is done by the gateway.
  await sql`CREATE INDEX audit_events_event ON audit_events (event, seq)`.execute(db);
  await sql`CREATE INDEX audit_events_actor ON audit_events (actor, seq) WHERE actor <> 'gateway'`.execute(db);
}

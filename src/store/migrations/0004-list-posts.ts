/** Replies to mailing lists of the last hours, by hashed conversation and sender: to notice a reply-all storm. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE list_posts (
      thread bytea NOT NULL,
      message_id uuid NOT NULL,
      sender bytea NOT NULL,
      at timestamptz NOT NULL,
      PRIMARY KEY (thread, message_id)
    )`.execute(db);
  await sql`CREATE INDEX list_posts_thread ON list_posts (thread, at)`.execute(db);
  await sql`CREATE INDEX list_posts_at ON list_posts (at)`.execute(db);
  // The lock lets one reply of a conversation in at a time, across all processes: of two at once, one counts the other. It is
  // taken in the order of its number, so that replies in two conversations never wait for each other in a circle. A count is
  // no promise: what a crash of the database forgets is counted anew.
  await sql`
    CREATE FUNCTION count_list_post(threads bytea[], poster bytea, message uuid, posted timestamptz, windows int[])
    RETURNS int[] LANGUAGE plpgsql AS $$
    DECLARE
      number int;
      widest interval := (SELECT max(m) FROM unnest(windows) AS m) * interval '1 minute';
    BEGIN
      PERFORM set_config('synchronous_commit', 'off', true);
      FOR number IN SELECT DISTINCT hashtext(encode(t, 'hex')) FROM unnest(threads) AS t ORDER BY 1 LOOP
        PERFORM pg_advisory_xact_lock(4846914, number);
      END LOOP;
      INSERT INTO list_posts (thread, message_id, sender, at)
      SELECT DISTINCT t, message, poster, posted FROM unnest(threads) AS t ON CONFLICT DO NOTHING;
      RETURN (
        WITH nearest AS MATERIALIZED (
          SELECT min(greatest(p.at - posted, posted - p.at)) AS apart FROM list_posts p
          WHERE p.thread = ANY (threads) AND p.sender <> poster
            AND p.at > posted - widest AND p.at < posted + widest
          GROUP BY p.sender)
        SELECT array_agg((SELECT count(*)::int FROM nearest WHERE apart < w.minutes * interval '1 minute') ORDER BY w.n)
        FROM unnest(windows) WITH ORDINALITY AS w (minutes, n));
    END $$`.execute(db);
}

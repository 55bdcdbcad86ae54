/** For demonstrations only: moves messages back in time. The audit log is not changed. */
import { sql, type Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/** Moves all times that depend on the arrival of a message, by a number of minutes. */
export async function backdate(db: Kysely<Database>, moves: readonly { id: string; minutes: number }[]): Promise<void> {
  const by = sql`v.minutes * interval '1 minute'`;
  const values = sql`unnest(${moves.map(({ id }) => id)}::uuid[], ${moves.map(({ minutes }) => minutes)}::int[]) AS v (id, minutes)`;
  await db.transaction().execute(async (trx) => {
    const counts = (sign: 1 | -1) => sql`
      INSERT INTO mail_day_counts (day, state, n)
      SELECT (m.received_at AT TIME ZONE 'UTC')::date, m.state, ${sign}::int * count(*) FROM messages m JOIN ${values} ON m.id = v.id
      WHERE m.kind = 'mail' AND m.state NOT IN ('received', 'scanning') GROUP BY 1, 2`;
    // What is counted must not become something else meanwhile.
    await sql`SELECT FROM messages WHERE id = ANY (${moves.map(({ id }) => id)}::uuid[]) ORDER BY id FOR UPDATE`.execute(
      trx,
    );
    await counts(-1).execute(trx);
    await sql`
      UPDATE messages AS m SET received_at = m.received_at - ${by}, expires_at = m.expires_at - ${by}, due_at = m.due_at - ${by}
      FROM ${values} WHERE m.id = v.id AND m.state IN ('warned', 'quarantined')`.execute(trx);
    await sql`
      UPDATE messages AS m SET received_at = m.received_at - ${by} FROM ${values}
      WHERE m.id = v.id AND m.finished_at IS NOT NULL`.execute(trx);
    await sql`
      UPDATE review_items AS i SET received_at = i.received_at - ${by}, opened_at = i.opened_at - ${by}, expires_at = i.expires_at - ${by}
      FROM ${values} WHERE i.message_id = v.id`.execute(trx);
    await counts(1).execute(trx);
  });
}

/** Reads the events that an output has not had yet, and keeps how far it has come. */
import { sql, type Kysely } from 'kysely';
import type { OutgoingEvent } from '../events/event.ts';
import type { Database } from './schema.ts';
import { appendAudit } from './write.ts';

const AT_ONCE = 200;
/** First number of the advisory locks of outputs; the second one is a hash of the name. */
const LOCK = 48469;

export interface EventPosition {
  readonly output: string;
  /** Number of the last event that it has. */
  readonly seq: number;
  /** Events behind it. */
  readonly waiting: number;
}

/**
 * Has the next events sent, and moves the position behind them. Of several processes, one sends for an output at a time.
 *
 * @param send throws where the events have to be sent again
 * @returns how many were sent
 */
export async function sendNextEvents(
  db: Kysely<Database>,
  output: string,
  from: 'now' | 'start',
  send: (events: readonly OutgoingEvent[]) => Promise<void>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const lock = await sql<{ free: boolean }>`
      SELECT pg_try_advisory_xact_lock(${LOCK}, hashtext(${output})) AS free`.execute(trx);
    if (!lock.rows[0]!.free) return 0;
    await sql`
      INSERT INTO event_positions (output, seq)
      SELECT ${output}, CASE WHEN ${from === 'now'} THEN coalesce(max(seq), 0) ELSE 0 END FROM audit_events
      ON CONFLICT DO NOTHING`.execute(trx);
    const { rows } = await sql<Omit<OutgoingEvent, 'seq'> & { seq: string }>`
      SELECT e.seq, e.at, e.message_id AS "messageId", e.event, e.actor, e.detail
      FROM audit_events e WHERE e.seq > (SELECT p.seq FROM event_positions p WHERE p.output = ${output})
      ORDER BY e.seq LIMIT ${AT_ONCE}`.execute(trx);
    const events = rows.map((row) => ({ ...row, seq: Number(row.seq) }));
    const last = events.at(-1);
    if (last === undefined) return 0;
    await send(events);
    await sql`UPDATE event_positions SET seq = ${last.seq}, moved_at = now() WHERE output = ${output}`.execute(trx);
    return events.length;
  });
}

export async function eventPositions(db: Kysely<Database>): Promise<EventPosition[]> {
  const { rows } = await sql<{ output: string; seq: string; waiting: string }>`
    SELECT p.output, p.seq, (SELECT count(*) FROM audit_events e WHERE e.seq > p.seq) AS waiting
    FROM event_positions p ORDER BY p.output`.execute(db);
  return rows.map(({ output, seq, waiting }) => ({ output, seq: Number(seq), waiting: Number(waiting) }));
}

/** Events after this number are sent (again). @returns false where there is no such output yet */
export async function moveEventPosition(
  db: Kysely<Database>,
  { output, seq, actor }: { output: string; seq: number; actor: string },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      UPDATE event_positions SET seq = ${seq}, moved_at = now() WHERE output = ${output}`.execute(trx);
    if (numAffectedRows !== 1n) return false;
    const detail = { output, after: seq };
    await appendAudit(trx, [{ messageId: null, event: { event: 'events-repeated', actor, detail } }]);
    return true;
  });
}

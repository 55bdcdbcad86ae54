/** Reads the verdicts of messages that were held, with their inputs: an exception is tried on them before it is made. */
import { sql, type Kysely } from 'kysely';
import type { DecisionInput, Verdict } from '../../decide/verdict.ts';
import type { Database } from '../schema.ts';

export interface PastHold {
  readonly id: string;
  readonly receivedAt: Date;
  readonly input: DecisionInput;
  readonly verdict: Verdict;
  readonly schools: readonly string[];
}

const pageSize = 500;

/** Newest first: those received since then in which one of these codes was found. */
export async function* heldSince(
  db: Kysely<Database>,
  since: Date,
  codes: readonly string[],
): AsyncGenerator<PastHold> {
  let before: { receivedAt: Date; id: string } | undefined;
  for (;;) {
    const { rows } = await sql<{
      id: string;
      received_at: Date;
      schools: string[];
      input: DecisionInput;
      verdict: Verdict;
    }>`
      SELECT m.id, m.received_at, i.schools, m.decision_input AS input, m.verdict
      FROM review_items AS i JOIN messages AS m ON m.id = i.message_id
      WHERE i.received_at >= ${since} AND i.state <> 'monitored' AND i.codes && ${[...codes]}::text[] AND m.decision_input IS NOT NULL AND m.verdict IS NOT NULL
        AND (${before === undefined} OR (i.received_at, i.message_id) < (${before?.receivedAt ?? null}::timestamptz, ${before?.id ?? null}::uuid))
      ORDER BY i.received_at DESC, i.message_id DESC LIMIT ${pageSize}`.execute(db);
    for (const { id, received_at: receivedAt, schools, input, verdict } of rows)
      yield { id, receivedAt, schools, input, verdict };
    if (rows.length < pageSize) return;
    const last = rows.at(-1)!;
    before = { receivedAt: last.received_at, id: last.id };
  }
}

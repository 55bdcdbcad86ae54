/** Reads the verdicts of past messages with their inputs, for replays: no content, page by page. */
import type { Kysely } from 'kysely';
import type { DecisionInput, Verdict } from '../decide/verdict.ts';
import type { MessageId } from '../message/message-id.ts';
import type { Database } from './schema.ts';

export interface PastVerdictRow {
  readonly id: MessageId;
  readonly receivedAt: Date;
  readonly input: DecisionInput;
  readonly verdict: Verdict;
}

const pageSize = 500;

/** In the order of their ids, which is that of their arrival. */
export async function* pastVerdicts(
  db: Kysely<Database>,
  { since, until }: { readonly since: Date; readonly until: Date },
): AsyncGenerator<PastVerdictRow> {
  let last: MessageId | undefined;
  for (;;) {
    let page = db
      .selectFrom('messages')
      .select(['id', 'received_at', 'decision_input', 'verdict'])
      .where('decision_input', 'is not', null)
      .where('verdict', 'is not', null)
      .where('received_at', '>=', since)
      .where('received_at', '<', until);
    if (last !== undefined) page = page.where('id', '>', last);
    const rows = await page.orderBy('id').limit(pageSize).execute();
    for (const { id, received_at: receivedAt, decision_input: input, verdict } of rows)
      if (input !== null && verdict !== null) yield { id, receivedAt, input, verdict };
    if (rows.length < pageSize) return;
    last = rows.at(-1)!.id;
  }
}

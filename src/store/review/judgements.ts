/** What reviewers say about findings: correct, or a false alarm. */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit-entry.ts';
import type { PendingDecision } from './tables.ts';

export type Judgement = 'confirmed' | 'false-alarm';

export interface Judgements {
  /** Judges findings of a message, or takes the judgement back; one event in the audit log. */
  judge(id: string, n: number, judgement: Judgement | null, actor: Actor): Promise<void>;
  judgeMany(id: string, findings: readonly number[], judgement: Judgement | null, actor: Actor): Promise<void>;
}

export function createJudgements(db: Kysely<Database>): Judgements {
  const judgeMany: Judgements['judgeMany'] = async (id, findings, judgement, actor) => {
    if (findings.length === 0) return;
    const sorted = [...new Set(findings)].sort((a, b) => a - b);
    await db.transaction().execute((trx) => judge(trx, id, sorted, judgement, actor));
  };
  return { judge: (id, n, judgement, actor) => judgeMany(id, [n], judgement, actor), judgeMany };
}

async function judge(
  trx: Transaction<Database>,
  id: string,
  sorted: readonly number[],
  judgement: Judgement | null,
  actor: Actor,
): Promise<void> {
  await sql`SELECT FROM review_items WHERE message_id = ${id} FOR UPDATE`.execute(trx);
  if (judgement === null)
    await trx.deleteFrom('review_judgements').where('message_id', '=', id).where('n', 'in', sorted).execute();
  else
    await trx
      .insertInto('review_judgements')
      .values(sorted.map((n) => ({ message_id: id, n, judgement, by_id: actor.id, by_name: actor.name })))
      .onConflict((conflict) =>
        conflict.columns(['message_id', 'n']).doUpdateSet((eb) => ({
          judgement: eb.ref('excluded.judgement'),
          by_id: eb.ref('excluded.by_id'),
          by_name: eb.ref('excluded.by_name'),
          at: sql`now()`,
        })),
      )
      .execute();
  await sql`
    UPDATE review_items SET
      false_alarm = EXISTS (SELECT FROM review_judgements WHERE message_id = ${id} AND judgement = 'false-alarm'),
      confirmed = EXISTS (SELECT FROM review_judgements WHERE message_id = ${id} AND judgement = 'confirmed')
    WHERE message_id = ${id}`.execute(trx);
  const which = sorted.length === 1 ? { finding: sorted[0]! } : { findings: sorted };
  await appendAudit(trx, [audit(id, 'judged', actor, { ...which, judgement })]);
}

/**
 * Marks findings as false alarms in the transaction of the decision that goes with it.
 *
 * @returns those that were not marked so before
 */
export async function judgeFalse(
  trx: Transaction<Database>,
  id: string,
  findings: readonly number[],
  actor: Actor,
): Promise<number[]> {
  if (findings.length === 0) return [];
  const marked = await trx
    .selectFrom('review_judgements')
    .select('n')
    .where('message_id', '=', id)
    .where('judgement', '=', 'false-alarm')
    .execute();
  const fresh = findings.filter((n) => !marked.some((one) => one.n === n));
  if (fresh.length > 0) await judge(trx, id, fresh, 'false-alarm', actor);
  return fresh;
}

/** Takes back what was marked with a decision that is undone, unless it was judged again since. */
export async function takeBack(
  trx: Transaction<Database>,
  id: string,
  { falseAlarms = [], byId }: PendingDecision,
  actor: Actor,
): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    SELECT n FROM review_judgements WHERE message_id = ${id} AND n = ANY (${[...falseAlarms]}::int[])
      AND judgement = 'false-alarm' AND by_id = ${byId} ORDER BY n`.execute(trx);
  await judgeNothing(trx, id, rows, actor);
}

/** Takes back what the account marked with its agreement: in one transaction, so at one time. Before the agreement is deleted. */
export async function takeBackAgreed(trx: Transaction<Database>, id: string, actor: Actor): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    SELECT j.n FROM review_judgements AS j
      JOIN review_approvals AS a ON a.message_id = j.message_id AND a.account_id = j.by_id AND a.at = j.at
    WHERE j.message_id = ${id} AND j.by_id = ${actor.id} AND j.judgement = 'false-alarm' ORDER BY j.n`.execute(trx);
  await judgeNothing(trx, id, rows, actor);
}

async function judgeNothing(
  trx: Transaction<Database>,
  id: string,
  rows: readonly { readonly n: number }[],
  actor: Actor,
): Promise<void> {
  if (rows.length === 0) return;
  await judge(
    trx,
    id,
    rows.map(({ n }) => n),
    null,
    actor,
  );
}

/** Keeps the rows of review up to date: written in the transaction of the step that holds, decides or delivers a message. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Step } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database, Decision, SealedFacts } from '../schema.ts';
import type { BlindIndex } from './blind-words.ts';
import { columnsOf, factsOf, wordsOf, type ItemSource } from './item.ts';
import type { ReviewItemState } from './tables.ts';

type Trx = Transaction<Database>;

/**
 * @param taken the steps that were taken
 * @param decided ids of the messages that have a decision, of this step or an earlier one
 * @returns the exceptions that were used for the first time, with the message
 */
export async function syncReview(
  trx: Trx,
  keys: KeyRing,
  blind: BlindIndex,
  taken: readonly Step[],
  decided: ReadonlySet<string>,
  now: Date,
): Promise<{ firstUses: { messageId: string; exception: string }[] }> {
  const firstUses: { messageId: string; exception: string }[] = [];
  const held = taken.filter(({ to }) => to === 'warned' || to === 'quarantined').map(({ id }) => id);
  if (held.length > 0) await holdItems(trx, keys, blind, await readHeld(trx, keys, held), now);
  const moved = taken.flatMap((step) => {
    const state = decided.has(step.id) ? stateAfter(step) : undefined;
    return state === undefined ? [] : [{ id: step.id, state, decision: step.decision }];
  });
  if (moved.length > 0) await moveItems(trx, moved, now);
  for (const step of taken) {
    if (step.exception) await insertException(trx, keys, step, now);
    if (step.to === 'delivering' && step.decision) await discloseItem(trx, step, now);
    for (const exception of step.exceptionsUsed ? await useExceptions(trx, keys, blind, step, now) : [])
      firstUses.push({ messageId: step.id, exception });
  }
  return { firstUses };
}

/** Undefined where a step leaves the row as it is. */
function stateAfter({ to, decision }: Step): ReviewItemState | undefined {
  switch (to) {
    case 'delivering':
      return decision === undefined ? undefined : 'releasing';
    case 'delivered':
      return 'released';
    case 'failed':
    case 'cancelled':
      return to;
    case 'bounced':
      return decision?.by === 'expiry' ? 'expired' : 'returned';
    case 'received':
    case 'scanning':
    case 'warned':
    case 'quarantined':
      return undefined;
  }
}

interface HeldRow extends ItemSource {
  readonly receivedAt: Date;
  readonly expiresAt: Date | null;
}

export async function readHeld(trx: Kysely<Database>, keys: KeyRing, ids: readonly string[]): Promise<HeldRow[]> {
  const rows = await trx
    .selectFrom('messages as m')
    .select((eb) => [
      'm.id',
      'm.state',
      'm.sender',
      'm.verdict',
      'm.decision_input',
      'm.sealed',
      'm.received_at',
      'm.expires_at',
      sql<
        string[]
      >`(SELECT array_agg(r.address ORDER BY r.n) FROM recipients r WHERE r.message_id = ${eb.ref('m.id')})`.as(
        'recipients',
      ),
    ])
    .where('m.id', 'in', ids)
    .where('m.kind', '=', 'mail')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    sender: row.sender,
    recipients: row.recipients ?? [],
    verdict: row.verdict,
    input: row.decision_input,
    sealed: row.sealed ? keys.unseal<SealedFacts>(row.sealed, `sealed:${row.id}`) : null,
    receivedAt: row.received_at,
    expiresAt: row.expires_at,
  }));
}

async function holdItems(
  trx: Trx,
  keys: KeyRing,
  blind: BlindIndex,
  rows: readonly HeldRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto('review_items')
    .values(rows.map((row) => itemValues(row, keys, blind, now)))
    .onConflict((conflict) =>
      conflict.column('message_id').doUpdateSet((eb) => ({
        state: eb.ref('excluded.state'),
        opened_at: eb.ref('excluded.opened_at'),
        expires_at: eb.ref('excluded.expires_at'),
        closed_at: null,
      })),
    )
    .execute();
}

/** The row of a message that is held from now on. */
export function itemValues(row: HeldRow, keys: KeyRing, blind: BlindIndex, openedAt: Date) {
  const columns = columnsOf(row);
  return {
    ...columns,
    codes: [...columns.codes],
    rules: [...columns.rules],
    detectors: [...columns.detectors],
    schools: [...columns.schools],
    message_id: row.id,
    state: row.state === 'warned' ? ('held-by-sender' as const) : ('held' as const),
    origin: row.state === 'warned' ? ('warned' as const) : ('quarantined' as const),
    opened_at: openedAt,
    closed_at: null,
    received_at: row.receivedAt,
    expires_at: row.expiresAt,
    appeal: null,
    assignee: null,
    assignee_name: null,
    pending: null,
    pending_due: null,
    pending_reason: null,
    words: blind.write(wordsOf(row)),
    sealed: keys.seal(factsOf(row), `item:${row.id}`),
  };
}

async function moveItems(
  trx: Trx,
  moved: readonly { id: string; state: ReviewItemState; decision: Decision | undefined }[],
  now: Date,
): Promise<void> {
  await sql`
    UPDATE review_items AS i SET
      state = v.state, closed_at = coalesce(i.closed_at, ${now}), pending = NULL, pending_due = NULL, pending_reason = NULL,
      appeal = CASE WHEN i.appeal = 'open' THEN 'answered' ELSE i.appeal END,
      choice = coalesce(v.choice, i.choice), disputed = i.disputed OR v.disputed
    FROM unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ state }) => state)}::text[],
      ${moved.map(({ decision }) => decision?.choice ?? null)}::text[], ${moved.map(({ decision }) => decision?.falseAlarm === true)}::boolean[]
    ) AS v (id, state, choice, disputed)
    WHERE i.message_id = v.id AND i.state <> v.state`.execute(trx);
}

async function insertException(trx: Trx, keys: KeyRing, { id, exception }: Step, now: Date): Promise<void> {
  if (!exception) return;
  const exceptionId = randomUUID();
  await sql`
    INSERT INTO exceptions (id, message_id, codes, sender, recipient, students, needs_consent, schools, created_at, expires_at, by_id, by_name, sealed)
    SELECT ${exceptionId}, ${id}, ${[...exception.codes]}, ${exception.sender ?? null}, ${exception.recipient ?? null},
      ${exception.students}, ${exception.needsConsent !== undefined}, coalesce((SELECT schools FROM review_items WHERE message_id = ${id}), '{}'), ${now}, ${new Date(exception.expiresAt)},
      ${exception.byId}, ${exception.by}, ${keys.seal(exception.reason, `exception:${exceptionId}`)}`.execute(trx);
}

async function discloseItem(trx: Trx, { id, decision }: Step, now: Date): Promise<void> {
  if (!decision) return;
  await sql`
    INSERT INTO disclosures (message_id, at, how, by_name, schools, words)
    SELECT message_id, ${now}, ${decision.by}, ${decision.actor ?? ''}, schools, words FROM review_items
    WHERE message_id = ${id} AND students > 0
    ON CONFLICT (message_id) DO NOTHING`.execute(trx);
}

/** @returns ids of those that were used for the first time */
async function useExceptions(trx: Trx, keys: KeyRing, blind: BlindIndex, step: Step, now: Date): Promise<string[]> {
  const ids = step.exceptionsUsed ?? [];
  const { rows } = await sql<{ id: string; used: number }>`
    UPDATE exceptions SET used = used + 1, first_used_at = coalesce(first_used_at, ${now})
    WHERE id = ANY (${ids}::uuid[]) RETURNING id, used`.execute(trx);
  const first = rows.flatMap(({ id, used }) => (used === 1 ? id : []));
  const [row] = step.to === 'delivering' ? await readHeld(trx, keys, [step.id]) : [];
  if (row === undefined || !row.input?.findings.some(({ student }) => student !== undefined)) return first;
  await sql`
    INSERT INTO disclosures (message_id, at, how, by_name, exception_id, schools, words)
    SELECT ${step.id}, ${now}, 'exception', by_name, id, ${[...(row.sealed?.schools ?? [])]}, ${blind.write(wordsOf(row))}::bigint[]
    FROM exceptions WHERE id = ANY (${ids}::uuid[]) LIMIT 1
    ON CONFLICT (message_id) DO NOTHING`.execute(trx);
  return first;
}

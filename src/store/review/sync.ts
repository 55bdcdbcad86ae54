/** Keeps the rows of review up to date: written in the transaction of the step that holds, decides or delivers a message. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely, type Transaction } from 'kysely';
import { pilotVerdict } from '../../decide/verdict.ts';
import type { Step } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database, Decision, SealedFacts } from '../schema.ts';
import type { SearchWords } from '../../message/search-words.ts';
import type { BlindIndex, FieldWords } from './blind-words.ts';
import { columnsOf, disclosureWordsOf, factsOf, textWordsOf, wordsOf, type ItemSource } from './item.ts';
import type { ItemOrigin, ReviewItemState } from './tables.ts';

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
  if (held.length > 0) await holdItems(trx, keys, blind, withSearchWords(await readHeld(trx, keys, held), taken), now);
  await recordMonitored(trx, keys, blind, taken, now);
  const moved = taken.flatMap((step) => {
    const state = decided.has(step.id) ? stateAfter(step) : undefined;
    return state === undefined ? [] : [{ id: step.id, state, decision: step.decision }];
  });
  if (moved.length > 0) await moveItems(trx, moved, now);
  for (const step of taken) {
    if (step.exception) await insertException(trx, keys, step, now);
    if (step.to === 'delivering' && step.decision) await discloseItem(trx, keys, blind, step, now);
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
  /** Of the step that holds it. */
  readonly searchWords?: SearchWords;
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

function withSearchWords(rows: readonly HeldRow[], taken: readonly Step[]): HeldRow[] {
  const words = new Map(taken.flatMap(({ id, searchWords }) => (searchWords ? [[String(id), searchWords]] : [])));
  return rows.map((row) => {
    const searchWords = words.get(row.id);
    return searchWords ? { ...row, searchWords } : row;
  });
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

/** Messages that are delivered only because of monitor mode get a row as well: what would have happened can be seen and judged. */
async function recordMonitored(
  trx: Trx,
  keys: KeyRing,
  blind: BlindIndex,
  taken: readonly Step[],
  now: Date,
): Promise<void> {
  const would = new Map(
    taken.flatMap(({ id, verdict }) => (pilotVerdict(verdict) ? [[id, pilotVerdict(verdict)!]] : [])),
  );
  if (would.size === 0) return;
  const rows = withSearchWords(await readHeld(trx, keys, [...would.keys()]), taken);
  const monitored = rows.map((row) => ({ ...row, state: 'monitored', verdict: would.get(row.id)! }));
  await holdItems(trx, keys, blind, monitored, now);
}

/** The row of a message that is held from now on, or that monitor mode let through. */
export function itemValues(row: HeldRow, keys: KeyRing, blind: BlindIndex, openedAt: Date) {
  const columns = columnsOf(row);
  return {
    ...columns,
    codes: [...columns.codes],
    rules: [...columns.rules],
    detectors: [...columns.detectors],
    schools: [...columns.schools],
    message_id: row.id,
    ...stateAndOrigin(row),
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
    words: blind.write(allWordsOf(row)),
    text_words: row.searchWords ? keys.seal(row.searchWords, `item-words:${row.id}`) : null,
    sealed: keys.seal(factsOf(row), `item:${row.id}`),
  };
}

function* allWordsOf(row: HeldRow): Generator<FieldWords> {
  yield* wordsOf(row);
  if (row.searchWords) yield* textWordsOf(row.searchWords);
}

function stateAndOrigin({ state, verdict, sealed }: HeldRow): { state: ReviewItemState; origin: ItemOrigin } {
  if (state === 'warned') return { state: 'held-by-sender', origin: 'warned' };
  if (state !== 'monitored') return { state: 'held', origin: 'quarantined' };
  // Somebody looks at a message whose sender cannot be asked.
  if (verdict?.action === 'quarantine' || sealed?.unanswerable) return { state: 'monitored', origin: 'would-hold' };
  return { state: 'monitored', origin: verdict?.action === 'bounce' ? 'would-return' : 'would-ask' };
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

async function discloseItem(
  trx: Trx,
  keys: KeyRing,
  blind: BlindIndex,
  { id, decision }: Step,
  now: Date,
): Promise<void> {
  if (!decision) return;
  const { rows } = await sql<{ text_words: Buffer | null }>`
    SELECT text_words FROM review_items WHERE message_id = ${id} AND students > 0`.execute(trx);
  const [item] = rows;
  const [row] = item ? await readHeld(trx, keys, [id]) : [];
  if (!item || !row) return;
  const text = item.text_words ? keys.unseal<SearchWords>(item.text_words, `item-words:${id}`) : undefined;
  await sql`
    INSERT INTO disclosures (message_id, at, how, by_name, schools, words)
    SELECT message_id, ${now}, ${decision.by}, ${decision.actor ?? ''}, schools, ${blind.write(disclosureWordsOf(row, text))}::bigint[]
    FROM review_items WHERE message_id = ${id}
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
    SELECT ${step.id}, ${now}, 'exception', by_name, id, ${[...(row.sealed?.schools ?? [])]}, ${blind.write(disclosureWordsOf(row, step.searchWords))}::bigint[]
    FROM exceptions WHERE id = ANY (${ids}::uuid[]) LIMIT 1
    ON CONFLICT (message_id) DO NOTHING`.execute(trx);
  return first;
}

/** Decisions of reviewers before they are carried out: agreed to by enough people, and kept while they can be undone. */
import { sql, type Kysely, type Transaction } from 'kysely';
import { gravityOfRelease, type Gravity, type Verdict } from '../../decide/verdict.ts';
import type { KeyRing } from '../keys.ts';
import type { Database, Decision } from '../schema.ts';
import { appendAudit } from '../write.ts';
import type { Actor } from './actor.ts';
import { agree, approvalContext, countAgreed, type AgreementRefused } from './agreements.ts';
import { audit } from './audit-entry.ts';
import { judgeFalse, takeBack, takeBackAgreed } from './judgements.ts';
import { visibleTo, type Viewer } from './search.ts';
import type { PendingDecision, ReviewItemState } from './tables.ts';

/** Why an action came too late. */
export interface TooLate {
  readonly outcome: 'too-late';
  readonly state: ReviewItemState;
  /** The earlier decision and its author; undefined where they are not known. */
  readonly done?: { readonly choice: string; readonly by: string; readonly at: Date };
}
export interface NotThere {
  readonly outcome: 'not-there';
}
export type DecideOutcome =
  | { readonly outcome: 'pending'; readonly due: Date }
  | { readonly outcome: 'agreed'; readonly given: number; readonly needed: number }
  | AgreementRefused
  /** A release that weighs heavily needs a reason, and a reveal or an explicit "without reading". */
  | { readonly outcome: 'needs-reason' | 'needs-reading'; readonly gravity: readonly Gravity[] }
  | TooLate
  | NotThere;
export type CopyOutcome =
  { readonly outcome: 'go' } | Extract<DecideOutcome, { outcome: 'agreed' }> | AgreementRefused | TooLate | NotThere;
export type UndoOutcome = { readonly outcome: 'undone'; readonly was: string } | TooLate | NotThere;

export interface DecideOptions {
  readonly actor: Actor;
  readonly now: Date;
  readonly undoMs: number;
  /** Number of the envelope's recipients. */
  readonly recipients: number;
  /** The account says that it releases the message without having read it. */
  readonly withoutReading?: boolean;
  /** Findings that the account marks as false alarms with the decision. Undoing the decision takes that back. */
  readonly falseAlarms?: readonly number[];
}

export interface ReviewDecisions {
  /**
   * Begins a decision, to be carried out `undoMs` from now; for a release that needs more people than have agreed, only
   * records the agreement. Of two decisions at once, one wins.
   */
  decide(
    id: string,
    viewer: Pick<Viewer, 'schools'>,
    decision: Omit<PendingDecision, 'by' | 'byId' | 'account' | 'at'> & { readonly reason: string },
    options: DecideOptions,
  ): Promise<DecideOutcome>;
  /**
   * Agrees to send a copy without what was found in place of the message, by as many people as a release needs. Nothing is
   * carried out here.
   *
   * @returns `go` where enough people agree
   */
  agreeToCopy(
    id: string,
    viewer: Pick<Viewer, 'schools'>,
    reason: string,
    options: Pick<DecideOptions, 'actor' | 'recipients'>,
  ): Promise<CopyOutcome>;
  /** Undoes a decision that is not carried out yet, or the account's own agreement. */
  undo(id: string, viewer: Pick<Viewer, 'schools'>, actor: Actor): Promise<UndoOutcome>;
  /** The decision that waits to be carried out. */
  pending(id: string): Promise<{ decision: PendingDecision; reason: string; due: Date } | undefined>;
}

interface Locked {
  readonly state: ReviewItemState;
  readonly messageState: string;
  readonly busy: boolean;
  readonly expiresAt: Date | null;
  readonly needed: number;
  readonly pending: PendingDecision | null;
  readonly decision: Decision | null;
  readonly verdict: Verdict | null;
  readonly closedAt: Date | null;
}

export function createDecisions(db: Kysely<Database>, keys: KeyRing): ReviewDecisions {
  return {
    decide: (id, viewer, decision, options) =>
      db.transaction().execute(async (trx) => {
        const { actor, now, undoMs } = options;
        const item = await lock(trx, id, viewer);
        if (item === undefined) return { outcome: 'not-there' };
        if ((item.state !== 'held' && item.state !== 'held-by-sender') || item.busy) return tooLate(item);
        const { reason, ...rest } = decision;
        const reading = decision.choice === 'release' ? await readingOf(trx, id, item, decision, options) : undefined;
        if (reading && 'outcome' in reading) return reading;
        const waits = await askSeveral(trx, keys, { id, item, decision, options, reading });
        const judges = waits === undefined || waits.outcome === 'agreed' ? (options.falseAlarms ?? []) : [];
        const judged = await judgeFalse(trx, id, judges, actor);
        if (waits !== undefined) return waits;
        const due = new Date(now.getTime() + undoMs);
        const pending: PendingDecision = {
          ...rest,
          byId: actor.id,
          by: actor.name,
          account: actor.email,
          at: now.toISOString(),
          ...(judged.length > 0 && { falseAlarms: judged }),
        };
        await sql`
          UPDATE review_items SET state = 'deciding', pending = ${JSON.stringify(pending)}::jsonb, pending_due = ${due},
            pending_reason = ${keys.seal(reason, `pending:${id}`)} WHERE message_id = ${id}`.execute(trx);
        await sql`UPDATE messages SET due_at = ${due}, lease = NULL WHERE id = ${id}`.execute(trx);
        await appendAudit(trx, [
          audit(id, 'decided', actor, {
            choice: decision.choice,
            ...(decision.recipients ? { recipients: [...decision.recipients] } : {}),
            withReason: reason !== '',
            ...reading,
          }),
        ]);
        return { outcome: 'pending', due };
      }),
    agreeToCopy: (...agreement) => db.transaction().execute((trx) => agreeToCopy(trx, keys, ...agreement)),
    undo: (id, viewer, actor) =>
      db.transaction().execute(async (trx) => {
        const item = await lock(trx, id, viewer);
        if (item === undefined) return { outcome: 'not-there' };
        if (item.state === 'held') await takeBackAgreed(trx, id, actor);
        const agreed = await withdraw(trx, id, actor.id);
        if (item.state === 'held' && agreed) {
          await appendAudit(trx, [audit(id, 'undone', actor, { choice: 'release-agreed' })]);
          await touch(trx, id);
          return { outcome: 'undone', was: 'release-agreed' };
        }
        if (item.state !== 'deciding' || item.busy || item.pending === null) return tooLate(item);
        await sql`
          UPDATE review_items SET state = ${item.messageState === 'warned' ? 'held-by-sender' : 'held'},
            pending = NULL, pending_due = NULL, pending_reason = NULL WHERE message_id = ${id}`.execute(trx);
        await sql`UPDATE messages SET due_at = expires_at WHERE id = ${id}`.execute(trx);
        // Whoever gave the last approval takes it back with the decision.
        await withdraw(trx, id, item.pending.byId);
        await appendAudit(trx, [audit(id, 'undone', actor, { choice: item.pending.choice })]);
        await takeBack(trx, id, item.pending, actor);
        return { outcome: 'undone', was: item.pending.choice };
      }),
    async pending(id) {
      const row = await db
        .selectFrom('review_items')
        .select(['pending', 'pending_due', 'pending_reason'])
        .where('message_id', '=', id)
        .where('pending', 'is not', null)
        .executeTakeFirst();
      if (!row?.pending || !row.pending_due || !row.pending_reason) return undefined;
      const reason = keys.unseal<string>(row.pending_reason, `pending:${id}`);
      return { decision: row.pending, reason, due: row.pending_due };
    },
  };
}

/** Takes an account's agreement back. @returns whether there was one */
async function withdraw(trx: Transaction<Database>, id: string, accountId: string): Promise<boolean> {
  const query = trx.deleteFrom('review_approvals').where('message_id', '=', id).where('account_id', '=', accountId);
  return (await query.executeTakeFirst()).numDeletedRows > 0n;
}

async function agreeToCopy(
  trx: Transaction<Database>,
  keys: KeyRing,
  ...[id, viewer, reason, { actor, recipients }]: Parameters<ReviewDecisions['agreeToCopy']>
): Promise<CopyOutcome> {
  const item = await lock(trx, id, viewer);
  if (item === undefined) return { outcome: 'not-there' };
  if ((item.state !== 'held' && item.state !== 'held-by-sender') || item.busy) return tooLate(item);
  if (item.needed === 1) return { outcome: 'go' };
  const all = Array.from({ length: recipients }, (_, n) => n);
  const sealed = keys.seal(reason, approvalContext(id, actor.id));
  const refusal = await agree(trx, { id, actor, recipients: all, sealed, forCopy: true });
  if (refusal !== undefined) return refusal;
  const given = await countAgreed(trx, id, all, true);
  if (given >= item.needed) return { outcome: 'go' };
  await appendAudit(trx, [audit(id, 'release-agreed', actor, { given, needed: item.needed, copy: true })]);
  await touch(trx, id);
  return { outcome: 'agreed', given, needed: item.needed };
}

/** Locks the message first, as every step does: in another order the two could deadlock. */
async function lock(
  trx: Transaction<Database>,
  id: string,
  viewer: Pick<Viewer, 'schools'>,
): Promise<Locked | undefined> {
  const { rows: messages } = await sql<{
    state: string;
    busy: boolean;
    expires_at: Date | null;
    decision: Decision | null;
    verdict: Verdict | null;
  }>`
    SELECT state, expires_at, decision, verdict, lease IS NOT NULL AND due_at > now() AS busy FROM messages WHERE id = ${id} FOR UPDATE`.execute(
    trx,
  );
  const { rows: items } = await sql<{
    state: ReviewItemState;
    needed: number;
    pending: PendingDecision | null;
    closed_at: Date | null;
  }>`SELECT i.state, i.needed, i.pending, i.closed_at FROM review_items AS i WHERE i.message_id = ${id} AND ${visibleTo(viewer)} FOR UPDATE`.execute(
    trx,
  );
  const [message] = messages;
  const [item] = items;
  if (message === undefined || item === undefined) return undefined;
  return {
    state: item.state,
    messageState: message.state,
    busy: message.busy,
    expiresAt: message.expires_at,
    needed: item.needed,
    pending: item.pending,
    decision: message.decision,
    verdict: message.verdict,
    closedAt: item.closed_at,
  };
}

function tooLate({ state, pending, decision, closedAt }: Locked): TooLate {
  if (pending)
    return { outcome: 'too-late', state, done: { choice: pending.choice, by: pending.by, at: new Date(pending.at) } };
  if (decision && closedAt)
    return {
      outcome: 'too-late',
      state,
      done: { choice: decision.choice, by: decision.actor ?? decision.by, at: closedAt },
    };
  return { outcome: 'too-late', state };
}

interface Asked {
  readonly id: string;
  readonly item: Locked;
  readonly decision: Pick<PendingDecision, 'choice' | 'recipients'> & { readonly reason: string };
  readonly options: DecideOptions;
  readonly reading: { readonly withoutReading?: true } | undefined;
}

/** Records the agreement to a release that needs several people. @returns undefined where enough people agree */
async function askSeveral(trx: Transaction<Database>, keys: KeyRing, asked: Asked): Promise<DecideOutcome | undefined> {
  const { id, item, decision, options, reading } = asked;
  const { actor } = options;
  if (decision.choice !== 'release' || item.needed === 1) return undefined;
  const recipients = decision.recipients ?? Array.from({ length: options.recipients }, (_, n) => n);
  const sealed = keys.seal(decision.reason, approvalContext(id, actor.id));
  const refusal = await agree(trx, { id, actor, recipients, sealed, forCopy: false });
  if (refusal !== undefined) return refusal;
  const given = await countAgreed(trx, id, recipients);
  if (given >= item.needed) return undefined;
  await appendAudit(trx, [audit(id, 'release-agreed', actor, { given, needed: item.needed, ...reading })]);
  await touch(trx, id);
  return { outcome: 'agreed', given, needed: item.needed };
}

/**
 * Whether the account may make a release that weighs heavily: its caller may be any program.
 *
 * @returns what the audit log says about the reading, or why the release is refused
 */
async function readingOf(
  trx: Transaction<Database>,
  id: string,
  { verdict }: Locked,
  { reason, recipients }: Pick<PendingDecision, 'recipients'> & { readonly reason: string },
  { actor, withoutReading = false }: DecideOptions,
): Promise<{ readonly withoutReading?: true } | Extract<DecideOutcome, { outcome: 'needs-reason' | 'needs-reading' }>> {
  const gravity = gravityOfRelease(verdict, recipients);
  if (gravity.length === 0) return {};
  if (reason.trim() === '') return { outcome: 'needs-reason', gravity };
  const { rows } = await sql`
    SELECT FROM review_reveals WHERE message_id = ${id} AND account_id = ${actor.id}`.execute(trx);
  if (rows.length > 0) return {};
  return withoutReading ? { withoutReading: true } : { outcome: 'needs-reading', gravity };
}

/** An update without a change, which notifies the processes that watch. */
async function touch(trx: Transaction<Database>, id: string): Promise<void> {
  await sql`UPDATE review_items SET needed = needed WHERE message_id = ${id}`.execute(trx);
}

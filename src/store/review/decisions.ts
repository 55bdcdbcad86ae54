/** Decisions of reviewers before they are carried out: agreed to by enough people, and kept while they can be undone. */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { AuditEvent } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database, Decision } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { visibleTo, type Viewer } from './search.ts';
import type { PendingDecision, ReviewItemState } from './tables.ts';

/** The account that decides. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  /** Names the account in the audit log: an address is unique, a name may not be. */
  readonly email: string;
}

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
  | TooLate
  | NotThere;
export type UndoOutcome = { readonly outcome: 'undone'; readonly was: string } | TooLate | NotThere;

export interface ReviewDecisions {
  /**
   * Begins a decision, to be carried out `undoMs` from now; for a release that needs more people than have agreed, only
   * records the agreement. Of two decisions at once, one wins.
   */
  decide(
    id: string,
    viewer: Pick<Viewer, 'schools'>,
    decision: Omit<PendingDecision, 'by' | 'byId' | 'account' | 'at'> & { readonly reason: string },
    options: { actor: Actor; now: Date; undoMs: number; recipients: number },
  ): Promise<DecideOutcome>;
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
  readonly closedAt: Date | null;
}

export function createDecisions(db: Kysely<Database>, keys: KeyRing): ReviewDecisions {
  return {
    decide: (id, viewer, decision, { actor, now, undoMs, recipients }) =>
      db.transaction().execute(async (trx) => {
        const item = await lock(trx, id, viewer);
        if (item === undefined) return { outcome: 'not-there' };
        if ((item.state !== 'held' && item.state !== 'held-by-sender') || item.busy) return tooLate(item);
        const { reason, ...rest } = decision;
        if (decision.choice === 'release' && item.needed > 1) {
          const to = decision.recipients ?? Array.from({ length: recipients }, (_, n) => n);
          const given = await agree(trx, id, actor, to);
          if (given < item.needed) {
            await appendAudit(trx, [audit(id, 'release-agreed', actor, { given, needed: item.needed })]);
            await touch(trx, id);
            return { outcome: 'agreed', given, needed: item.needed };
          }
        }
        const due = new Date(now.getTime() + undoMs);
        const pending: PendingDecision = {
          ...rest,
          byId: actor.id,
          by: actor.name,
          account: actor.email,
          at: now.toISOString(),
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
          }),
        ]);
        return { outcome: 'pending', due };
      }),
    undo: (id, viewer, actor) =>
      db.transaction().execute(async (trx) => {
        const item = await lock(trx, id, viewer);
        if (item === undefined) return { outcome: 'not-there' };
        const agreed = await trx
          .deleteFrom('review_approvals')
          .where('message_id', '=', id)
          .where('account_id', '=', actor.id)
          .returning('account_id')
          .execute();
        if (item.state === 'held' && agreed.length > 0) {
          await appendAudit(trx, [audit(id, 'undone', actor, { choice: 'release-agreed' })]);
          await touch(trx, id);
          return { outcome: 'undone', was: 'release-agreed' };
        }
        if (item.state !== 'deciding' || item.busy || item.pending === null) return tooLate(item);
        await sql`
          UPDATE review_items SET state = ${item.messageState === 'warned' ? 'held-by-sender' : 'held'},
            pending = NULL, pending_due = NULL, pending_reason = NULL WHERE message_id = ${id}`.execute(trx);
        await sql`UPDATE messages SET due_at = expires_at WHERE id = ${id}`.execute(trx);
        await appendAudit(trx, [audit(id, 'undone', actor, { choice: item.pending.choice })]);
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

export function audit(id: string, event: string, actor: Actor, detail: AuditEvent['detail'] = {}) {
  return { messageId: id, event: { event, actor: actor.email, detail } };
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
  }>`
    SELECT state, expires_at, decision, lease IS NOT NULL AND due_at > now() AS busy FROM messages WHERE id = ${id} FOR UPDATE`.execute(
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

/** @returns how many people agree to a release to at least these recipients; disabled accounts do not count */
async function agree(
  trx: Transaction<Database>,
  id: string,
  actor: Actor,
  recipients: readonly number[],
): Promise<number> {
  await sql`
    INSERT INTO review_approvals (message_id, account_id, name, recipients) VALUES (${id}, ${actor.id}, ${actor.name}, ${[...recipients]})
    ON CONFLICT (message_id, account_id) DO UPDATE SET recipients = excluded.recipients, at = now()`.execute(trx);
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM review_approvals AS p WHERE p.message_id = ${id} AND p.recipients @> ${[...recipients]}::int[]
      AND NOT EXISTS (SELECT FROM accounts AS a WHERE a.id = p.account_id AND a.disabled)`.execute(trx);
  return rows[0]?.n ?? 0;
}

/** An update without a change, which notifies the processes that watch. */
async function touch(trx: Transaction<Database>, id: string): Promise<void> {
  await sql`UPDATE review_items SET needed = needed WHERE message_id = ${id}`.execute(trx);
}

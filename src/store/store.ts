/** The store: where a message is committed before its 250, and every step of it afterwards. The database is the truth. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type pg from 'pg';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { DsnNotify, EnvelopeRecipient } from '../message/envelope.ts';
import type { MessageId } from '../message/message-id.ts';
import { createBatcher } from './batcher.ts';
import { readBody } from './body.ts';
import type { AuditEvent, NewMessage, Step } from './change.ts';
import type { KeyRing } from './keys.ts';
import { pruneListPosts } from './list-posts.ts';
import { dropExpiredPartitions, ensurePartitions } from './partitions.ts';
import { createReader, openDecision, type StoreReader } from './read.ts';
import { createBlindIndex } from './review/blind-words.ts';
import { foldCounts } from './review/counts.ts';
import { syncReview } from './review/sync.ts';
import type { Database, Decision, MessageKind, SealedFacts, Transport } from './schema.ts';
import { isFinal, mayBecome, type MessageState, type RecipientState } from './states.ts';
import {
  appendAudit,
  insertFindings,
  insertMessages,
  insertNotices,
  updateMessages,
  updateRecipients,
  type EventOf,
} from './write.ts';
import type { Verdict } from '../decide/verdict.ts';

/** A lease ends by itself so that a killed worker's messages are taken over. */
const LEASE_MS = 60_000;
/** Time for the queue to wake a worker before the sweeper thinks that the wake-up was lost. */
const WAKE_GRACE_MS = 15_000;
const BATCH_BYTES = 16 * 1024 * 1024;

export interface ClaimedRecipient extends EnvelopeRecipient {
  readonly n: number;
  readonly state: RecipientState;
  readonly attempts: number;
  readonly status: string | null;
  readonly reply: string | null;
  readonly remote: string | null;
}

/** A message that this process may work on until its lease ends. */
export interface ClaimedMessage {
  readonly id: MessageId;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly lease: string;
  /** Scan attempts, this one included. */
  readonly attempts: number;
  /** An earlier scan did not end: this one is to be counted with `countAttempt()` right before it begins, and runs alone. */
  readonly suspect: boolean;
  readonly receivedAt: Date;
  readonly expiresAt: Date | null;
  readonly sender: string;
  readonly size: number;
  readonly sha256: Buffer;
  readonly trace: string;
  readonly transport: Transport;
  readonly verdict: Verdict | null;
  readonly decision: Decision | null;
  readonly sealed: SealedFacts | null;
  readonly recipients: readonly ClaimedRecipient[];
}

export interface DueMessage {
  readonly id: MessageId;
  readonly state: MessageState;
  /** Distinguishes this wake-up from an earlier one of the same message. */
  readonly wake: string;
}

export interface Store extends StoreReader {
  /** Commits a new message durably. After it resolves the message cannot be lost. */
  accept(message: NewMessage): Promise<void>;
  /**
   * Takes one step of a message: state, results, notices and audit events in one transaction.
   *
   * @throws HallpassError store.lost-lease when the message is no longer in the state, or under the lease, that the step expects
   */
  step(step: Step): Promise<void>;
  /** Leases a message in one of the states; undefined where others have it, or it is not there. Counts the first scan attempt. */
  claim(id: MessageId, states: readonly MessageState[]): Promise<ClaimedMessage | undefined>;
  /** Counts a further scan attempt, durably, so that a message that ends the process each time is known by its count. */
  countAttempt(id: MessageId, lease: string): Promise<void>;
  /** Gives a claimed message back unchanged, to be looked at again at `dueAt`. */
  release(id: MessageId, lease: string, dueAt: Date): Promise<void>;
  /** Keeps the leases of messages in work alive. */
  renew(held: readonly { id: MessageId; lease: string }[]): Promise<void>;
  /** The message as it arrived. @throws HallpassError store.altered-body, store.bad-ciphertext, store.not-found */
  body(id: MessageId): Promise<Buffer>;
  /** Messages whose time has come; each is handed out once, and again after a while should nothing happen to it. */
  takeDue(now: Date, limit: number): Promise<DueMessage[]>;
  /** Makes due at once what somebody had in hand: only where no other process can be at work on this database. */
  clearLeases(): Promise<void>;
  audit(messageId: MessageId | null, event: AuditEvent): Promise<void>;
  /** Makes the partitions of the coming days, drops those past retention, forgets and folds old counts. @returns the days dropped */
  maintain(now: Date, bodyDays: number): Promise<string[]>;
  /** Resolves when every write that was asked for is committed. */
  idle(): Promise<void>;
}

export function createStore(db: Kysely<Database>, pool: pg.Pool, keys: KeyRing): Store {
  const blind = createBlindIndex(keys.derive('search'));
  const accepting = createBatcher<NewMessage, undefined>(
    async (messages) => {
      await db.transaction().execute(async (trx) => {
        await insertMessages(
          trx,
          keys,
          messages.map((message) => ({
            ...message,
            state: 'received',
            dueAt: new Date(Date.now() + WAKE_GRACE_MS),
            about: null,
            notice: null,
          })),
        );
        await appendAudit(trx, messages.map(received));
      });
      return messages.map(() => undefined);
    },
    { maxItems: 100, sizeOf: (message) => message.raw.length, maxSize: BATCH_BYTES },
  );

  const stepping = createBatcher<Step, boolean>(
    async (steps) => {
      const now = new Date();
      const taken = await db.transaction().execute(async (trx) => {
        const winners = await updateMessages(trx, keys, steps, (step) => (isFinal(step.to) ? now : null));
        const won = steps.filter((step) => winners.has(step.id));
        const results = won.flatMap((step) => (step.recipients ?? []).map((result) => ({ ...result, id: step.id })));
        if (results.length > 0) await updateRecipients(trx, results, now);
        await insertFindings(trx, won);
        await syncReview(trx, keys, blind, won, new Set(won.flatMap(({ id }) => (winners.get(id) ? id : []))), now);
        const notices = won.flatMap((step) => (step.notices ?? []).map((notice) => ({ ...notice, about: step.id })));
        const events: EventOf[] = won.flatMap((step) => step.events.map((event) => ({ messageId: step.id, event })));
        if (notices.length > 0) events.push(...(await insertNotices(trx, keys, notices, now)));
        await appendAudit(trx, events);
        return winners;
      });
      return steps.map((step) => taken.has(step.id));
    },
    { maxItems: 200, keyOf: (step) => step.id },
  );

  const claiming = createBatcher<{ id: MessageId; states: readonly MessageState[] }, ClaimedMessage | undefined>(
    async (wanted) => {
      const lease = randomUUID();
      const { rows } = await sql<ClaimRow>`
        WITH taken AS (
          UPDATE messages AS m SET
            lease = ${lease}, due_at = now() + ${LEASE_MS} * interval '1 millisecond',
            attempts = CASE WHEN m.state IN ('received', 'scanning') THEN greatest(m.attempts, 1) ELSE m.attempts END,
            state = CASE WHEN m.state = 'received' THEN 'scanning' ELSE m.state END
          FROM unnest(${wanted.map((item) => item.id)}::uuid[], ${wanted.map((item) => item.states.join(' '))}::text[]) AS v (id, states)
            JOIN messages AS before ON before.id = v.id
          WHERE m.id = v.id AND m.state = ANY (string_to_array(v.states, ' ')) AND (m.lease IS NULL OR m.due_at <= now())
          RETURNING m.*, before.attempts AS attempts_before)
        SELECT t.id, t.kind, t.state, t.attempts, t.attempts_before, t.received_at, t.expires_at, t.sender, t.size, t.sha256, t.trace, t.transport, t.verdict, t.decision, t.decision_reason, t.sealed,
          (SELECT jsonb_agg(jsonb_build_object('n', r.n, 'address', r.address, 'notify', r.notify, 'orcpt', r.orcpt, 'state', r.state,
             'attempts', r.attempts, 'status', r.status, 'reply', r.reply, 'remote', r.remote) ORDER BY r.n)
           FROM recipients r WHERE r.message_id = t.id) AS recipients
        FROM taken t`.execute(db);
      const claimed = new Map(rows.map((row) => [row.id, toClaimed(row, lease, keys)]));
      return wanted.map((item) => claimed.get(item.id));
    },
    { maxItems: 200, keyOf: (item) => item.id },
  );

  return {
    ...createReader(db, keys),
    async accept(message) {
      await accepting.add(message);
    },
    async step(step) {
      if (!mayBecome(step.from, step.to)) throw new Error(`no transition from ${step.from} to ${step.to}`);
      if (!(await stepping.add(step))) throw new HallpassError('store.lost-lease', step.id);
    },
    claim: (id, states) => claiming.add({ id, states }),
    async countAttempt(id, lease) {
      await sql`UPDATE messages SET attempts = attempts + 1 WHERE id = ${id} AND lease = ${lease}`.execute(db);
    },
    async release(id, lease, dueAt) {
      await sql`
        UPDATE messages SET lease = NULL, due_at = ${dueAt},
          state = CASE WHEN state = 'scanning' THEN 'received' ELSE state END
        WHERE id = ${id} AND lease = ${lease}`.execute(db);
    },
    async renew(held) {
      if (held.length === 0) return;
      await sql`
        UPDATE messages AS m SET due_at = now() + ${LEASE_MS} * interval '1 millisecond'
        FROM unnest(${held.map((item) => item.id)}::uuid[], ${held.map((item) => item.lease)}::uuid[]) AS v (id, lease)
        WHERE m.id = v.id AND m.lease = v.lease`.execute(db);
    },
    body: (id) => readBody(pool, keys, id),
    async takeDue(now, limit) {
      // Moving due_at on hands each message out once across all processes, and again should the wake-up be lost.
      const { rows } = await sql<{ id: string; state: MessageState; wake: string }>`
        UPDATE messages AS m SET due_at = ${now}::timestamptz + ${LEASE_MS} * interval '1 millisecond', lease = NULL
        FROM (SELECT id, due_at FROM messages WHERE due_at <= ${now} ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED) AS due
        WHERE m.id = due.id
        RETURNING m.id, m.state, floor(extract(epoch FROM due.due_at) * 1000)::bigint::text AS wake`.execute(db);
      return rows;
    },
    async clearLeases() {
      // Also what takeDue() or a wake-up had handed to a worker that has gone: nobody will come back for it before its time.
      await sql`
        UPDATE messages SET lease = NULL, due_at = now()
        WHERE lease IS NOT NULL OR due_at <= now() + ${LEASE_MS} * interval '1 millisecond'`.execute(db);
    },
    async audit(messageId, event) {
      await db.transaction().execute((trx) => appendAudit(trx, [{ messageId, event }]));
    },
    async maintain(now, bodyDays) {
      await pruneListPosts(db, now);
      await foldCounts(db);
      await ensurePartitions(db, new Date(now.getTime() - 86_400_000), 9);
      return dropExpiredPartitions(db, now, bodyDays);
    },
    async idle() {
      await Promise.all([accepting.idle(), stepping.idle(), claiming.idle()]);
    },
  };
}

interface ClaimRow {
  id: string;
  kind: MessageKind;
  state: MessageState;
  attempts: number;
  attempts_before: number;
  received_at: Date;
  expires_at: Date | null;
  sender: string;
  size: number;
  sha256: Buffer;
  trace: string;
  transport: Transport;
  verdict: Verdict | null;
  decision: Omit<Decision, 'reason'> | null;
  decision_reason: Buffer | null;
  sealed: Buffer | null;
  recipients: (Omit<ClaimedRecipient, 'notify' | 'orcpt'> & { notify: DsnNotify[] | null; orcpt: string | null })[];
}

function toClaimed(row: ClaimRow, lease: string, keys: KeyRing): ClaimedMessage {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    lease,
    attempts: row.state === 'scanning' ? row.attempts_before + 1 : row.attempts,
    suspect: row.state === 'scanning' && row.attempts_before > 0,
    receivedAt: row.received_at,
    expiresAt: row.expires_at,
    sender: row.sender,
    size: row.size,
    sha256: row.sha256,
    trace: row.trace,
    transport: row.transport,
    verdict: row.verdict,
    decision: openDecision(row, keys),
    sealed: row.sealed ? keys.unseal<SealedFacts>(row.sealed, `sealed:${row.id}`) : null,
    recipients: row.recipients.map(({ notify, orcpt, ...recipient }) => ({
      ...recipient,
      ...(notify ? { notify } : {}),
      ...(orcpt ? { orcpt } : {}),
    })),
  };
}

function received(message: NewMessage): EventOf {
  const detail = {
    bytes: message.raw.length,
    recipients: message.envelope.recipients.length,
    client: message.transport.client,
    tls: message.transport.tls,
  };
  return { messageId: message.id, event: { event: 'received', actor: 'gateway', detail } };
}

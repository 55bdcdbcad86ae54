/** Claims messages for the workers of this process: a claimed message is leased, and others leave it alone until the lease ends. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Verdict } from '../decide/verdict.ts';
import type { DsnNotify, EnvelopeRecipient } from '../message/envelope.ts';
import type { MessageId } from '../message/message-id.ts';
import { createBatcher, type Batcher } from './batcher.ts';
import type { KeyRing } from './keys.ts';
import { LEASE_MS } from './leases.ts';
import { openDecision } from './stored-message.ts';
import type { Database, Decision, MessageKind, SealedFacts, Transport } from './schema.ts';
import type { MessageState, RecipientState } from './states.ts';

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
  /** An earlier scan did not end: `countAttempt()` counts this one right before it begins, and it runs alone. */
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

export interface Claim {
  readonly id: MessageId;
  readonly states: readonly MessageState[];
}

/**
 * A claim is not flushed to the disk: one that a power cut takes back is made again, and what the worker did under it is
 * flushed with the claim or not at all.
 *
 * The result is undefined where the message is in none of the states, or another worker has it.
 */
export function createClaimBatcher(db: Kysely<Database>, keys: KeyRing): Batcher<Claim, ClaimedMessage | undefined> {
  return createBatcher<Claim, ClaimedMessage | undefined>(
    async (wanted) => {
      const lease = randomUUID();
      const { rows } = await sql<ClaimRow>`
        WITH relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
        taken AS (
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
        FROM taken t, relaxed`.execute(db);
      const claimed = new Map(rows.map((row) => [row.id, toClaimed(row, lease, keys)]));
      return wanted.map((item) => claimed.get(item.id));
    },
    { maxItems: 200, keyOf: (item) => item.id },
  );
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

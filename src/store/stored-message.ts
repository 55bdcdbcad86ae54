/** Reads a stored message: its row as a summary, and the detail with its findings, events and notices. */
import { sql, type Kysely } from 'kysely';
import type { UnreadPart } from '../../detectors/detector.ts';
import type { DecisionInput, Verdict } from '../decide/verdict.ts';
import type { MessageId } from '../message/message-id.ts';
import type { KeyRing } from './keys.ts';
import type { Database, Decision, MessageKind, SealedFacts, Transport } from './schema.ts';
import type { MessageState, RecipientState } from './states.ts';

export interface MessageSummary {
  readonly id: MessageId;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly receivedAt: Date;
  readonly expiresAt: Date | null;
  readonly sender: string;
  readonly recipients: readonly {
    n: number;
    address: string;
    state: RecipientState;
    status: string | null;
    reply: string | null;
  }[];
  readonly size: number;
  readonly attempts: number;
  readonly verdict: Verdict | null;
  readonly decision: Decision | null;
  readonly sealed: SealedFacts | null;
  readonly about: MessageId | null;
  readonly notice: string | null;
}

export interface StoredFinding {
  readonly code: string;
  readonly detector: string;
  readonly part: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly because: readonly { rule: string; context?: string }[];
}

export interface MessageDetail extends MessageSummary {
  readonly transport: Transport;
  readonly decisionInput: DecisionInput | null;
  readonly unread: readonly UnreadPart[];
  readonly findings: readonly StoredFinding[];
  readonly events: readonly { seq: string; at: Date; event: string; actor: string; detail: Record<string, unknown> }[];
  readonly notices: readonly { id: MessageId; notice: string; state: MessageState }[];
}

/** The decision on a message with its reason decrypted. */
export function openDecision(
  row: { id: MessageId; decision: Omit<Decision, 'reason'> | null; decision_reason: Buffer | null },
  keys: KeyRing,
): Decision | null {
  if (row.decision === null) return null;
  return row.decision_reason === null
    ? row.decision
    : { ...row.decision, reason: keys.unseal<string>(row.decision_reason, `reason:${row.id}`) };
}

function withFilenames(unread: readonly Omit<UnreadPart, 'filename'>[], sealed: SealedFacts | null): UnreadPart[] {
  return unread.map((part) => {
    const filename = sealed?.filenames?.[part.part];
    return filename === undefined ? part : { ...part, filename };
  });
}

/** The query of messages, without a condition. */
export function messageRows(db: Kysely<Database>) {
  return db.selectFrom('messages').select((eb) => [
    'id',
    'kind',
    'state',
    'received_at',
    'expires_at',
    'sender',
    'size',
    'attempts',
    'verdict',
    'decision',
    'decision_reason',
    'sealed',
    'about',
    'notice',
    'transport',
    'decision_input',
    'unread',
    sql<MessageSummary['recipients']>`coalesce((
      SELECT jsonb_agg(jsonb_build_object('n', r.n, 'address', r.address, 'state', r.state, 'status', r.status, 'reply', r.reply) ORDER BY r.n)
      FROM recipients r WHERE r.message_id = ${eb.ref('messages.id')}), '[]')`.as('recipients'),
  ]);
}

type MessageRow = Awaited<ReturnType<ReturnType<typeof messageRows>['execute']>>[number];

export function toSummary(row: MessageRow, keys: KeyRing): MessageSummary {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    receivedAt: row.received_at,
    expiresAt: row.expires_at,
    sender: row.sender,
    recipients: row.recipients,
    size: row.size,
    attempts: row.attempts,
    verdict: row.verdict,
    decision: openDecision(row, keys),
    sealed: row.sealed ? keys.unseal<SealedFacts>(row.sealed, `sealed:${row.id}`) : null,
    about: row.about,
    notice: row.notice,
  };
}

export async function readMessage(
  db: Kysely<Database>,
  keys: KeyRing,
  id: MessageId,
): Promise<MessageDetail | undefined> {
  const row = await messageRows(db).where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const findings = await db.selectFrom('findings').selectAll().where('message_id', '=', id).orderBy('n').execute();
  const events = await db.selectFrom('audit_events').selectAll().where('message_id', '=', id).orderBy('seq').execute();
  const notices = await db
    .selectFrom('messages')
    .select(['id', 'notice', 'state'])
    .where('about', '=', id)
    .orderBy('id')
    .execute();
  const summary = toSummary(row, keys);
  return {
    ...summary,
    transport: row.transport,
    decisionInput: row.decision_input,
    unread: withFilenames(row.unread ?? [], summary.sealed),
    findings: findings.map(({ code, detector, part, start, end, score, because }) => ({
      code,
      detector,
      part,
      start,
      end,
      score,
      because,
    })),
    events: events.map(({ seq, at, event, actor, detail }) => ({ seq, at, event, actor, detail })),
    notices: notices.map((notice) => ({ ...notice, notice: notice.notice ?? '' })),
  };
}

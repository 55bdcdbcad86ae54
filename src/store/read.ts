/** Reads for people: what is held, what became of a message, whether the audit chain is whole. */
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

export interface StoreReader {
  /** Messages in the given states, oldest first. */
  list(states: readonly MessageState[], limit: number): Promise<MessageSummary[]>;
  message(id: MessageId): Promise<MessageDetail | undefined>;
  /** Ids that begin with the given text: people copy the first characters. */
  idsLike(prefix: string): Promise<MessageId[]>;
  /** Messages by state; final states are left out, they only grow. */
  waiting(): Promise<Map<MessageState, number>>;
  ping(): Promise<void>;
  /** Recomputes the audit chain. @returns number of events, and the first one that does not fit */
  verifyAudit(): Promise<{ events: number; firstBroken: string | null }>;
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

export function createReader(db: Kysely<Database>, keys: KeyRing): StoreReader {
  const summaries = db.selectFrom('messages').select((eb) => [
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
  type Row = Awaited<ReturnType<typeof summaries.execute>>[number];
  const toSummary = (row: Row): MessageSummary => ({
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
  });

  return {
    async list(states, limit) {
      const rows = await summaries.where('state', 'in', states).orderBy('id').limit(limit).execute();
      return rows.map(toSummary);
    },
    async message(id) {
      const row = await summaries.where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const findings = await db.selectFrom('findings').selectAll().where('message_id', '=', id).orderBy('n').execute();
      const events = await db
        .selectFrom('audit_events')
        .selectAll()
        .where('message_id', '=', id)
        .orderBy('seq')
        .execute();
      const notices = await db
        .selectFrom('messages')
        .select(['id', 'notice', 'state'])
        .where('about', '=', id)
        .orderBy('id')
        .execute();
      const summary = toSummary(row);
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
    },
    async idsLike(prefix) {
      if (!/^[0-9a-f-]{4,36}$/.test(prefix)) return [];
      const low = `${prefix}${'00000000-0000-0000-0000-000000000000'.slice(prefix.length)}`;
      const high = `${prefix}${'ffffffff-ffff-ffff-ffff-ffffffffffff'.slice(prefix.length)}`;
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(low)) return [];
      const rows = await db
        .selectFrom('messages')
        .select('id')
        .where('id', '>=', low)
        .where('id', '<=', high)
        .limit(10)
        .execute();
      return rows.map((row) => row.id);
    },
    async waiting() {
      const rows = await db
        .selectFrom('messages')
        .select(['state', ({ fn }) => fn.countAll<string>().as('count')])
        .where('finished_at', 'is', null)
        .groupBy('state')
        .execute();
      return new Map(rows.map((row) => [row.state, Number(row.count)]));
    },
    async ping() {
      await sql`SELECT 1`.execute(db);
    },
    async verifyAudit() {
      const { rows } = await sql<{ events: string; first_broken: string | null }>`
        SELECT count(*) AS events, min(seq) FILTER (WHERE NOT whole) AS first_broken FROM (
          SELECT seq, hash = audit_hash(prev_hash, seq, at, message_id, event, actor, detail)
            AND prev_hash = coalesce(lag(hash) OVER (ORDER BY seq), sha256('hallpass'))
            AND seq = coalesce(lag(seq) OVER (ORDER BY seq), 0) + 1 AS whole
          FROM audit_events) AS chain`.execute(db);
      return { events: Number(rows[0]?.events ?? 0), firstBroken: rows[0]?.first_broken ?? null };
    },
  };
}

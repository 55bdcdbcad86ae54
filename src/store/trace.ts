/** Finds messages by their envelope and tells their way, for administrators: no subject, no content, no findings. */
import { sql, type Kysely } from 'kysely';
import type { MessageId } from '../message/message-id.ts';
import type { Database, MessageKind } from './schema.ts';
import type { MessageState, RecipientState } from './states.ts';

export interface TraceSearch {
  /** An address, or a domain with @ in front. Tagged and signed forms of an address (`ana+x@…`, `prvs=…=ana@…`) are found with it. */
  readonly sender?: string;
  readonly recipient?: string;
  readonly ids?: readonly MessageId[];
  readonly since: Date;
  readonly limit: number;
}

export interface TracedMessage {
  readonly id: MessageId;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly receivedAt: Date;
  readonly sender: string;
  /** Next attempt, or the end of a hold; null where nothing is due. */
  readonly dueAt: Date | null;
  readonly recipients: readonly TracedRecipient[];
  readonly events: readonly { readonly at: string; readonly event: string; readonly actor: string }[];
}

export interface TracedRecipient {
  readonly address: string;
  readonly state: RecipientState;
  readonly attempts: number;
  readonly status: string | null;
  readonly reply: string | null;
  readonly remote: string | null;
}

/** Newest first. */
export async function traceMessages(db: Kysely<Database>, search: TraceSearch): Promise<TracedMessage[]> {
  const { sender, recipient, ids, since, limit } = search;
  const { rows } = await sql<TracedMessage>`
    SELECT m.id, m.kind, m.state, m.received_at AS "receivedAt", m.sender, m.due_at AS "dueAt",
      coalesce((SELECT jsonb_agg(jsonb_build_object('address', r.address, 'state', r.state, 'attempts', r.attempts,
        'status', r.status, 'reply', r.reply, 'remote', r.remote) ORDER BY r.n)
        FROM recipients r WHERE r.message_id = m.id), '[]') AS recipients,
      coalesce((SELECT jsonb_agg(jsonb_build_object('at', e.at, 'event', e.event, 'actor', e.actor) ORDER BY e.seq)
        FROM audit_events e WHERE e.message_id = m.id), '[]') AS events
    FROM messages m
    WHERE m.received_at >= ${since}
      AND (${ids === undefined} OR m.id = ANY (${ids ?? []}::uuid[]))
      AND (${sender === undefined} OR lower(m.sender) LIKE ANY (${patternsOf(sender ?? '')}::text[]))
      AND (${recipient === undefined} OR EXISTS (SELECT 1 FROM recipients r WHERE r.message_id = m.id
        AND lower(r.address) LIKE ANY (${patternsOf(recipient ?? '')}::text[])))
    ORDER BY m.received_at DESC, m.id DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** Of LIKE. `@school.example` is everybody there. */
function patternsOf(address: string): string[] {
  const text = address.toLowerCase().replace(/[\\%_]/g, '\\$&');
  const at = text.lastIndexOf('@');
  if (at <= 0) return [`%${at < 0 ? '@' : ''}${text}`];
  return [text, `${text.slice(0, at)}+%${text.slice(at)}`, `%=${text}`];
}

/** What waits for the next hop for the same reason. */
export interface QueueGroup {
  /** `host:port`; null where none was reached. */
  readonly remote: string | null;
  /** Enhanced status code and reply of the last attempt; null before the first one. */
  readonly status: string | null;
  readonly reply: string | null;
  readonly messages: number;
  readonly recipients: number;
  readonly oldestAt: Date;
  readonly nextAttemptAt: Date | null;
}

/** Most messages first. */
export async function queueGroups(db: Kysely<Database>): Promise<QueueGroup[]> {
  const { rows } = await sql<QueueGroup>`
    SELECT r.remote, r.status, r.reply, count(DISTINCT m.id)::int AS messages, count(*)::int AS recipients,
      min(m.received_at) AS "oldestAt", min(m.due_at) AS "nextAttemptAt"
    FROM messages m JOIN recipients r ON r.message_id = m.id AND r.state = 'pending'
    WHERE m.state = 'delivering' GROUP BY r.remote, r.status, r.reply ORDER BY messages DESC`.execute(db);
  return rows;
}

/** Makes waiting messages due; those in work are left alone. @param ids undefined: all @returns how many */
export async function retryNow(db: Kysely<Database>, ids: readonly MessageId[] | undefined): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE messages SET due_at = now() WHERE state = 'delivering' AND lease IS NULL
      AND (${ids === undefined} OR id = ANY (${ids ?? []}::uuid[]))`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

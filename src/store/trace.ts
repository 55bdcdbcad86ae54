/** Finds messages by their envelope or their time and tells their way, for administrators: no subject, no content, no findings. */
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
  /** Default: no end. */
  readonly until?: Date;
  readonly limit: number;
}

export interface TracedMessage {
  readonly id: MessageId;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly receivedAt: Date;
  readonly sender: string;
  /** Bytes as they arrived. */
  readonly size: number;
  /** Address of the SMTP client; null for what the gateway itself wrote. */
  readonly client: string | null;
  /** Whether the client used TLS. */
  readonly tls: boolean;
  /** Next attempt, or the end of a hold; null where nothing is due. */
  readonly dueAt: Date | null;
  readonly recipients: readonly TracedRecipient[];
  /** Copies for archives, with the error code and the reply of the last attempt. */
  readonly copies: readonly TracedCopy[];
  readonly events: readonly { readonly at: string; readonly event: string; readonly actor: string }[];
}

export interface TracedCopy {
  readonly archive: string;
  /** ISO 8601; null where it waits. */
  readonly copiedAt: string | null;
  readonly attempts: number;
  readonly code: string | null;
  readonly reply: string | null;
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
  const { sender, recipient, ids, since, until, limit } = search;
  const { rows } = await sql<TracedMessage>`
    SELECT m.id, m.kind, m.state, m.received_at AS "receivedAt", m.sender, m.due_at AS "dueAt", m.size,
      nullif(m.transport->>'client', '') AS client, coalesce((m.transport->>'tls')::boolean, false) AS tls,
      coalesce((SELECT jsonb_agg(jsonb_build_object('address', r.address, 'state', r.state, 'attempts', r.attempts,
        'status', r.status, 'reply', r.reply, 'remote', r.remote) ORDER BY r.n)
        FROM recipients r WHERE r.message_id = m.id), '[]') AS recipients,
      coalesce((SELECT jsonb_agg(jsonb_build_object('archive', c.archive, 'copiedAt', c.copied_at, 'attempts', c.attempts,
        'code', c.code, 'reply', c.reply) ORDER BY c.archive)
        FROM archive_copies c WHERE c.message_id = m.id), '[]') AS copies,
      coalesce((SELECT jsonb_agg(jsonb_build_object('at', e.at, 'event', e.event, 'actor', e.actor) ORDER BY e.seq)
        FROM audit_events e WHERE e.message_id = m.id), '[]') AS events
    FROM messages m
    WHERE m.received_at >= ${since} AND m.received_at < ${until ?? 'infinity'}
      AND (${ids === undefined} OR m.id = ANY (${ids ?? []}::uuid[]))
      AND (${sender === undefined} OR lower(m.sender) LIKE ANY (${addressPatterns(sender ?? '')}::text[]))
      AND (${recipient === undefined} OR EXISTS (SELECT 1 FROM recipients r WHERE r.message_id = m.id
        AND lower(r.address) LIKE ANY (${addressPatterns(recipient ?? '')}::text[])))
    ORDER BY m.received_at DESC, m.id DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** Of LIKE. `@school.example` is everybody there. */
export function addressPatterns(address: string): string[] {
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

/** Waiting messages: certain ones, those that wait for the same reason, or all. */
export type QueueSelection =
  | { readonly ids: readonly MessageId[] }
  | { readonly reason: Pick<QueueGroup, 'remote' | 'status' | 'reply'> }
  | { readonly all: true };

function isSelected(selection: QueueSelection) {
  if ('all' in selection) return sql<boolean>`true`;
  if ('ids' in selection) return sql<boolean>`m.id = ANY (${selection.ids}::uuid[])`;
  const { remote, status, reply } = selection.reason;
  return sql<boolean>`EXISTS (SELECT 1 FROM recipients r WHERE r.message_id = m.id AND r.state = 'pending'
    AND r.remote IS NOT DISTINCT FROM ${remote} AND r.status IS NOT DISTINCT FROM ${status} AND r.reply IS NOT DISTINCT FROM ${reply})`;
}

/** Makes waiting messages due; those in work are left alone. @returns how many */
export async function retryNow(db: Kysely<Database>, selection: QueueSelection): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE messages AS m SET due_at = now()
    WHERE m.state = 'delivering' AND m.lease IS NULL AND ${isSelected(selection)}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Ids of waiting messages that nobody works on, oldest first. @param limit default: all */
export async function waitingIds(
  db: Kysely<Database>,
  selection: QueueSelection,
  limit?: number,
): Promise<MessageId[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT m.id FROM messages m WHERE m.state = 'delivering' AND m.lease IS NULL AND ${isSelected(selection)}
    ORDER BY m.id LIMIT ${limit ?? null}`.execute(db);
  return rows.map(({ id }) => id);
}

/** The statements of a write: messages, recipients, bodies and audit events, many messages at a time. */
import { sql, type Kysely, type Transaction } from 'kysely';
import { createHash } from 'node:crypto';
import type { UnreadPart } from '../../detectors/detector.ts';
import { dayOf, type MessageId } from '../message/message-id.ts';
import { chained, insertReasons } from './audit-reasons.ts';
import type { AuditEvent, NewMessage, NewNotice, Step } from './change.ts';
import type { KeyRing } from './keys.ts';
import type { Database, Decision } from './schema.ts';
import { isFinal } from './states.ts';

type Trx = Transaction<Database>;

export interface EventOf {
  readonly messageId: MessageId | null;
  readonly event: AuditEvent;
}

const json = (value: unknown): string => JSON.stringify(value);
const jsonOrNull = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

interface InsertedMessage extends NewMessage {
  readonly state: 'received' | 'delivering';
  readonly dueAt: Date;
  readonly about: MessageId | null;
  readonly notice: string | null;
}

export async function insertMessages(trx: Trx, keys: KeyRing, messages: readonly InsertedMessage[]): Promise<void> {
  await trx
    .insertInto('messages')
    .values(
      messages.map((message) => ({
        id: message.id,
        kind: message.kind,
        state: message.state,
        received_at: message.receivedAt,
        sender: message.envelope.sender,
        size: message.raw.length,
        sha256: createHash('sha256').update(message.raw).digest(),
        trace: message.trace,
        transport: json(message.transport),
        due_at: message.dueAt,
        about: message.about,
        notice: message.notice,
      })),
    )
    .execute();
  await trx
    .insertInto('bodies')
    .values(
      messages.map((message) => {
        const { keyId, nonce, tag, data } = keys.encrypt(message.raw, `body:${message.id}`);
        return { day: dayOf(message.id), message_id: message.id, key_id: keyId, nonce, tag, data };
      }),
    )
    .execute();
  const rows = messages.flatMap((message) =>
    message.envelope.recipients.map((recipient, n) => ({ id: message.id, n, ...recipient })),
  );
  // Arrays rather than rows of parameters: a message may have a thousand recipients, a statement 65,535 parameters.
  await sql`
    INSERT INTO recipients (message_id, n, address, notify, orcpt, state)
    SELECT id, n, address, notify::jsonb, orcpt, 'pending'
    FROM unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.n)}::int[], ${rows.map((row) => row.address)}::text[],
      ${rows.map((row) => jsonOrNull(row.notify))}::text[], ${rows.map((row) => row.orcpt ?? null)}::text[])
      AS new (id, n, address, notify, orcpt)`.execute(trx);
}

/** Inserts notices; a second one of the same kind about the same message is dropped. */
export async function insertNotices(
  trx: Trx,
  keys: KeyRing,
  notices: readonly (NewNotice & { about: MessageId })[],
  now: Date,
): Promise<EventOf[]> {
  const known = await trx
    .selectFrom('messages')
    .select(['about', 'notice'])
    .where(
      'about',
      'in',
      notices.map((notice) => notice.about),
    )
    .execute();
  const fresh = notices.filter(
    (notice) => !known.some((row) => row.about === notice.about && row.notice === notice.notice),
  );
  if (fresh.length === 0) return [];
  await insertMessages(
    trx,
    keys,
    fresh.map((notice) => ({
      id: notice.id,
      kind: 'notice',
      state: 'delivering',
      receivedAt: now,
      dueAt: now,
      envelope: {
        sender: notice.sender,
        recipients: notice.recipients.map((address) => ({ address, notify: ['NEVER'] })),
        smtpUtf8: notice.smtpUtf8,
      },
      transport: { client: '', helo: '', tls: false, smtpUtf8: notice.smtpUtf8 },
      trace: '',
      raw: notice.raw,
      about: notice.about,
      notice: notice.notice,
    })),
  );
  return fresh.map((notice) => ({
    messageId: notice.about,
    event: {
      event: 'notice',
      actor: 'gateway',
      detail: { notice: notice.notice, id: notice.id, recipients: notice.recipients.length },
    },
  }));
}

/** What else `updateMessages` does in its statement. */
interface StepExtras {
  /** Leave out messages that have a decision: their rows in review change with them. */
  readonly undecidedOnly: boolean;
  /** Append the events of the steps that are taken to the audit log. Only for a statement that is a transaction of its own: it takes the lock of the chain. */
  readonly withEvents: boolean;
}

/**
 * Takes the steps whose message is still where they expect it, with the results of their recipients.
 *
 * @returns their ids, each with whether the message has a decision
 */
export async function updateMessages(
  db: Kysely<Database>,
  keys: KeyRing,
  steps: readonly Step[],
  now: Date,
  { undecidedOnly, withEvents }: StepExtras,
): Promise<Map<MessageId, boolean>> {
  const column = <T>(read: (step: Step) => T): T[] => steps.map(read);
  const copies = steps.flatMap(({ id, archives = [] }) => archives.map((archive) => ({ id, archive })));
  const results = steps.flatMap(({ id, recipients = [] }) => recipients.map((result) => ({ ...result, id })));
  const ofResults = <T>(read: (result: (typeof results)[number]) => T): T[] => results.map(read);
  const events = withEvents
    ? steps.flatMap(({ id, events: all }) => all.map((event) => ({ messageId: id, ...event })))
    : [];
  // The same statement counts mail by state.
  const { rows } = await sql<{ id: string; decided: boolean }>`
    WITH taken AS (UPDATE messages AS m SET
      state = v.state, due_at = v.due_at, lease = CASE WHEN v.keep THEN m.lease END, finished_at = v.finished_at,
      expires_at = coalesce(v.expires_at, m.expires_at), verdict = coalesce(v.verdict::jsonb, m.verdict),
      decision_input = coalesce(v.decision_input::jsonb, m.decision_input), unread = coalesce(v.unread::jsonb, m.unread),
      sealed = coalesce(v.sealed, m.sealed), decision = coalesce(v.decision::jsonb, m.decision),
      decision_reason = coalesce(v.decision_reason, m.decision_reason)
    FROM unnest(
      ${column((s) => s.id)}::uuid[], ${column((s) => s.from)}::text[], ${column((s) => s.to)}::text[], ${column((s) => s.lease ?? null)}::uuid[],
      ${column((s) => s.keepLease ?? false)}::boolean[], ${column((s) => s.dueAt)}::timestamptz[],
      ${column((s) => (isFinal(s.to) ? now : null))}::timestamptz[],
      ${column((s) => s.expiresAt ?? null)}::timestamptz[], ${column((s) => jsonOrNull(s.verdict))}::text[],
      ${column((s) => jsonOrNull(s.decisionInput))}::text[], ${column((s) => jsonOrNull(s.unread?.map(withoutFilename)))}::text[],
      ${column((s) => (s.sealed ? keys.seal(s.sealed, `sealed:${s.id}`) : null))}::bytea[], ${column((s) => jsonOrNull(withoutReason(s.decision)))}::text[],
      ${column((s) => (s.decision?.reason === undefined ? null : keys.seal(s.decision.reason, `reason:${s.id}`)))}::bytea[]
    ) AS v (id, was, state, lease, keep, due_at, finished_at, expires_at, verdict, decision_input, unread, sealed, decision, decision_reason)
    WHERE m.id = v.id AND m.state = v.was AND m.lease IS NOT DISTINCT FROM v.lease AND (m.decision IS NULL OR NOT ${undecidedOnly}::boolean)
    RETURNING m.id, m.kind, m.state, v.was, (m.received_at AT TIME ZONE 'UTC')::date AS day, m.decision IS NOT NULL AS decided),
    counted AS (
      INSERT INTO mail_day_counts (day, state, n)
      SELECT day, state, sum(n) FROM (
        SELECT day, state, 1 AS n FROM taken WHERE kind = 'mail'
        UNION ALL SELECT day, was, -1 FROM taken WHERE kind = 'mail') AS moved
      WHERE state NOT IN ('received', 'scanning') GROUP BY 1, 2 HAVING sum(n) <> 0),
    archived AS (
      INSERT INTO archive_copies (message_id, archive)
      SELECT taken.id, v.archive FROM taken
        JOIN unnest(${copies.map((c) => c.id)}::uuid[], ${copies.map((c) => c.archive)}::text[]) AS v (id, archive) ON v.id = taken.id
      ON CONFLICT DO NOTHING),
    tried AS (UPDATE recipients AS r SET
      state = v.state, status = coalesce(v.status, r.status), reply = coalesce(v.reply, r.reply), remote = coalesce(v.remote, r.remote),
      attempts = r.attempts + CASE WHEN v.attempted THEN 1 ELSE 0 END, tried_at = CASE WHEN v.attempted THEN ${now} ELSE r.tried_at END
    FROM taken JOIN unnest(
      ${ofResults((r) => r.id)}::uuid[], ${ofResults((r) => r.n)}::int[], ${ofResults((r) => r.state)}::text[], ${ofResults((r) => r.status ?? null)}::text[],
      ${ofResults((r) => r.reply?.slice(0, 500) ?? null)}::text[], ${ofResults((r) => r.remote ?? null)}::text[], ${ofResults((r) => r.attempted)}::boolean[]
    ) AS v (id, n, state, status, reply, remote, attempted) ON v.id = taken.id
    WHERE r.message_id = v.id AND r.n = v.n AND r.state = 'pending'
    RETURNING r.n),
    -- Counts what the statement has written, so that the lock of the chain is taken after all other locks.
    logged AS MATERIALIZED (
      SELECT append_audit(items) FROM (
        SELECT jsonb_agg(event ORDER BY nr) AS items, (SELECT count(*) FROM tried) AS written
        FROM jsonb_array_elements(${json(events)}::jsonb) WITH ORDINALITY AS all_events (event, nr)
        WHERE (event->>'messageId')::uuid IN (SELECT id FROM taken)) AS won
      WHERE items IS NOT NULL AND written >= 0)
    SELECT taken.id, taken.decided, (SELECT count(*) FROM logged) AS logged FROM taken`.execute(db);
  return new Map(rows.map((row) => [row.id, row.decided]));
}

function withoutFilename({ filename: _, ...part }: UnreadPart): Omit<UnreadPart, 'filename'> {
  return part;
}

function withoutReason(decision: Decision | undefined): Omit<Decision, 'reason'> | undefined {
  if (decision === undefined) return undefined;
  const { reason: _, ...rest } = decision;
  return rest;
}

export async function insertFindings(trx: Trx, steps: readonly Step[]): Promise<void> {
  const rows = steps.flatMap((step) => (step.findings ?? []).map((finding, n) => ({ id: step.id, n, finding })));
  if (rows.length === 0) return;
  // A message scanned again after a crash has its findings replaced.
  await trx
    .deleteFrom('findings')
    .where('message_id', 'in', [...new Set(rows.map((row) => row.id))])
    .execute();
  await sql`
    INSERT INTO findings (message_id, n, code, detector, part, start, "end", score, because)
    SELECT id, n, code, detector, part, s, e, score, because::jsonb
    FROM unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.n)}::int[], ${rows.map((r) => r.finding.code)}::text[],
      ${rows.map((r) => r.finding.detector)}::text[], ${rows.map((r) => r.finding.part)}::text[], ${rows.map((r) => r.finding.start)}::int[],
      ${rows.map((r) => r.finding.end)}::int[], ${rows.map((r) => r.finding.score)}::real[], ${rows.map((r) => json(r.finding.because))}::text[])
      AS new (id, n, code, detector, part, s, e, score, because)`.execute(trx);
}

/** Always the last statement of its transaction: it takes the lock of the chain. */
export async function appendAudit(trx: Trx, events: readonly EventOf[]): Promise<void> {
  if (events.length === 0) return;
  await insertReasons(
    trx,
    events.map(({ event }) => event),
  );
  const items = events.map(({ messageId, event }) => ({ messageId, ...chained(event) }));
  await sql`SELECT append_audit(${json(items)}::jsonb)`.execute(trx);
}

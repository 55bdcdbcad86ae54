/** Open and past alerts, and their posts to webhooks. Processes that share a database raise, send and end an alert once. */
import { sql, type Kysely, type Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { AlertKind, AlertPost, Condition } from '../alerts/alert.ts';
import type { MessageId } from '../message/message-id.ts';
import type { AlertsTable } from './alert-tables.ts';
import type { NewNotice } from './change.ts';
import type { KeyRing } from './keys.ts';
import type { Database } from './schema.ts';
import { appendAudit, insertMessages } from './write.ts';

export interface OpenAlert {
  readonly kind: AlertKind;
  readonly subject: string;
  readonly summary: string;
  readonly raisedAt: Date;
}

export interface AlertReport {
  /** `all` for conditions of the whole installation, or the name of the process that sees them. */
  readonly source: string;
  readonly conditions: readonly Condition[];
  readonly perHour: number;
  readonly webhooks: readonly string[];
  /** The mails about an alert. */
  readonly mails: (post: AlertPost) => readonly Omit<NewNotice, 'notice'>[];
}

export interface DuePost {
  readonly id: string;
  readonly webhook: string;
  readonly body: AlertPost;
  readonly attempts: number;
}

export interface AlertStore {
  /** Takes what a source sees: new conditions are raised, those that no longer hold are ended. @returns what is sent */
  report(report: AlertReport): Promise<AlertPost[]>;
  open(): Promise<OpenAlert[]>;
  /** Posts that are due; each is due again later unless it is `posted`. */
  takePosts(): Promise<DuePost[]>;
  posted(id: string): Promise<void>;
  /** What is held and what waits, for the conditions of the whole installation. */
  facts(options: { students: number; maxAgeHours: number }): Promise<AlertFacts>;
}

export interface AlertFacts {
  readonly held: number;
  /** Seconds; 0 where nothing waits. */
  readonly oldestWaiting: number;
  readonly threats: readonly MessageId[];
  readonly disclosures: readonly { readonly id: MessageId; readonly students: number }[];
}

const LOCK = 4846917;
/** A process that has ended without a word does not leave its alerts open for ever. */
const FORGOTTEN_MINUTES = 15;
const KEPT_DAYS = 90;
/** Alerts about single messages at a time; the number of held messages is an alert of its own. */
const MOST_MESSAGES = 200;

type Trx = Transaction<Database>;
type Row = Pick<AlertsTable, 'id' | 'kind' | 'subject' | 'summary' | 'message_id' | 'raised_at' | 'sent_at'>;

export function createAlertStore(db: Kysely<Database>, keys: KeyRing): AlertStore {
  return {
    report: (report) =>
      db.transaction().execute(async (trx) => {
        await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(trx);
        await upsert(trx, report);
        const ended = await endOthers(trx, report);
        const posts = [
          ...(await withoutOthers(trx, ended)).map((row) => postOf(row, 'ended')),
          ...(await takeUnsent(trx, report.perHour)).map((row) => postOf(row, 'raised')),
        ];
        await send(trx, keys, report, posts);
        return posts;
      }),
    async open() {
      const rows = await db
        .selectFrom('alerts')
        .select(['kind', 'subject', 'summary', 'raised_at'])
        .where('ended_at', 'is', null)
        .orderBy('raised_at', 'desc')
        .limit(500)
        .execute();
      return rows.map(({ kind, subject, summary, raised_at: raisedAt }) => ({
        kind: kind as AlertKind,
        subject,
        summary,
        raisedAt,
      }));
    },
    async takePosts() {
      const { rows } = await sql<DuePost>`
        UPDATE alert_posts SET attempts = attempts + 1,
          due_at = now() + least(power(2, attempts) * interval '5 seconds', interval '15 minutes')
        WHERE id IN (SELECT id FROM alert_posts WHERE due_at <= now() ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED)
        RETURNING id, webhook, body, attempts`.execute(db);
      return rows;
    },
    async posted(id) {
      await db.deleteFrom('alert_posts').where('id', '=', id).execute();
    },
    facts: (options) => readFacts(db, options),
  };
}

async function upsert(trx: Trx, { source, conditions }: AlertReport): Promise<void> {
  for (const { kind, subject, summary, messageId = null } of conditions)
    await sql`
      INSERT INTO alerts (id, kind, subject, source, summary, message_id, raised_at, seen_at)
      VALUES (${randomUUID()}, ${kind}, ${subject}, ${source}, ${summary}, ${messageId}, now(), now())
      ON CONFLICT (kind, subject, source) WHERE ended_at IS NULL
      DO UPDATE SET seen_at = now(), summary = excluded.summary`.execute(trx);
}

/** Ends what this source no longer sees, and what no process has seen for a while. */
async function endOthers(trx: Trx, { source, conditions }: AlertReport): Promise<Row[]> {
  const seen = conditions.map(({ kind, subject }) => `${kind} ${subject}`);
  const { rows } = await sql<Row>`
    UPDATE alerts SET ended_at = now() WHERE ended_at IS NULL
      AND ((source = ${source} AND NOT kind || ' ' || subject = ANY (${seen}::text[]))
        OR seen_at < now() - ${FORGOTTEN_MINUTES} * interval '1 minute')
    RETURNING id, kind, subject, summary, message_id, raised_at, sent_at`.execute(trx);
  await sql`DELETE FROM alerts WHERE ended_at < now() - ${KEPT_DAYS} * interval '1 day'`.execute(trx);
  await sql`DELETE FROM alert_posts WHERE created_at < now() - interval '1 day'`.execute(trx);
  return rows;
}

/** Those that were sent and that no other process still sees; what another one sees counts as sent from now on. */
async function withoutOthers(trx: Trx, ended: readonly Row[]): Promise<Row[]> {
  const over: Row[] = [];
  for (const row of ended.filter(({ sent_at }) => sent_at !== null)) {
    const { rows } = await sql`
      UPDATE alerts SET sent_at = ${row.sent_at} WHERE ended_at IS NULL AND kind = ${row.kind} AND subject = ${row.subject}
      RETURNING id`.execute(trx);
    if (rows.length === 0) over.push(row);
  }
  return over;
}

/** Oldest first; no more than the hour has room for, and one for what several processes see. */
async function takeUnsent(trx: Trx, perHour: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    UPDATE alerts SET sent_at = now() WHERE id IN (
      SELECT id FROM alerts AS a WHERE ended_at IS NULL AND sent_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM alerts AS o WHERE o.kind = a.kind AND o.subject = a.subject AND o.ended_at IS NULL AND o.id <> a.id
          AND (o.sent_at IS NOT NULL OR (o.raised_at, o.id) < (a.raised_at, a.id)))
      ORDER BY raised_at, id LIMIT greatest(0, ${perHour} - (SELECT count(*) FROM alerts WHERE sent_at > now() - interval '1 hour')))
    RETURNING id, kind, subject, summary, message_id, raised_at, sent_at`.execute(trx);
  return rows;
}

function postOf({ id, kind, subject, summary, message_id: messageId, raised_at }: Row, status: AlertPost['status']) {
  const raisedAt = raised_at.toISOString();
  const at = status === 'raised' ? raisedAt : new Date().toISOString();
  return { id, status, kind: kind as AlertKind, subject, summary, messageId, raisedAt, at };
}

async function send(trx: Trx, keys: KeyRing, { webhooks, mails }: AlertReport, posts: readonly AlertPost[]) {
  if (posts.length === 0) return;
  for (const post of posts) {
    for (const webhook of webhooks)
      await sql`
        INSERT INTO alert_posts (id, webhook, body, created_at, due_at)
        VALUES (${randomUUID()}, ${webhook}, ${JSON.stringify(post)}::jsonb, now(), now())`.execute(trx);
    await insertMails(trx, keys, mails(post), 'alert');
  }
  const events = posts.map(({ kind, status, messageId }) => ({
    messageId,
    event: { event: `alert-${status}`, actor: 'gateway', detail: { kind } },
  }));
  await appendAudit(trx, events);
}

/** Mails of the gateway that are about no message. @param notice their kind: `alert`, `digest` */
export async function insertMails(
  trx: Trx,
  keys: KeyRing,
  mails: readonly Omit<NewNotice, 'notice'>[],
  notice: string,
): Promise<void> {
  if (mails.length === 0) return;
  const now = new Date();
  await insertMessages(
    trx,
    keys,
    mails.map(({ id, sender, recipients, raw, smtpUtf8 }) => ({
      id,
      kind: 'notice',
      state: 'delivering',
      receivedAt: now,
      dueAt: now,
      envelope: { sender, recipients: recipients.map((address) => ({ address, notify: ['NEVER'] })), smtpUtf8 },
      transport: { client: '', helo: '', tls: false, smtpUtf8 },
      trace: '',
      raw,
      about: null,
      notice,
    })),
  );
}

async function readFacts(
  db: Kysely<Database>,
  { students, maxAgeHours }: { students: number; maxAgeHours: number },
): Promise<AlertFacts> {
  // A message that was held is delivering for as long as its attempts last, not since it was accepted.
  const { rows } = await sql<{ held: number; oldest: number }>`
    SELECT (SELECT count(*)::int FROM messages WHERE state = 'quarantined') AS held,
      (SELECT coalesce(max(extract(epoch FROM now() - CASE WHEN state = 'delivering' AND expires_at IS NOT NULL
        THEN expires_at - ${maxAgeHours} * interval '1 hour' ELSE received_at END)), 0)::float8
        FROM messages WHERE state IN ('received', 'scanning', 'delivering')) AS oldest`.execute(db);
  const held = await sql<{ id: string; threat: boolean; students: number }>`
    SELECT id, threat, students FROM (
      SELECT id, coalesce((verdict->>'students')::int, 0) AS students,
        EXISTS (SELECT 1 FROM jsonb_array_elements_text(verdict->'codes') AS code WHERE code LIKE 'threat.%') AS threat
      FROM messages WHERE state IN ('warned', 'quarantined') AND verdict IS NOT NULL) AS m
    WHERE threat OR students >= ${students} ORDER BY id LIMIT ${MOST_MESSAGES}`.execute(db);
  return {
    held: rows[0]?.held ?? 0,
    oldestWaiting: rows[0]?.oldest ?? 0,
    threats: held.rows.filter(({ threat }) => threat).map(({ id }) => id),
    disclosures: held.rows
      .filter((row) => row.students >= students)
      .map((row) => ({ id: row.id, students: row.students })),
  };
}

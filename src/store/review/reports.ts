/** Lists over all mail: disclosures of student data and the audit log; metrics come from `activity.ts`. */
import { sql, type Kysely } from 'kysely';
import type { DecisionInput, Verdict } from '../../decide/verdict.ts';
import { reasonContext, reasonOfEvent } from '../audit-reasons.ts';
import type { KeyRing } from '../keys.ts';
import { openDecision } from '../stored-message.ts';
import type { Database, Decision, SealedFacts } from '../schema.ts';
import { readActivity, readRules, type Activity } from './activity.ts';
import { approvalContext } from './agreements.ts';
import type { BlindIndex, WordField } from './blind-words.ts';
import { isTime } from './cursor-time.ts';
import { idsSought, type IdRange } from '../../message/message-id.ts';
import { visibleTo, wordCondition, type Viewer } from './search.ts';

/** Student data that reached a recipient who is not entitled to it. */
export interface DisclosureRow {
  readonly messageId: string;
  readonly at: Date;
  readonly sender: string;
  readonly recipient: string;
  readonly n: number;
  readonly how: 'reviewer' | 'sender' | 'expiry' | 'exception';
  readonly by: string;
  readonly reason: string;
  /** Everybody who approved a release that needed several people, first one first; empty for other releases. */
  readonly approvals: readonly { readonly by: string; readonly reason: string }[];
  readonly verdict: Verdict | null;
  readonly input: DecisionInput | null;
  readonly sealed: SealedFacts | null;
}

export interface EventRow {
  readonly seq: string;
  readonly at: Date;
  readonly event: string;
  readonly actor: string;
  readonly messageId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Address of the account that the event is about; null where it is about none, or the account is gone. */
  readonly account: string | null;
  /** Why: of reveals, and of acts at the terminal. Empty for other events, and once the reasons are deleted. */
  readonly reason: string;
}

export interface PageOptions {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

export type DisclosureCounts = Readonly<Record<DisclosureRow['how'], number>>;

export interface Reports {
  /** @param since midnight (UTC) of the first day @param until midnight (UTC) after the last day; absent: up to now */
  activity(viewer: Pick<Viewer, 'schools'>, since: Date, until?: Date): Promise<Activity>;
  /** Messages with student data that left from then on, by who allowed it. */
  disclosureCounts(viewer: Pick<Viewer, 'schools'>, since: Date, until: Date): Promise<DisclosureCounts>;
  /** How often each rule counted from that midnight (UTC) on, and how its findings were judged. */
  rules(viewer: Pick<Viewer, 'schools'>, since: Date, which?: 'stopped' | 'monitored'): Promise<Activity['rules']>;
  /**
   * Newest first.
   *
   * @param words folded, all of them
   * @param fields in one of which all of the words must stand
   */
  disclosures(
    viewer: Pick<Viewer, 'schools'>,
    words: readonly string[],
    fields: readonly WordField[],
    options: PageOptions & { readonly ids?: IdRange },
  ): Promise<Page<DisclosureRow>>;
  /**
   * Newest first: events of the messages that the account may see, and events that are about no message.
   *
   * @param words parts of event names, of actors and of the addresses of accounts, or (first characters of) message ids; all of them
   * @param options.ofAccounts the events that are about an account
   */
  events(
    viewer: Pick<Viewer, 'schools'>,
    words: readonly string[],
    options: PageOptions & { readonly events?: readonly string[]; readonly ofAccounts: readonly string[] },
  ): Promise<Page<EventRow>>;
}

export function createReports(db: Kysely<Database>, keys: KeyRing, blind: BlindIndex): Reports {
  return {
    activity: (viewer, since, until) => readActivity(db, viewer, { since, until }),
    disclosureCounts: (...period) => countDisclosures(db, ...period),
    rules: (viewer, since, which) => readRules(db, viewer, { since }, which),
    async disclosures(viewer, words, fields, { from, to, cursor, limit, ids }) {
      const [beforeAt, beforeId, beforeN] = cursor === undefined ? [] : readCursor(cursor, [isTime, isId, isNumber]);
      const asked = fields.map((field) =>
        wordCondition(
          sql`d.words`,
          words.map((word) => blind.ask({ field, word })),
        ),
      );
      const { rows } = await sql<DisclosureSource>`
        SELECT d.message_id, r.n, r.tried_at AS at, d.at::text AS at_text, m.sender, r.address, d.how, d.by_name, m.verdict, m.decision_input,
          m.sealed, m.decision, m.decision_reason, e.id AS exception_id, e.sealed AS exception_reason, ARRAY(
            SELECT jsonb_build_object('id', p.account_id, 'name', p.name, 'sealed', encode(p.sealed, 'base64'))
            FROM review_approvals AS p WHERE p.message_id = d.message_id AND NOT p.for_copy AND r.n = ANY (p.recipients) ORDER BY p.at) AS approvals
        FROM disclosures d JOIN messages m ON m.id = d.message_id
          JOIN recipients r ON r.message_id = d.message_id AND r.state = 'delivered' AND r.tried_at IS NOT NULL
          LEFT JOIN exceptions e ON e.id = d.exception_id
        WHERE ${visibleTo(viewer, sql`d.schools`)}
          AND (${sql.join(asked, sql` OR `)})
          AND (${ids?.first ?? null}::uuid IS NULL OR d.message_id BETWEEN ${ids?.first ?? null}::uuid AND ${ids?.last ?? null}::uuid)
          AND (${from ?? null}::timestamptz IS NULL OR r.tried_at >= ${from ?? null}::timestamptz)
          AND (${to ?? null}::timestamptz IS NULL OR (r.tried_at < ${to ?? null}::timestamptz AND d.at < ${to ?? null}::timestamptz))
          AND (${beforeAt ?? null}::timestamptz IS NULL OR
            (d.at, d.message_id, r.n) < (${beforeAt ?? null}::timestamptz, ${beforeId ?? null}::uuid, ${beforeN ?? null}::int))
        ORDER BY d.at DESC, d.message_id DESC, r.n DESC LIMIT ${limit + 1}`.execute(db);
      return pageOf(
        rows,
        limit,
        (row) => [row.at_text, row.message_id, String(row.n)],
        (row) => toDisclosure(row, keys),
      );
    },
    async events(viewer, words, { from, to, cursor, limit, events, ofAccounts }) {
      const [before] = cursor === undefined ? [] : readCursor(cursor, [isSequence]);
      const asked = words.map((word) => ({ word: word.toLowerCase(), ids: idsSought(word) }));
      const names = asked.some(({ ids }) => ids === undefined) ? await namesInRecord(db) : { events: [], actors: [] };
      const matches = asked.map(({ word, ids }) => {
        if (ids !== undefined) return sql<boolean>`message_id BETWEEN ${ids.first}::uuid AND ${ids.last}::uuid`;
        const holds = (name: string) => name.toLowerCase().includes(word);
        return sql<boolean>`(event = ANY (${names.events.filter(holds)}::text[]) OR actor = ANY (${names.actors.filter(holds)}::text[])
          OR (event = ANY (${[...ofAccounts]}::text[]) AND e.detail->>'account' IN (
            SELECT a.id::text FROM accounts AS a WHERE strpos(lower(a.email), ${word}) > 0)))`;
      });
      const { rows } = await sql<EventSource>`
        SELECT seq, at, event, actor, message_id, detail,
          (SELECT a.email FROM accounts AS a WHERE a.id::text = e.detail->>'account') AS account, reveal.account_id AS revealed_by,
          reveal.sealed AS reveal_reason, ${reasonOfEvent} AS event_reason
        FROM audit_events AS e LEFT JOIN LATERAL (
          SELECT r.account_id, r.sealed FROM review_reveals AS r JOIN accounts AS a ON a.id = r.account_id
          WHERE e.event = 'revealed' AND r.message_id = e.message_id AND a.email = e.actor) AS reveal ON true
        WHERE ${viewer.schools.length === 0 ? sql`true` : sql`(e.message_id IS NULL OR EXISTS (SELECT FROM review_items AS i WHERE i.message_id = e.message_id AND ${visibleTo(viewer)}))`}
          AND ${sql.join([sql`true`, ...matches], sql` AND `)}
          AND (${events === undefined}::boolean OR event = ANY (${[...(events ?? [])]}::text[]))
          AND (${before ?? null}::bigint IS NULL OR seq < ${before ?? null}::bigint)
          AND (${from ?? null}::timestamptz IS NULL OR at >= ${from ?? null}::timestamptz)
          AND (${to ?? null}::timestamptz IS NULL OR at < ${to ?? null}::timestamptz)
        ORDER BY seq DESC LIMIT ${limit + 1}`.execute(db);
      return pageOf(
        rows,
        limit,
        ({ seq }) => [seq],
        ({ message_id: messageId, revealed_by, reveal_reason, event_reason, ...row }) => ({
          ...row,
          messageId,
          reason:
            revealed_by && reveal_reason
              ? keys.unseal<string>(reveal_reason, `reveal:${messageId}:${revealed_by}`)
              : event_reason
                ? keys.unseal<string>(event_reason, reasonContext(String(row.detail['reason'])))
                : '',
        }),
      );
    },
  };
}

async function countDisclosures(
  db: Kysely<Database>,
  ...[viewer, since, until]: Parameters<Reports['disclosureCounts']>
): ReturnType<Reports['disclosureCounts']> {
  const { rows } = await sql<{ how: DisclosureRow['how']; n: number }>`
    SELECT d.how, count(*)::int AS n FROM disclosures AS d
    WHERE d.at >= ${since} AND d.at < ${until} AND ${visibleTo(viewer, sql`d.schools`)} GROUP BY 1`.execute(db);
  return {
    ...{ reviewer: 0, sender: 0, expiry: 0, exception: 0 },
    ...Object.fromEntries(rows.map(({ how, n }) => [how, n])),
  };
}

const isId = (word: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word);

/** Events and people of the audit log, each once: read by skipping through an index, not through all events. */
async function namesInRecord(db: Kysely<Database>): Promise<{ events: string[]; actors: string[] }> {
  const { rows } = await sql<{ events: string[]; actors: string[] }>`
    WITH RECURSIVE events AS (
      SELECT min(event) AS name FROM audit_events
      UNION ALL SELECT (SELECT min(event) FROM audit_events WHERE event > events.name) FROM events WHERE name IS NOT NULL),
    actors AS (
      SELECT min(actor) AS name FROM audit_events WHERE actor <> 'gateway'
      UNION ALL
      SELECT (SELECT min(actor) FROM audit_events WHERE actor <> 'gateway' AND actor > actors.name) FROM actors WHERE name IS NOT NULL)
    SELECT ARRAY(SELECT name FROM events WHERE name IS NOT NULL) AS events,
      ARRAY(SELECT name FROM actors WHERE name IS NOT NULL) || 'gateway'::text AS actors`.execute(db);
  return rows[0]!;
}

interface DisclosureSource {
  readonly message_id: string;
  readonly n: number;
  readonly at: Date;
  readonly at_text: string;
  readonly sender: string;
  readonly address: string;
  readonly how: DisclosureRow['how'];
  readonly by_name: string;
  readonly verdict: Verdict | null;
  readonly decision_input: DecisionInput | null;
  readonly sealed: Buffer | null;
  readonly decision: Omit<Decision, 'reason'> | null;
  readonly decision_reason: Buffer | null;
  readonly exception_id: string | null;
  readonly exception_reason: Buffer | null;
  readonly approvals: readonly { readonly id: string; readonly name: string; readonly sealed: string | null }[];
}
interface EventSource {
  readonly seq: string;
  readonly at: Date;
  readonly event: string;
  readonly actor: string;
  readonly message_id: string | null;
  readonly detail: Record<string, unknown>;
  readonly account: string | null;
  readonly revealed_by: string | null;
  /** Encrypted. */
  readonly reveal_reason: Buffer | null;
  readonly event_reason: Buffer | null;
}

function toDisclosure(row: DisclosureSource, keys: KeyRing): DisclosureRow {
  const decision = openDecision({ ...row, id: row.message_id }, keys);
  const allowed = row.exception_id && row.exception_reason;
  return {
    messageId: row.message_id,
    at: row.at,
    sender: row.sender,
    recipient: row.address,
    n: row.n,
    how: row.how,
    by: row.by_name,
    approvals:
      row.how === 'reviewer'
        ? row.approvals.map(({ id, name, sealed }) => ({
            by: name,
            reason: approvalReason(keys, row.message_id, id, sealed),
          }))
        : [],
    reason: allowed ? keys.unseal<string>(allowed, `exception:${row.exception_id}`) : (decision?.reason ?? ''),
    verdict: row.verdict,
    input: row.decision_input,
    sealed: row.sealed ? keys.unseal<SealedFacts>(row.sealed, `sealed:${row.message_id}`) : null,
  };
}

function approvalReason(keys: KeyRing, messageId: string, accountId: string, sealed: string | null): string {
  if (sealed === null) return '';
  return keys.unseal<string>(Buffer.from(sealed, 'base64'), approvalContext(messageId, accountId));
}

function pageOf<Source, Row>(
  rows: readonly Source[],
  limit: number,
  keyOf: (row: Source) => readonly string[],
  toRow: (row: Source) => Row,
): Page<Row> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit).map(toRow),
    ...(last === undefined ? {} : { next: Buffer.from(keyOf(last).join(' | ')).toString('base64url') }),
  };
}

/** Begins at the top where the cursor is not valid. */
function readCursor(cursor: string, parts: readonly ((part: string) => boolean)[]): string[] {
  const key = Buffer.from(cursor, 'base64url').toString().split(' | ');
  return key.length === parts.length && key.every((part, at) => parts[at]!(part)) ? key : [];
}

const isNumber = (part: string): boolean => /^\d{1,9}$/.test(part);
const isSequence = (part: string): boolean => /^\d{1,18}$/.test(part);

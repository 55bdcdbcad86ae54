/** The data of the pages Overview, Disclosures, Policy and Audit log. */
import type { DisclosureRow } from '../../store/review/reports.ts';
import { idsSought } from '../../message/message-id.ts';
import type { Caller } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import { eventsOfKind, type EventKind } from '../contract/event-kinds.ts';
import type { AuditPage, Disclosures, Exception, Overview } from '../contract/pages.ts';
import { countedRules, everyDay } from './counted-rules.ts';
import { initials } from './detail.ts';
import { DAY_MS, firstDay } from './period.ts';
import { viewerOf, type ReviewParts } from './review-parts.ts';
import { codeTitle } from './words/titles.ts';
import { eventWords } from './words/events.ts';

interface PageQuery {
  readonly q: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Of one disclosure, so many students are named: more than a district's largest school has. */
const MAX_NAMED = 5000;

export async function overviewOf({ review, pack, now }: ReviewParts, days: number, caller: Caller): Promise<Overview> {
  const since = firstDay(now(), days);
  const activity = await review.reports.activity(viewerOf(caller), since);
  return {
    days: everyDay(activity.days, since, new Date(since.getTime() + (days - 1) * DAY_MS)),
    totals: activity.totals,
    decisionHours: activity.decisionHours,
    rules: countedRules(activity.rules, pack),
    monitor: pack.monitor,
    monitored: { ...activity.monitored, rules: countedRules(activity.monitored.rules, pack) },
    senders: activity.senders,
    oldest: activity.oldest && { id: activity.oldest.id, receivedAt: activity.oldest.receivedAt.toISOString() },
  };
}

export async function disclosuresOf(
  { review, districtName }: ReviewParts,
  query: PageQuery,
  caller: Caller,
): Promise<Disclosures> {
  const words = query.q.includes('@') ? [query.q.trim().toLowerCase()] : review.foldWords(query.q);
  // A search by student or subject would disclose content to a role that may not read it.
  const fields = caller.permissions.has('messages.read') ? (['any', 'student'] as const) : (['from', 'to'] as const);
  const ids = idsSought(query.q.trim());
  const page = await review.reports.disclosures(viewerOf(caller), ids === undefined ? words : [], fields, {
    ...optionsOf(query),
    ...(ids !== undefined && { ids }),
  });
  const may = { reveal: caller.permissions.has('messages.reveal'), read: caller.permissions.has('messages.read') };
  return {
    district: districtName(),
    rows: page.rows.flatMap((row) => disclosureOf(row, may) ?? []),
    next: page.next ?? null,
  };
}

/** Undefined if the recipient was entitled to all student data in the message. */
function disclosureOf(
  row: DisclosureRow,
  may: { readonly reveal: boolean; readonly read: boolean },
): Disclosures['rows'][number] | undefined {
  const own = new Set(row.input?.recipients[row.n]?.entitledTo);
  const disclosed = (row.input?.findings ?? []).flatMap((finding, at) => {
    const subject = row.sealed?.findings[at]?.subject;
    return finding.student === undefined || own.has(finding.student)
      ? []
      : [{ code: finding.code, student: finding.student, name: subject?.name ?? '' }];
  });
  if (disclosed.length === 0) return undefined;
  const students = [...new Map(disclosed.map(({ student, name }) => [student, name])).values()];
  return {
    messageId: row.messageId,
    at: row.at.toISOString(),
    sender: row.sender,
    recipient: row.recipient,
    subject: may.read ? (row.sealed?.subject ?? '') : '',
    schools: [...(row.sealed?.schools ?? [])],
    students: students.slice(0, MAX_NAMED).map((name) => (may.reveal ? name : initials(name))),
    studentCount: students.length,
    kinds: [...new Set(disclosed.map(({ code }) => codeTitle(code)))],
    by: byWords(row),
    reason: may.reveal ? reasonWords(row) : '',
  };
}

/** The reasons of all who approved the release. */
function reasonWords({ approvals, reason }: DisclosureRow): string {
  return approvals.length < 2 ? reason : approvals.map((one) => `${one.by}: ${one.reason}`).join('; ');
}

function byWords({ how, by, approvals }: DisclosureRow): string {
  switch (how) {
    case 'reviewer':
      return approvals.length > 1 ? approvals.map((one) => one.by).join(' and ') : by || 'a reviewer';
    case 'sender':
      return 'the sender';
    case 'expiry':
      return 'expiry of the hold';
    case 'exception':
      return `an exception made by ${by}`;
  }
}

export async function exceptionsOf({ review, now }: ReviewParts, caller: Caller): Promise<Exception[]> {
  const list = await review.exceptions.list(viewerOf(caller), now());
  return list.map(({ codes, expiresAt, createdAt, firstUsedAt, reason, ...rest }) => ({
    ...rest,
    codes: [...codes],
    reason: caller.permissions.has('messages.read') ? reason : '',
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
    firstUsedAt: firstUsedAt?.toISOString() ?? null,
  }));
}

export async function auditLogOf(
  { review, districtName }: ReviewParts,
  query: PageQuery & { readonly kind?: EventKind | undefined },
  caller: Caller,
): Promise<AuditPage> {
  const words = query.q
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const page = await review.reports.events(viewerOf(caller), words, {
    ...optionsOf(query),
    ofAccounts: eventsOfKind.accounts,
    ...(query.kind && { events: eventsOfKind[query.kind] }),
  });
  return {
    district: districtName(),
    rows: page.rows.map(({ seq, at, event, actor, messageId, detail, account, reason }) => ({
      seq,
      at: at.toISOString(),
      event,
      words: aboutAccount(eventWords(event, detail), account, actor),
      actor,
      messageId,
      // A reason may name a student.
      reason: caller.permissions.has('messages.reveal') ? reason : '',
    })),
    next: page.next ?? null,
  };
}

/** Says whose account it is where somebody else acted, or a one-time link. */
function aboutAccount(words: string, account: string | null, actor: string): string {
  return account === null || account === actor || words.includes(account) ? words : `${words}: ${account}`;
}

function optionsOf({ from, to, cursor, limit }: PageQuery) {
  const range = { ...(from && { from: new Date(from) }), ...(to && { to: new Date(to) }) };
  if (range.from && range.to && range.from >= range.to)
    throw new ApiProblem('request.invalid', { fields: [{ path: 'to', message: 'Must be later than from' }] });
  return { ...range, cursor, limit };
}

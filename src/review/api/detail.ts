/** One held message: why it is held, its findings and recipients, and the possible actions. */
import { countedRules, gravityOfRelease } from '../../decide/verdict.ts';
import type { MessageDetail as StoredMessage } from '../../store/stored-message.ts';
import type { ReviewItem } from '../../store/review/read-items.ts';
import type { ReviewRecord } from '../../store/review/records.ts';
import type { Caller } from '../access/handler.ts';
import type { MessageDetail, ReviewFinding } from '../contract/message.ts';
import { actionsOf } from './action-labels.ts';
import { recipientsOf } from './recipients.ts';
import { seesPlain } from './review-parts.ts';
import { rowOf } from './rows.ts';
import { becauseWords } from './words/because.ts';
import { codeTitle, unreadSentence } from './words/titles.ts';

/** Further findings are only counted. */
const maxFindings = 1000;

export function detailOf(
  item: ReviewItem,
  message: StoredMessage,
  record: ReviewRecord,
  caller: Caller,
  mayBeCopied: boolean,
): MessageDetail {
  const reads = caller.permissions.has('messages.read');
  const { verdict, sealed } = message;
  const recipientList = recipientsOf(message);
  const revealed = seesPlain(record.revealed, caller);
  return {
    ...rowOf(item, caller.permissions),
    why: whyOf(message),
    findings: message.findings.slice(0, maxFindings).map((_, n) => findingOf(message, n, revealed, reads, record)),
    findingsTotal: message.findings.length + (sealed?.leftOut ?? 0),
    recipientList,
    unread: message.unread.map(({ part, filename, reason }) => ({
      part,
      filename: reads ? (filename ?? '') : '',
      reason,
      words: unreadSentence(reason),
    })),
    revealed,
    decision: decisionOf(item, message, reads),
    appeal: record.appeal && {
      at: record.appeal.at.toISOString(),
      words: reads ? record.appeal.words : '',
      answer: reads ? record.appeal.answer : null,
      answeredAt: record.appeal.answeredAt?.toISOString() ?? null,
    },
    notes: reads ? record.notes.map(({ id, by, at, text }) => ({ id, by, at: at.toISOString(), text })) : [],
    approvers: record.approvals.map(({ id, name, at, reason, forCopy }) => ({
      name,
      forCopy,
      at: at.toISOString(),
      reason: reads ? reason : '',
      isYou: id === caller.account.id,
    })),
    gravity: gravityOfRelease(verdict),
    actions: caller.permissions.has('messages.decide')
      ? actionsOf({ item, record, list: recipientList, verdict, mayBeCopied }, caller)
      : [],
    views: !reads ? [] : caller.permissions.has('messages.reveal') ? ['text', 'rendered', 'headers', 'raw'] : ['text'],
  };
}

function whyOf({ verdict }: StoredMessage): MessageDetail['why'] {
  const clauses = new Map(verdict?.clauses.map((clause) => [clause.id, clause]));
  return countedRules(verdict).map((rule) => {
    const [first] = rule.clauses.flatMap((id) => clauses.get(id) ?? []);
    return {
      rule: rule.id,
      title: rule.title,
      clause: first ? `${first.policy}, ${first.number}` : '',
      clauseText: first?.text ?? '',
      action: rule.action,
      findings: rule.findings.filter((at) => at < maxFindings),
    };
  });
}

function findingOf(
  { findings, sealed }: StoredMessage,
  n: number,
  revealed: boolean,
  reads: boolean,
  record: ReviewRecord,
): ReviewFinding {
  const finding = findings[n]!;
  const facts = sealed?.findings[n];
  const name = facts?.subject?.name;
  return {
    n,
    code: finding.code,
    title: codeTitle(finding.code),
    detector: finding.detector,
    part: finding.part,
    place: reads ? (facts?.place ?? '') : '',
    start: finding.start,
    end: finding.end,
    score: finding.score,
    because: finding.because.map(({ rule, context }) => ({ rule, words: becauseWords(rule, context) })),
    masked: reads ? (facts?.masked ?? '') : '',
    about: name === undefined ? null : revealed ? name : initials(name),
    judgement: record.judgements.get(n) ?? null,
  };
}

export function initials(name: string): string {
  return (name.match(/\p{L}+/gu) ?? []).map((word) => `${word.charAt(0).toUpperCase()}.`).join(' ');
}

function decisionOf(item: ReviewItem, { decision, events }: StoredMessage, reads: boolean): MessageDetail['decision'] {
  if (item.pending)
    return {
      action: item.pending.choice,
      by: item.pending.by,
      at: item.pending.at,
      undoUntil: item.pendingDue?.toISOString() ?? null,
      words: '',
    };
  if (decision === null) return null;
  const at = events.findLast(({ event }) => event === decision.choice)?.at ?? item.closedAt ?? item.openedAt;
  return {
    action: decision.choice,
    by: decision.actor ?? decision.by,
    at: at.toISOString(),
    undoUntil: null,
    words: reads ? (decision.reason ?? '') : '',
  };
}

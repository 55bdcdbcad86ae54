/** The delivery reports (RFC 3461) that are due after an attempt: failure, delay and success. */
import type { EnvelopeRecipient } from '../../message/envelope.ts';
import type { NewNotice, RecipientResult } from '../../store/change.ts';
import type { RecipientState } from '../../store/states.ts';
import { noticeAbout, type ActContext } from '../act-context.ts';
import type { DeliveringMessage } from '../message-facts.ts';
import { headersOnly } from '../notices/headers-only.ts';
import { reportable } from '../notices/may-notify.ts';
import type { Occasion, RecipientOutcome } from '../notices/notice.ts';
import type { AttemptResult } from './attempt.ts';

export interface Attempt {
  /** From 1. */
  readonly attempt: number;
  readonly results: readonly AttemptResult[];
  /** The same results as they are recorded. */
  readonly recipients: readonly RecipientResult[];
  /** The original. */
  readonly raw: Buffer;
}

/** At most one report of each kind; none about recipients for whom the sender did not ask for that kind. */
export function deliveryReports(
  context: ActContext,
  message: DeliveringMessage,
  { attempt, results, recipients, raw }: Attempt,
): NewNotice[] {
  const now = context.now();
  const outcomes = (state: RecipientState): RecipientOutcome[] =>
    recipients.filter((result) => result.state === state).map((result) => outcomeOf(message, result, now));
  const report = (occasion: Occasion, key: string, about: readonly EnvelopeRecipient[]): NewNotice[] =>
    about.length === 0 ? [] : noticeAbout(context, message, occasion, { key, recipients: about });
  const originalHeader = headersOnly(raw);
  const failed = reportable(outcomes('failed'), 'FAILURE');
  const late = isLate(context, message) ? reportable(outcomes('pending'), 'DELAY') : [];
  const takenOver = new Set(
    results.filter(({ reportsSuccess }) => reportsSuccess).map(({ n }) => recipientOf(message, n).address),
  );
  const relayed = reportable(outcomes('delivered'), 'SUCCESS').filter(({ address }) => !takenOver.has(address));
  const willRetryUntil = message.expiresAt;
  return [
    ...report({ kind: 'failure', outcomes: failed, originalHeader }, `failure.${attempt}`, failed),
    ...report({ kind: 'delay', outcomes: late, willRetryUntil, originalHeader }, 'delay', late),
    ...report({ kind: 'success', action: 'relayed', outcomes: relayed, originalHeader }, `success.${attempt}`, relayed),
  ];
}

/** Whether the sender should learn that the message is not delivered yet. */
function isLate({ now, schedule }: ActContext, { expiresAt }: DeliveringMessage): boolean {
  const startedMs = expiresAt.getTime() - schedule.maxAgeMs;
  return now().getTime() >= startedMs + schedule.delayNoticeMs;
}

function recipientOf({ recipients }: DeliveringMessage, n: number): EnvelopeRecipient {
  return recipients.find((recipient) => recipient.n === n)!;
}

function outcomeOf(message: DeliveringMessage, result: RecipientResult, now: Date): RecipientOutcome {
  const { address, notify, orcpt } = recipientOf(message, result.n);
  return {
    address,
    ...(notify === undefined ? {} : { notify }),
    ...(orcpt === undefined ? {} : { orcpt }),
    status: result.status ?? '4.0.0',
    ...(result.remote === undefined ? {} : { remoteMta: result.remote.replace(/:\d+$/, '') }),
    ...(result.reply === undefined ? {} : { reply: result.reply }),
    lastAttemptAt: now,
  };
}

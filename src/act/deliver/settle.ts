/** After an attempt: the step that records each recipient's result, plans the next attempt, and reports what is due. */
import type { AuditEvent, NewNotice, RecipientResult, Step } from '../../store/change.ts';
import type { Decision } from '../../store/schema.ts';
import type { RecipientState } from '../../store/states.ts';
import type { EnvelopeRecipient } from '../../message/envelope.ts';
import { noticeAbout, type ActContext, type ActOn } from '../act-context.ts';
import { headersOnly } from '../notices/headers-only.ts';
import { reportable } from '../notices/may-notify.ts';
import type { RecipientOutcome } from '../notices/notice.ts';
import type { AttemptResult } from './attempt.ts';

export interface Tried extends Omit<ActOn, 'recipients'> {
  readonly lease: string;
  readonly decision?: Decision;
  /** When attempts end. */
  readonly expiresAt: Date;
  readonly recipients: readonly (EnvelopeRecipient & {
    readonly n: number;
    readonly state: RecipientState;
    readonly attempts: number;
  })[];
}

/** RFC 3463 X.4.7: delivery time expired. */
const EXPIRED = '4.4.7';

export function settle(
  context: ActContext,
  message: Tried,
  results: readonly AttemptResult[],
  raw: Buffer,
  random: () => number = Math.random,
): Step {
  const now = context.now();
  const { maxAgeMs, delayNoticeMs } = context.schedule;
  const givenUp = now >= message.expiresAt;
  const attempt =
    1 +
    Math.max(
      0,
      ...message.recipients.filter((recipient) => recipient.state === 'pending').map((recipient) => recipient.attempts),
    );
  const recipients = results.map((result): RecipientResult => {
    const state = result.outcome === 'deferred' ? (givenUp ? 'failed' : 'pending') : result.outcome;
    const status = result.outcome === 'deferred' && givenUp ? EXPIRED : result.status;
    return {
      n: result.n,
      state,
      status,
      reply: result.reply,
      ...(result.remote === undefined ? {} : { remote: result.remote }),
      attempted: true,
    };
  });

  const stateOf = (n: number, before: RecipientState): RecipientState =>
    recipients.find((result) => result.n === n)?.state ?? before;
  const after = message.recipients.map((recipient) => stateOf(recipient.n, recipient.state));
  const finished = !after.includes('pending');
  const to = finished ? (after.includes('delivered') ? 'delivered' : 'failed') : 'delivering';
  const next = finished
    ? null
    : new Date(
        Math.min(
          now.getTime() + context.schedule.nextWaitMs(attempt, random),
          Math.max(message.expiresAt.getTime(), now.getTime() + 1000),
        ),
      );

  const outcomes = (state: RecipientState): RecipientOutcome[] =>
    recipients.filter((result) => result.state === state).map((result) => outcomeOf(message, result, now));
  const originalHeader = headersOnly(raw);
  const notices: NewNotice[] = [];
  const failed = reportable(outcomes('failed'), 'FAILURE');
  if (failed.length > 0)
    notices.push(...report({ kind: 'failure', outcomes: failed, originalHeader }, `failure.${attempt}`, failed));
  const late = reportable(outcomes('pending'), 'DELAY');
  const startedMs = message.expiresAt.getTime() - maxAgeMs;
  if (late.length > 0 && now.getTime() >= startedMs + delayNoticeMs) {
    notices.push(
      ...report({ kind: 'delay', outcomes: late, willRetryUntil: message.expiresAt, originalHeader }, 'delay', late),
    );
  }
  const relayed = reportable(outcomes('delivered'), 'SUCCESS').filter(
    (outcome) =>
      !results.some((result) => result.reportsSuccess && recipientAddress(message, result.n) === outcome.address),
  );
  if (relayed.length > 0)
    notices.push(
      ...report(
        { kind: 'success', action: 'relayed', outcomes: relayed, originalHeader },
        `success.${attempt}`,
        relayed,
      ),
    );
  const released = finished && message.decision?.choice === 'release' && after.includes('delivered');
  if (released)
    notices.push(
      ...noticeAbout(
        context,
        message,
        {
          kind: 'released',
          ...(message.decision?.reason ? { reviewerWords: message.decision.reason } : {}),
          withheld: message.recipients.filter(({ state }) => state === 'withheld').map(({ address }) => address),
        },
        { recipients: message.recipients.filter(({ state }) => state !== 'withheld') },
      ),
    );

  function report(
    occasion: Parameters<typeof noticeAbout>[2],
    key: string,
    about: readonly EnvelopeRecipient[],
  ): NewNotice[] {
    return noticeAbout(context, message, occasion, { key, recipients: about });
  }
  return {
    id: message.id,
    from: 'delivering',
    to,
    lease: message.lease,
    dueAt: next,
    recipients,
    notices,
    events: [
      ...events(recipients, attempt),
      ...(released
        ? [{ event: 'released', actor: message.decision?.account ?? message.decision?.actor ?? 'reviewer', detail: {} }]
        : []),
    ],
  };
}

function recipientAddress(message: Tried, n: number): string | undefined {
  return message.recipients.find((recipient) => recipient.n === n)?.address;
}

function outcomeOf(message: Tried, result: RecipientResult, now: Date): RecipientOutcome {
  const { address, notify, orcpt } = message.recipients.find((recipient) => recipient.n === result.n)!;
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

/** One event for each kind of result, with the envelope positions it is about. */
function events(results: readonly RecipientResult[], attempt: number): AuditEvent[] {
  const names = { delivered: 'delivered', failed: 'failed', pending: 'deferred', withheld: 'withheld' } as const;
  const groups = Map.groupBy(results, (result) => result.state);
  return [...groups].map(([state, group]) => ({
    event: names[state],
    actor: 'gateway',
    detail: {
      attempt,
      recipients: group.map((result) => result.n),
      statuses: [...new Set(group.map((result) => result.status ?? ''))],
      remote: group[0]?.remote ?? null,
    },
  }));
}

/** After an attempt: the step that records each recipient's result, plans the next attempt, and reports what is due. */
import type { AuditEvent, NewNotice, RecipientResult, Step } from '../../store/change.ts';
import { noticeAbout, type ActContext } from '../act-context.ts';
import type { DeliveringMessage } from '../message-facts.ts';
import type { AttemptResult } from './attempt.ts';
import { deliveryReports } from './delivery-reports.ts';

/** RFC 3463 X.4.7: delivery time expired. */
const EXPIRED = '4.4.7';

/** @param raw the original, of which the reports carry the header section */
export function settle(
  context: ActContext,
  message: DeliveringMessage,
  results: readonly AttemptResult[],
  raw: Buffer,
  random: () => number = Math.random,
): Step {
  const attempt = attemptNumber(message);
  const tried = results.some(({ untried }) => !untried);
  const givenUp = context.now() >= message.expiresAt;
  const recipients = results.map((result) => recipientResult(result, givenUp));
  const after = message.recipients.map(({ n, state }) => recipients.find((one) => one.n === n)?.state ?? state);
  const finished = !after.includes('pending');
  const delivered = after.includes('delivered');
  const released = finished && delivered && message.decision?.choice === 'release';
  return {
    id: message.id,
    from: 'delivering',
    to: finished ? (delivered ? 'delivered' : 'failed') : 'delivering',
    lease: message.lease,
    dueAt: finished ? null : nextAttempt(context, message, tried ? attempt : attemptsAtAge(context, message), random),
    recipients,
    notices: [
      ...deliveryReports(context, message, { attempt, results, recipients, raw }),
      ...(released ? releasedNotice(context, message) : []),
    ],
    events: [
      ...(tried || finished || isFirst(message) ? attemptEvents(recipients, tried ? attempt : 0) : []),
      ...(released ? [releasedEvent(message)] : []),
    ],
  };
}

/** Which attempt this was, from 1. */
function attemptNumber({ recipients }: DeliveringMessage): number {
  return 1 + Math.max(0, ...recipients.flatMap(({ state, attempts }) => (state === 'pending' ? [attempts] : [])));
}

/** Messages that wait for the end of an outage are looked at as often as if each time had been an attempt. */
function attemptsAtAge({ now, schedule }: ActContext, { expiresAt }: DeliveringMessage): number {
  return schedule.attemptsAtAge(schedule.maxAgeMs - (expiresAt.getTime() - now().getTime()));
}

/** Whether no recipient has a result yet. */
function isFirst({ recipients }: DeliveringMessage): boolean {
  return recipients.every(({ status }) => !status);
}

/** A deferred recipient stays pending, or has failed where the time to try is over. */
function recipientResult(result: AttemptResult, givenUp: boolean): RecipientResult {
  const deferred = result.outcome === 'deferred';
  return {
    n: result.n,
    state: result.outcome === 'deferred' ? (givenUp ? 'failed' : 'pending') : result.outcome,
    status: deferred && givenUp ? EXPIRED : result.status,
    reply: result.reply,
    ...(result.remote === undefined ? {} : { remote: result.remote }),
    attempted: !result.untried,
  };
}

/** As the schedule says, but not after the end of the attempts. */
function nextAttempt(
  context: ActContext,
  { expiresAt }: DeliveringMessage,
  attempt: number,
  random: () => number,
): Date {
  const nowMs = context.now().getTime();
  const wantedMs = nowMs + context.schedule.nextWaitMs(attempt, random);
  return new Date(Math.min(wantedMs, Math.max(expiresAt.getTime(), nowMs + 1000)));
}

function releasedNotice(context: ActContext, message: DeliveringMessage): NewNotice[] {
  const occasion = {
    kind: 'released',
    ...(message.decision?.reason ? { reviewerWords: message.decision.reason } : {}),
    withheld: message.recipients.filter(({ state }) => state === 'withheld').map(({ address }) => address),
  } as const;
  const recipients = message.recipients.filter(({ state }) => state !== 'withheld');
  return noticeAbout(context, message, occasion, { recipients });
}

function releasedEvent({ decision }: DeliveringMessage): AuditEvent {
  return { event: 'released', actor: decision?.account ?? decision?.actor ?? 'reviewer', detail: {} };
}

/** One event for each kind of result, with the envelope positions it is about. */
function attemptEvents(results: readonly RecipientResult[], attempt: number): AuditEvent[] {
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

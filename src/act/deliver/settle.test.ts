/** Attempts until the end: any sequence of results leaves each recipient with one final result and at most one report each. */
import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { configSchema } from '../../config/schema.ts';
import type { DsnNotify } from '../../message/envelope.ts';
import { newMessageId } from '../../message/message-id.ts';
import type { Step } from '../../store/change.ts';
import { isFinal, mayBecome } from '../../store/states.ts';
import { createActContext, type ActContext } from '../act-context.ts';
import type { DeliveringMessage } from '../message-facts.ts';
import type { AttemptResult } from './attempt.ts';
import { createSchedule } from './schedule.ts';
import { settle } from './settle.ts';

const config = configSchema.parse({});
const HOUR_MS = 3_600_000;
const start = new Date('2026-11-09T14:00:00Z');
const raw = Buffer.from('From: a@school.example\r\nSubject: x\r\n\r\nThe body.\r\n');
const shared = createActContext(config, { derive: () => [randomBytes(32)] }, () => 'http://127.0.0.1');

function contextAt(now: Date): ActContext {
  return { ...shared, domains: ['school.example'], now: () => now };
}

type Outcome = AttemptResult['outcome'];
const statuses: Record<Outcome, string> = { delivered: '2.0.0', deferred: '4.2.1', failed: '5.1.1' };
const outcome = fc.constantFrom<Outcome>('delivered', 'deferred', 'deferred', 'deferred', 'failed');
const notify = fc.constantFrom<readonly DsnNotify[] | undefined>(
  undefined,
  ['NEVER'],
  ['SUCCESS'],
  ['FAILURE'],
  ['DELAY'],
  ['SUCCESS', 'FAILURE', 'DELAY'],
);

interface Life {
  readonly message: DeliveringMessage;
  readonly steps: readonly Step[];
  /** Addresses reported on, by kind of notice. */
  readonly reported: Readonly<Record<'failure' | 'delay' | 'success', readonly string[]>>;
}

/** Runs attempts as the pipeline and the store would, each at the time that the step before it planned. */
function live(wishes: readonly (readonly DsnNotify[] | undefined)[], outcomes: () => Outcome, sender: string): Life {
  let message: DeliveringMessage = {
    id: newMessageId(start.getTime()),
    kind: 'mail',
    sender,
    receivedAt: start,
    lease: 'lease',
    expiresAt: new Date(start.getTime() + config.deliver.maxAgeHours * HOUR_MS),
    recipients: wishes.map((wish, n) => ({
      n,
      address: `guest${n}@museum.example`,
      state: 'pending',
      attempts: 0,
      ...(wish === undefined ? {} : { notify: wish }),
    })),
  };
  const steps: Step[] = [];
  const sent = new Set<string>();
  const reported = { failure: [] as string[], delay: [] as string[], success: [] as string[] };
  for (let now = start; ;) {
    const pending = message.recipients.filter(({ state }) => state === 'pending');
    const results = pending.map(({ n }): AttemptResult => {
      const result = outcomes();
      return { n, outcome: result, status: statuses[result], reply: 'words', remote: 'host:25', reportsSuccess: false };
    });
    const step = settle(contextAt(now), message, results, raw, () => 0.5);
    steps.push(step);
    for (const notice of step.notices ?? []) {
      if (sent.has(notice.notice)) continue; // the store drops a second one of the same name
      sent.add(notice.notice);
      const kind = notice.notice.split('.')[0] as keyof typeof reported;
      const text = notice.raw.toString();
      reported[kind].push(...[...text.matchAll(/^Final-Recipient: rfc822; (\S+)\r$/gm)].map((match) => match[1]!));
    }
    message = {
      ...message,
      recipients: message.recipients.map((recipient) => {
        const result = step.recipients?.find(({ n }) => n === recipient.n);
        return result ? { ...recipient, state: result.state, attempts: recipient.attempts + 1 } : recipient;
      }),
    };
    if (step.dueAt === null) return { message, steps, reported };
    expect(step.dueAt.getTime()).toBeGreaterThan(now.getTime());
    now = step.dueAt;
  }
}

describe('any sequence of results', () => {
  it('ends: each recipient has one final result and at most one report of each kind, as asked for', () => {
    fc.assert(
      fc.property(
        fc.array(notify, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(outcome),
        fc.constantFrom('a@school.example', '', 'a@elsewhere.example'),
        (wishes, stream, sender) => {
          const { message, steps, reported } = live(wishes, () => stream.next().value as Outcome, sender);
          const last = steps.at(-1)!;
          expect(isFinal(last.to)).toBe(true);
          expect(steps.slice(0, -1).every(({ to }) => to === 'delivering')).toBe(true);
          expect(steps.every(({ from, to }) => mayBecome(from, to))).toBe(true);
          const states = message.recipients.map(({ state }) => state);
          expect(states).not.toContain('pending');
          expect(last.to).toBe(states.includes('delivered') ? 'delivered' : 'failed');
          for (const kind of ['failure', 'delay', 'success'] as const)
            expect(new Set(reported[kind]).size).toBe(reported[kind].length);
          const told = sender === 'a@school.example';
          const due = (state: string, event: DsnNotify, byDefault: boolean): string[] =>
            message.recipients
              .filter((one) => told && one.state === state && (one.notify?.includes(event) ?? byDefault))
              .map(({ address }) => address);
          expect([...reported.failure].sort()).toEqual(due('failed', 'FAILURE', true));
          expect([...reported.success].sort()).toEqual(due('delivered', 'SUCCESS', false));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that never gets through is given up at the end of its time, announced as late once on the way', () => {
    const { steps, reported } = live([undefined], () => 'deferred', 'a@school.example');
    expect(reported).toEqual({ failure: ['guest0@museum.example'], delay: ['guest0@museum.example'], success: [] });
    expect(steps.at(-1)).toMatchObject({ to: 'failed', recipients: [{ state: 'failed', status: '4.4.7' }] });
    const times = steps.slice(0, -1).map(({ dueAt }) => dueAt!.getTime() - start.getTime());
    expect(times.at(-1)).toBe(72 * HOUR_MS);
    // One minute, five, fifteen, half an hour, an hour, then every two hours.
    expect(times.slice(0, 7).map((ms) => ms / 60_000)).toEqual([1, 6, 21, 51, 111, 231, 351]);
  });

  it('about a notice is reported to nobody', () => {
    const context = contextAt(start);
    const recipient = { n: 0, address: 'a@school.example', state: 'pending', attempts: 0 } as const;
    const notice: DeliveringMessage = {
      id: newMessageId(),
      kind: 'notice',
      sender: '',
      receivedAt: start,
      lease: 'x',
      expiresAt: start,
      recipients: [recipient],
    };
    const result = { n: 0, outcome: 'failed', status: '5.1.1', reply: 'no', reportsSuccess: false } as const;
    expect(settle(context, notice, [result], raw).notices).toEqual([]);
  });
});

describe('the schedule', () => {
  it('never waits less than nine tenths or more than eleven tenths of what is configured', () => {
    const schedule = createSchedule(config.deliver);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const minutes = config.deliver.retryMinutes.at(Math.min(attempts, config.deliver.retryMinutes.length) - 1)!;
          const wait = schedule.nextWaitMs(attempts, () => random) / 60_000;
          expect(wait).toBeGreaterThanOrEqual(minutes * 0.9 - 1e-9);
          expect(wait).toBeLessThanOrEqual(minutes * 1.1 + 1e-9);
        },
      ),
    );
  });
});

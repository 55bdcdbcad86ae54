/**
 * Kills the gateway at each step with mail in flight, starts it again, and counts: lost 0, altered 0, and nothing twice but
 * what the smart host had taken when the crash fell. CRASH_MESSAGES and CRASH_ROUNDS make it longer (npm run test:crash).
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../harness/wait.ts';
import type { Victim } from '../harness/process.ts';
import { judgeRound, type Tally } from './judge.ts';
import { makeMail, random, sendAll, type Sent } from './mail.ts';
import { CONCURRENCY, createScene, type Scene } from './scene.ts';

const MESSAGES = Number(process.env['CRASH_MESSAGES'] ?? 60);
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 1);
const LIMIT_MS = 600_000;
const seeds = Array.from({ length: ROUNDS }, (_, n) => n + 1);

let scene: Scene;
let round = 0;

beforeAll(async () => {
  scene = await createScene();
  await scene.recover();
}, LIMIT_MS);
afterAll(async () => {
  await scene.close();
});

interface Round {
  readonly tally: Tally;
  readonly sent: readonly Sent[];
}

/**
 * Sends the round's messages while `strike` waits for its moment and kills; then starts the gateway again and judges.
 *
 * @param strike its own promise resolves when the victims have gone; `sending` is the traffic
 */
async function crash(
  step: string,
  seed: number,
  strike: (context: { next: () => number; onAccepted: (act: (count: number) => void) => void }) => Promise<void>,
): Promise<Round> {
  round += 1;
  const name = `${step.replaceAll(/[^a-z]+/gi, '-')}-${round}`;
  const mails = Array.from({ length: MESSAGES }, (_, n) => makeMail(`${name}-${n}`, seed * 100_003 + round * 1009 + n));
  const from = scene.sink.taken.length;
  let onAccepted: ((count: number) => void) | undefined;
  const striking = strike({ next: random(seed + round), onAccepted: (act) => (onAccepted = act) });
  const sent = await sendAll(scene.gateway.smtpPort, mails, { onAccepted: (count) => onAccepted?.(count) });
  await striking;
  const { startMs, settleMs } = await scene.recover();
  const tally = await judgeRound(scene, sent, from);
  const outcomes = Object.entries(tally.outcomes).map(([state, count]) => `${count} ${state}`);
  process.stdout.write(
    `${step}, seed ${seed}: ${tally.accepted} accepted, ${tally.unasked} without a 250; ${outcomes.join(', ')}; lost ${tally.lost.length}, altered ${tally.altered.length}, twice ${tally.twice.length}; started in ${startMs} ms, at rest after ${settleMs} ms\n`,
  );
  expect(tally.lost).toEqual([]);
  expect(tally.altered).toEqual([]);
  expect(tally.auditBroken).toBeNull();
  return { tally, sent };
}

/** A copy in each of two lives: the crash fell after the smart host's 250. */
function expectOnlyInTheWindow({ tally }: Round): void {
  for (const { lives } of tally.twice) expect(new Set(lives).size).toBe(lives.length);
  expect(tally.twice.length).toBeLessThanOrEqual(2 * CONCURRENCY);
}

describe.each(seeds)('kill -9 of everything, seed %i', (seed) => {
  it(
    'after the 250',
    async () => {
      const result = await crash('after 250', seed, async ({ next, onAccepted }) => {
        const at = Math.ceil(MESSAGES * (0.5 + 0.5 * next()));
        scene.hold(); // nothing of it gets further than extraction
        await new Promise<void>((done) => onAccepted((count) => count === at && done()));
        await scene.gateway.kill('tree');
      });
      expect(result.tally.accepted).toBeGreaterThanOrEqual(Math.ceil(MESSAGES / 2));
      expect(result.tally.twice).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'after the extraction',
    async () => {
      const result = await crash('after extract', seed, async () => {
        scene.hold();
        await until(() => scene.isHeld());
        await scene.gateway.kill('tree');
      });
      expect(result.tally.twice).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    'during delivery, with half of a message sent',
    async () => {
      const result = await crash('during delivery', seed, async ({ next }) => {
        const at = Math.ceil((MESSAGES / 4) * next());
        let open = 0;
        await new Promise<void>((done) => {
          scene.sink.onData = (bytes) => {
            if (bytes < 1000) return false;
            if ((open += 1) === at) done();
            return open >= at;
          };
        });
        await scene.gateway.kill('tree');
      });
      expectOnlyInTheWindow(result);
    },
    LIMIT_MS,
  );

  it(
    "between the smart host's 250 and the commit",
    async () => {
      const result = await crash("after the smart host's 250", seed, async ({ next }) => {
        const before = scene.sink.taken.length;
        const at = before + Math.ceil((MESSAGES / 3) * next());
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const kill = scene.gateway.aim('tree');
        // The signals are sent before the gateway can commit what the reply tells it.
        scene.sink.onTaken = (count) => void (count === at && kill().then(resolve, reject));
        await promise;
      });
      expect(result.tally.twice.length).toBeGreaterThanOrEqual(1);
      expectOnlyInTheWindow(result);
    },
    LIMIT_MS,
  );
});

describe.each(seeds)('at any moment under load, seed %i', (seed) => {
  it.each<Victim>(['tree', 'node', 'postmaster', 'backend'])(
    'kill -9 of: %s',
    async (victim) => {
      const result = await crash(`any moment, ${victim}`, seed, async ({ next, onAccepted }) => {
        // One of the moments at which a message was just accepted or just taken by the smart host.
        let left = Math.ceil(1.5 * MESSAGES * next());
        const kill = scene.gateway.aim(victim);
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const moment = (): void => {
          if ((left -= 1) === 0) kill().then(resolve, reject);
        };
        onAccepted(moment);
        scene.sink.onTaken = moment;
        await promise;
        if (victim === 'postmaster') expect(await scene.gateway.exited()).toBe(1);
      });
      expectOnlyInTheWindow(result);
    },
    LIMIT_MS,
  );
});

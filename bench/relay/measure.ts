/** What is measured of a running relay, each part with a sink and a load of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openLoad, senders, type Load } from './load/load.ts';
import type { LoadOutcome } from './load/outcome.ts';
import { memoryOf, watchTrees, type Cost } from './load/process-cost.ts';
import { isAccepted } from './load/tally.ts';
import type { PeerPlace, RunningPeer } from './peers/peer.ts';

export interface Plan {
  readonly mailFolder: string;
  readonly messages: number;
  readonly sessions: number;
  /** Messages sent first and not counted. */
  readonly warmUp: number;
  /** Messages a second of the open loop; 0: not measured. */
  readonly rate: number;
  /** Messages of one sender before the one of another; 0: not measured. */
  readonly burst: number;
  /** Seconds; 0: not measured. */
  readonly outage: number;
}

export interface Measured {
  /** MB, after the start and before any message. */
  readonly idleMb: number;
  readonly closed: LoadOutcome;
  /** Of the closed loop. */
  readonly cost: Cost;
  readonly open?: LoadOutcome;
  /** From MAIL FROM to the arrival of the other sender's message; undefined: it did not arrive. */
  readonly burstMs?: number | undefined;
  /** From the return of the next hop until everything accepted before it has arrived; undefined: it did not. */
  readonly drainS?: number | undefined;
}

/** Messages a second while the next hop is away, where no rate is given. */
const OUTAGE_RATE = 10;
/** Seconds of sending before and after the outage. */
const AROUND_S = 5;
/** Seconds: by default, Postfix waits up to ten minutes before it tries a next hop again. */
const OUTAGE_IDLE_S = 900;
const IDLE_AFTER_MS = 3000;

export async function measure(peer: RunningPeer, place: PeerPlace, plan: Plan): Promise<Measured> {
  await sleep(IDLE_AFTER_MS);
  const idleMb = memoryOf(peer.pids);
  const { outcome: closed, cost } = await runClosedLoop(peer, place, plan);
  return {
    ...{ idleMb, closed, cost },
    ...(plan.rate > 0 ? { open: await runOpenLoop(place, plan) } : {}),
    ...(plan.burst > 0 ? { burstMs: await runBurst(place, plan) } : {}),
    ...(plan.outage > 0 ? { drainS: await runOutage(place, plan) } : {}),
  };
}

async function withLoad<T>(
  { port, sinkPort }: PeerPlace,
  { mailFolder }: Plan,
  options: { messages: number; idleS?: number },
  use: (load: Load) => Promise<T>,
): Promise<T> {
  const load = await openLoad({ port, sinkPort, mailFolder, ...options });
  try {
    return await use(load);
  } finally {
    await load.close();
  }
}

async function runClosedLoop(
  { pids }: RunningPeer,
  place: PeerPlace,
  plan: Plan,
): Promise<{ outcome: LoadOutcome; cost: Cost }> {
  const { messages, sessions, warmUp } = plan;
  return withLoad(place, plan, { messages: messages + warmUp }, async (load) => {
    if (warmUp > 0) await load.send({ messages: warmUp, sessions });
    await load.arrivals();
    const from = load.next();
    const finish = watchTrees(pids);
    await load.send({ messages, sessions });
    await load.arrivals();
    const cost = finish();
    await load.settle();
    return { outcome: load.outcome(from), cost };
  });
}

async function runOpenLoop(place: PeerPlace, plan: Plan): Promise<LoadOutcome> {
  const { messages, sessions, rate } = plan;
  return withLoad(place, plan, { messages }, async (load) => {
    await load.send({ messages, sessions, rate });
    await load.arrivals();
    await load.settle();
    return load.outcome();
  });
}

async function runBurst(place: PeerPlace, plan: Plan): Promise<number | undefined> {
  return withLoad(place, plan, { messages: plan.burst + 1 }, async (load) => {
    await load.send({ messages: plan.burst, sessions: plan.sessions });
    const other = load.next();
    await load.send({ messages: 1, sessions: 1, sender: senders[1] });
    await load.arrivals();
    const { startMs, arriveMs } = load.times(other);
    return arriveMs === 0 ? undefined : arriveMs - startMs;
  });
}

async function runOutage(place: PeerPlace, plan: Plan): Promise<number | undefined> {
  const { sessions, outage } = plan;
  const rate = plan.rate > 0 ? plan.rate : OUTAGE_RATE;
  const messages = Math.ceil(rate * (outage + 2 * AROUND_S));
  return withLoad(place, plan, { messages, idleS: OUTAGE_IDLE_S }, async (load) => {
    const sending = load.send({ messages, sessions, rate });
    await sleep(AROUND_S * 1000);
    await load.sink('down');
    await sleep(outage * 1000);
    const upMs = await load.sink('up');
    await sending;
    await load.arrivals();
    const owed = Array.from({ length: load.next() }, (_, n) => load.times(n)).filter(
      ({ code, acceptMs }) => isAccepted(code) && acceptMs < upMs,
    );
    if (owed.some(({ arriveMs }) => arriveMs === 0)) return undefined;
    return Math.max(0, ...owed.map(({ arriveMs }) => (arriveMs - upMs) / 1000));
  });
}

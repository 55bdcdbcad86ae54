/** One load of a relay: a sink that plays the next hop, senders, and the tally of what happened to each message. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { readMailSet } from './mail-set.ts';
import { outcomeOf, type LoadOutcome } from './outcome.ts';
import { clock, createTally, isAccepted, SLOT, type SendOrder, type SinkOrder } from './tally.ts';

export interface LoadTarget {
  /** Where the relay listens, on 127.0.0.1. */
  readonly port: number;
  /** Where the relay delivers to, on 127.0.0.1: the load listens there itself. */
  readonly sinkPort: number;
  /** Folder of `.eml` files, sent in the order of their names, again and again. */
  readonly mailFolder: string;
  /** Messages that will be sent at most. */
  readonly messages: number;
  /** Seconds without an arrival after which what is missing counts as lost. Default: 60. */
  readonly idleS?: number;
  /** Seconds that the sink listens on for second copies after the last arrival. Default: 1. */
  readonly settleS?: number;
}

export interface Sending {
  readonly messages: number;
  readonly sessions: number;
  /** Messages a second; without it, each session sends as fast as it can. */
  readonly rate?: number;
  /** Envelope sender. Default: the first of `senders`. */
  readonly sender?: string;
}

export interface Load {
  /** Resolves when each of the messages has been answered. Their numbers follow on those sent before. */
  send(sending: Sending): Promise<void>;
  /** Resolves when everything that was accepted has arrived. @returns false where it gave up */
  arrivals(): Promise<boolean>;
  /** Makes the next hop unreachable, or reachable again. @returns milliseconds of `clock()` */
  sink(state: 'up' | 'down'): Promise<number>;
  /** Number of the next message. */
  next(): number;
  /** Summary of the messages from this number on. */
  outcome(from?: number): LoadOutcome;
  /** Milliseconds of `clock()` at which message `n` was begun and at which it arrived; 0: not yet. */
  times(n: number): {
    readonly code: number;
    readonly startMs: number;
    readonly acceptMs: number;
    readonly arriveMs: number;
  };
  /** Listens on for second copies, then ends the sink. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Envelope senders: who sends the load, and somebody else. */
export const senders = ['sender@school.example', 'other@school.example'] as const;
const RECIPIENT = 'recipient@partner.example';
const POLL_MS = 5;
const PER_CONNECTION = 20;

/** @throws Error where the sink's port is in use */
export async function openLoad(target: LoadTarget): Promise<Load> {
  const { port, sinkPort, mailFolder, messages, idleS = 60, settleS = 1 } = target;
  const tally = createTally(messages);
  const run = randomBytes(6).toString('hex');
  const mails = readMailSet(mailFolder);
  const sinkOrder: SinkOrder = { port: sinkPort, mailFolder, run, senders, recipient: RECIPIENT, messages, tally };
  const sink = new Worker(new URL('./sink-thread.ts', import.meta.url), { workerData: sinkOrder });
  const [state] = (await once(sink, 'message')) as [string];
  if (state !== 'up') throw new Error(`the sink says ${state}`);
  let sent = 0;

  const sendAll = async ({ messages: count, sessions, rate, sender = senders[0] }: Sending): Promise<void> => {
    const [from, to] = [sent, sent + count];
    if (to > messages) throw new Error('more messages than announced');
    sent = to;
    Atomics.store(tally.count, SLOT.next, from);
    const order: SendOrder = {
      ...{ port, mailFolder, run, sender, recipient: RECIPIENT, from, to, tally },
      ...{ sessions: Math.min(sessions, count), perConnection: PER_CONNECTION },
      ...(rate === undefined ? {} : { rate }),
    };
    const thread = new Worker(new URL('./sender-thread.ts', import.meta.url), { workerData: order });
    await once(thread, 'exit');
  };
  const owed = (): number => tally.code.subarray(0, sent).filter(isAccepted).length;
  const arrived = (): number =>
    tally.seen.subarray(0, sent).filter((copies, n) => copies > 0 && isAccepted(tally.code[n]!)).length;

  return {
    send: sendAll,
    async arrivals() {
      for (let [last, sinceMs] = [-1, clock()]; arrived() < owed(); await sleep(POLL_MS)) {
        const now = Atomics.load(tally.count, SLOT.arrived);
        if (now !== last) [last, sinceMs] = [now, clock()];
        if (clock() - sinceMs > idleS * 1000) return false;
      }
      return true;
    },
    async sink(wanted) {
      const changed = once(sink, 'message');
      sink.postMessage(wanted);
      await changed;
      return clock();
    },
    next: () => sent,
    outcome: (from = 0) => outcomeOf(tally, mails, { from, to: sent }),
    times: (n) => ({
      code: tally.code[n]!,
      startMs: tally.start[n]!,
      acceptMs: tally.accept[n]!,
      arriveMs: tally.arrive[n]!,
    }),
    settle: () => sleep(settleS * 1000),
    async close() {
      await sink.terminate();
    },
  };
}

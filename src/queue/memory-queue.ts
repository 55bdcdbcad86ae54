/** Wakes workers of the same process, in a fair order. What it forgets when the process ends, the sweeper finds again. */
import type { MessageId } from '../message/message-id.ts';
import { createFairOrder } from './fair-order.ts';
import { createPlaceHeap } from './place-heap.ts';
import type { QueueName, Wake, WorkQueue } from './work-queue.ts';

/** Wake-ups kept in memory; for any more, the sweeper makes up. */
const MOST_WAITING = 50_000;

type Handler = (id: MessageId) => Promise<void>;

export function createMemoryQueue(onError: (error: unknown) => void): WorkQueue {
  const lanes = { scan: createLane(onError), act: createLane(onError) };
  const both = Object.values(lanes);
  const drain = async (): Promise<void> => void (await Promise.all(both.map((lane) => lane.drain())));
  return {
    wake: (name: QueueName, wake) => lanes[name].wake(wake),
    async process(name, concurrency, handler) {
      lanes[name].process(concurrency, handler);
    },
    async clear() {
      for (const lane of both) lane.clear();
    },
    ping: () => Promise.resolve(),
    drain,
    close: drain,
  };
}

interface Lane {
  wake(wake: Wake): void;
  process(concurrency: number, handler: Handler): void;
  clear(): void;
  drain(): Promise<void>;
}

function createLane(onError: (error: unknown) => void): Lane {
  const order = createFairOrder();
  const waiting = createPlaceHeap<Wake>();
  const known = new Set<string>();
  const running = new Set<Promise<void>>();
  let most = 0;
  let handle: Handler | undefined;
  let closing = false;

  function startWaiting(): void {
    while (!closing && handle && running.size < most) {
      const next = waiting.take();
      if (next === undefined) return order.reset();
      order.begins(next.place);
      known.delete(keyOf(next.entry));
      start(handle, next.entry.id);
    }
  }

  function start(handler: Handler, id: MessageId): void {
    const work = handler(id)
      .catch(onError)
      .finally(() => {
        running.delete(work);
        startWaiting();
      });
    running.add(work);
  }

  return {
    wake(wake) {
      if (waiting.size >= MOST_WAITING || known.has(keyOf(wake))) return;
      known.add(keyOf(wake));
      waiting.add(order.placeFor(wake.share), wake);
      // Not within the caller's turn: a wake-up is never the work itself.
      if (running.size < most) setImmediate(startWaiting);
    },
    process(concurrency, handler) {
      closing = false;
      most += concurrency;
      handle = handler;
      startWaiting();
    },
    clear() {
      waiting.clear();
      known.clear();
      order.reset();
    },
    async drain() {
      closing = true;
      await Promise.all(running);
      most = 0;
    },
  };
}

const keyOf = ({ id, wake }: Wake): string => `${id}.${wake}`;

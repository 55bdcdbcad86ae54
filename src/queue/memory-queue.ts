/** Wakes workers of the same process, in a fair order. What it forgets when the process ends, the sweeper finds again. */
import type { MessageId } from '../message/message-id.ts';
import { createFairOrder } from './fair-order.ts';
import { createPlaceHeap } from './place-heap.ts';
import type { QueueName, Wake, WorkHandler, WorkQueue } from './work-queue.ts';

/** Wake-ups kept in memory; for any more, the sweeper makes up. */
const MOST_WAITING = 50_000;

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
  process(concurrency: number, handler: WorkHandler): void;
  clear(): void;
  drain(): Promise<void>;
}

function createLane(onError: (error: unknown) => void): Lane {
  const order = createFairOrder();
  const waiting = createPlaceHeap<Wake>();
  const known = new Set<string>();
  const running = new Set<Promise<void>>();
  let most = 0;
  let handle: WorkHandler | undefined;
  /** Work that has stepped aside: it is in `running` and takes no place. */
  let waitingAside = 0;
  let closing = false;

  function startWaiting(): void {
    while (!closing && handle && running.size - waitingAside < most) {
      const next = waiting.take();
      if (next === undefined) return order.reset();
      order.begins(next.place);
      known.delete(keyOf(next.entry));
      start(handle, next.entry.id);
    }
  }

  function start(handler: WorkHandler, id: MessageId): void {
    let isAside = false;
    const aside = (): void => {
      if (isAside) return;
      isAside = true;
      waitingAside += 1;
      setImmediate(startWaiting);
    };
    const work = handler(id, aside)
      .catch(onError)
      .finally(() => {
        if (isAside) waitingAside -= 1;
        isAside = true;
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
      if (running.size - waitingAside < most) setImmediate(startWaiting);
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

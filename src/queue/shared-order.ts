/** The fair order of a queue that several processes add to and take from, as the priorities of BullMQ. */
import type { Queue } from 'bullmq';
import { createFairOrder, type Share } from './fair-order.ts';

/** Places in the order are fractions of a turn; priorities are whole numbers. */
const STEPS_PER_TURN = 10;
/** BullMQ's lowest priority. What comes so late is taken as it comes, until the queue has once been empty. */
const LAST = 2_097_151;
const LOOK_EVERY_MS = 1000;

export interface SharedOrder {
  /** @returns a priority each: lower ones go first, and 0, for what has no share, before all others */
  prioritiesFor(shares: readonly (Share | undefined)[]): Promise<number[]>;
  /** A job of this priority begins in this process. */
  begins(priority: number): void;
}

/**
 * Each process knows the turns of the senders whose messages it adds. How far the order has come, it knows from its own workers,
 * and where others do the work, from the first job that waits.
 */
export function createSharedOrder(queue: Pick<Queue, 'getPrioritized'>): SharedOrder {
  const order = createFairOrder();
  let lookedAt = -Infinity;

  async function look(): Promise<void> {
    lookedAt = performance.now();
    const [first] = await queue.getPrioritized(0, 0);
    if (first === undefined) order.reset();
    else order.begins(first.priority / STEPS_PER_TURN);
  }

  return {
    async prioritiesFor(shares) {
      if (performance.now() - lookedAt >= LOOK_EVERY_MS) await look();
      return shares.map((share) =>
        share === undefined ? 0 : Math.min(LAST, Math.ceil(order.placeFor(share) * STEPS_PER_TURN)),
      );
    },
    begins: (priority) => order.begins(priority / STEPS_PER_TURN),
  };
}

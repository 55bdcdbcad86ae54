/** The order in which waiting tasks get a worker: fair among senders, small before large, and never only large ones at work. */
import { createFairOrder, type Share } from '../queue/fair-order.ts';
import { createPlaceHeap } from '../queue/place-heap.ts';

export interface TaskOrder<Task extends { readonly large: boolean }> {
  readonly size: number;
  add(task: Task, share: Share | undefined): void;
  /** The next task to run; undefined where none may. Report its end with `ended`. */
  take(): Task | undefined;
  ended(task: Task): void;
  /** Takes out all that waits. */
  clear(): Task[];
}

/** @param workers with more than one, one of them is kept for small tasks */
export function createTaskOrder<Task extends { readonly large: boolean }>(workers: number): TaskOrder<Task> {
  const order = createFairOrder();
  const small = createPlaceHeap<Task>();
  const large = createPlaceHeap<Task>();
  const mostLarge = Math.max(1, workers - 1);
  let largeRunning = 0;

  function next(): { readonly place: number; readonly entry: Task } | undefined {
    const smallPlace = small.firstPlace ?? Infinity;
    const largePlace = largeRunning < mostLarge ? (large.firstPlace ?? Infinity) : Infinity;
    if (largePlace < smallPlace) return large.take();
    return small.take();
  }

  return {
    get size() {
      return small.size + large.size;
    },
    add(task, share) {
      (task.large ? large : small).add(order.placeFor(share), task);
    },
    take() {
      const taken = next();
      if (taken === undefined) return undefined;
      order.begins(taken.place);
      if (taken.entry.large) largeRunning += 1;
      if (small.size + large.size === 0) order.reset();
      return taken.entry;
    },
    ended(task) {
      if (task.large) largeRunning -= 1;
    },
    clear() {
      const all: Task[] = [];
      for (const heap of [small, large])
        for (let taken = heap.take(); taken; taken = heap.take()) all.push(taken.entry);
      order.reset();
      return all;
    },
  };
}

/** Watches the memory of a busy worker and reports when it is over the limit: V8's own limit comes too late. */
import type { Worker } from 'node:worker_threads';

/** Most messages are done before the first look. */
const intervalMs = 50;

/**
 * Heap limit that V8 gets. It is a backstop far above the limit that is watched: when a single allocation or a garbage
 * collection overshoots V8's limit, V8 ends the whole process and not only the worker (`FATAL ERROR: Reached heap limit`,
 * measured with arrays, maps and JSON.parse; Node's own 16 MB of grace do not suffice).
 */
export function backstopMb(memoryMb: number): number {
  return Math.max(memoryMb * 3, memoryMb + 1024);
}

/**
 * Looks at heap and buffers of a worker until stopped.
 *
 * @param onOver called once, when they take more than `limitMb`
 * @returns stops the watch
 */
export function watchHeap(worker: Worker, limitMb: number, onOver: () => void): () => void {
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void usedMb(worker).then((used) => {
      looking = false;
      if (used <= limitMb) return;
      clearInterval(timer);
      onOver();
    });
  }, intervalMs);
  return () => clearInterval(timer);
}

/** Answered by an interrupt of the worker's JavaScript, also while that is in a loop; 0 where the worker has ended. */
async function usedMb(worker: Worker): Promise<number> {
  try {
    const { used_heap_size: heap, external_memory: external } = await worker.getHeapStatistics();
    return (heap + external) / 1_048_576;
  } catch {
    return 0; // the worker has ended, which its task learns by itself
  }
}

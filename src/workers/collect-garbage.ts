/** Frees the memory of what is no longer used at once, which V8 by itself puts off until there is much more of it. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options?: {
  readonly type: 'major';
  readonly execution: 'sync';
  readonly flavor: 'last-resort';
}) => void;
let collect: Collect | undefined;

function collector(): Collect {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as Collect;
  }
  return collect;
}

/**
 * Stops the thread for as long as it takes. Only for work in large steps: a worker's memory is watched with what is unused in it, and a watcher
 * cannot tell the two apart.
 *
 * @param aboveMb only where heap and buffers take more than this
 */
export function collectGarbage(aboveMb: number): void {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  if ((heap + external) / 1_048_576 <= aboveMb) return;
  collector()();
}

/** For a thread that has just started and waits: the room for young objects that its start took is given back as well. */
export function shrinkHeap(): void {
  collector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

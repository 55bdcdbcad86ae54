/** Frees the memory of what is no longer used at once, which V8 by itself puts off until there is much more of it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Stops the thread for as long as it takes. Only for work in large steps: a worker's memory is watched with what is unused in it, and a watcher
 * cannot tell the two apart.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

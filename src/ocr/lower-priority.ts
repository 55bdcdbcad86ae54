/** Gives a thread for pictures less priority than the threads that scan mail. */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** A third of the share of other threads, on a machine that is busy. */
const niceness = 5;

/** Linux counts priorities by thread; elsewhere the thread has that of the process. */
export function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  const thread = Number(/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1]);
  if (Number.isInteger(thread)) setPriority(thread, niceness);
}

/** Runs a library that cannot be stopped: ends it when its time is up, and keeps it from writing to the console. */
import { runInNewContext } from 'node:vm';
import { ReadLimit } from '../../file-reader.ts';

/**
 * @param work synchronous
 * @throws ReadLimit `too-slow` where the time is up; what the work throws
 */
export function interruptible<T>(timeoutMs: number, work: () => T): T {
  const { error, log, warn } = console;
  const silent = () => undefined;
  // The library reports unknown record numbers, of which a hostile file may have thousands.
  Object.assign(console, { error: silent, log: silent, warn: silent });
  try {
    return runInNewContext('work()', { work }, { timeout: timeoutMs }) as T;
  } catch (reason) {
    // The error comes from another realm, so it is no instance of this Error class.
    throw (reason as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new ReadLimit('too-slow') : reason;
  } finally {
    Object.assign(console, { error, log, warn });
  }
}

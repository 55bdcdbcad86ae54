/** Runs a library that cannot be asked to stop: it is ended when its time is up, and says nothing on the console. */
import { runInNewContext } from 'node:vm';
import { ReadLimit } from '../../file-reader.ts';

/**
 * @param work synchronous
 * @throws ReadLimit `too-slow` where the time is up; what the work throws
 */
export function interruptible<T>(timeoutMs: number, work: () => T): T {
  const { error, log, warn } = console;
  const silent = () => undefined;
  // It reports the numbers of records that it does not know, which in a stranger's file may be thousands.
  Object.assign(console, { error: silent, log: silent, warn: silent });
  try {
    return runInNewContext('work()', { work }, { timeout: timeoutMs }) as T;
  } catch (reason) {
    // Made in another realm, so that it is no instance of this one's Error.
    throw (reason as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new ReadLimit('too-slow') : reason;
  } finally {
    Object.assign(console, { error, log, warn });
  }
}

/** The parts of a gateway process that have started: each is closed at the end, in reverse order, and reports its errors. */
import type { Logger } from 'pino';
import { codeOf } from '../errors/hallpass-error.ts';

export interface Lifecycle {
  /** Registers a part that has started. @returns the part */
  readonly started: <Part>(part: Part, close: (part: Part) => unknown) => Part;
  /** @param part name for the log @returns takes errors of the part while it runs */
  readonly onError: (part: string) => (error: unknown) => void;
  readonly stopping: () => boolean;
  /** Closes what has started. Safe to call again. */
  readonly stop: () => Promise<void>;
}

/** SQLSTATE admin_shutdown. */
const ADMIN_SHUTDOWN = '57P01';

export function createLifecycle(log: Logger): Lifecycle {
  const closers: (() => unknown)[] = [];
  let stopping = false;
  return {
    started(part, close) {
      closers.push(() => close(part));
      return part;
    },
    onError: (part) => (error) => {
      // The embedded server ends while a pool still closes its connections.
      if (stopping && codeOf(error) === ADMIN_SHUTDOWN) return;
      log.error({ code: codeOf(error), part }, 'part failed');
    },
    stopping: () => stopping,
    async stop() {
      stopping = true;
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}

/** Starts the reader's thread, hands out ports to it, and starts it again when it dies. */
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { ReaderNotice } from './reader-messages.ts';

export type ReaderState =
  | 'off' // the configuration says so
  | 'missing' // there is no model in the product's folder
  | 'starting'
  | 'running'
  | 'failed'; // the model cannot be used, or its thread died and is about to be started again

export interface ReaderStatus {
  readonly state: ReaderState;
  /** Why it is `failed`: words for an operator. */
  readonly detail?: string;
  /** How often the thread was started again. */
  readonly restarts: number;
}

export interface Reader {
  status(): ReaderStatus;
  /** Resolves when it is known whether the reader runs. Never rejects: without a reader, mail is scanned by rules. */
  settled(): Promise<ReaderStatus>;
  /** A port for one message, to be transferred to whoever asks; undefined where no reader runs. */
  connect(): MessagePort | undefined;
  close(): Promise<void>;
}

/** Folder of the model that comes with the product. */
export const shippedModel = fileURLToPath(new URL('../../detectors/shared/reader/model/', import.meta.url));

const firstDelayMs = 1000;
const longestDelayMs = 60_000;
/**
 * When the runtime is loaded it matches the whole command line by recursion, a few hundred bytes of stack a character. With a
 * thread's usual 4 MB, `hallpass scan` of some 200 paths would end the process with a segmentation fault.
 */
const stackMb = 512;
/** After this time the thread counts as sound: the next death is waited for as little as the first. */
const soundAfterMs = 300_000;

/** A reader that does not run. */
export function withoutReader(): Reader {
  const status: ReaderStatus = { state: 'off', restarts: 0 };
  return {
    status: () => status,
    settled: () => Promise.resolve(status),
    connect: () => undefined,
    close: () => Promise.resolve(),
  };
}

/** @param folder of the model @param delayMs before the first restart; doubles with each further one */
export function startReader(folder: string = shippedModel, delayMs: number = firstDelayMs): Reader {
  let worker: Worker | undefined;
  let status: ReaderStatus = { state: 'starting', restarts: 0 };
  let closing = false;
  let timer: NodeJS.Timeout | undefined;
  let delay = delayMs;
  const first = Promise.withResolvers<ReaderStatus>();
  const settle = (next: Omit<ReaderStatus, 'restarts'>): void => {
    status = { ...next, restarts: status.restarts };
    worker?.unref();
    first.resolve(status);
  };

  function start(): void {
    const startedAt = performance.now();
    const thread = new Worker(new URL('./reader-thread.ts', import.meta.url), {
      workerData: folder,
      resourceLimits: { stackSizeMb: stackMb },
    });
    worker = thread;
    let failed = false;
    thread.on('message', (notice: ReaderNotice) => {
      if (notice.reader === 'running') return settle({ state: 'running' });
      failed = true;
      settle(notice.code === 'reader.missing' ? { state: 'missing' } : { state: 'failed', detail: notice.detail });
    });
    // The error itself may name anything; that the thread has ended is what counts.
    thread.on('error', () => undefined);
    thread.on('exit', () => {
      if (worker === thread) worker = undefined;
      if (closing || failed) return;
      settle({ state: 'failed', detail: 'its thread ended' });
      if (performance.now() - startedAt > soundAfterMs) delay = delayMs;
      timer = setTimeout(again, delay).unref();
      delay = Math.min(2 * delay, longestDelayMs);
    });
  }

  function again(): void {
    status = { state: 'starting', restarts: status.restarts + 1 };
    start();
    worker?.unref();
  }

  start();
  return {
    status: () => status,
    settled: () => first.promise,
    connect() {
      if (!worker || (status.state !== 'running' && status.state !== 'starting')) return undefined;
      const { port1, port2 } = new MessageChannel();
      worker.postMessage(port1, [port1]);
      return port2;
    },
    async close() {
      closing = true;
      clearTimeout(timer);
      await worker?.terminate();
    },
  };
}

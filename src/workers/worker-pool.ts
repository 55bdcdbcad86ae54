/** The worker threads that read messages: a hostile message costs a worker, never the process or another message. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { HallpassError } from '../errors/hallpass-error.ts';
import type { Share } from '../queue/fair-order.ts';
import { backstopMb } from './heap-watch.ts';
import { watchReadiness } from './pool-readiness.ts';
import type { ScanSettings, SharedRoster } from './scan-settings.ts';
import { createTaskOrder } from './task-order.ts';
import { createTaskRunner, type TaskCounts } from './task-runner.ts';
import type { ReaderAccess, WorkerRequest, WorkerTask } from './worker-notice.ts';

export interface WorkerPoolStats extends Readonly<TaskCounts> {
  readonly threads: number;
  readonly running: number;
  readonly queued: number;
}

export interface WorkerPool<Request extends WorkerRequest, Result> {
  /**
   * Runs one request when a worker is free, in a fair order: see `createTaskOrder`. The memory of `request.raw` is handed over where it is a buffer of its own,
   * otherwise it is copied.
   *
   * @param onWaiting called when the message begins to wait for OCR, which may take minutes
   * @throws HallpassError `scan.timed-out`, `scan.out-of-memory`, `scan.worker-died`, `scan.not-running`
   */
  run(request: Request, share?: Share, onWaiting?: () => void): Promise<Result>;
  /** From the next request on, the workers use this roster. */
  useRoster(roster: SharedRoster): void;
  /** Resolves when every worker has loaded; rejects with what keeps one from loading. Call it before the first request. */
  ready(): Promise<void>;
  /** Refuses the requests that wait, lets the running ones end, stops the workers. */
  close(): Promise<void>;
  stats(): WorkerPoolStats;
}

interface Waiting<Request, Result> {
  readonly request: Request;
  readonly large: boolean;
  resolve(result: Promise<Result>): void;
  reject(error: HallpassError): void;
}

/** Above this size a message may take seconds. */
const LARGE_BYTES = 1024 * 1024;

/**
 * Starts the workers.
 *
 * @param settings go to each worker as they are; `settings.scan` gives number, time limit and heap limit of the workers
 * @param worker module whose default export is (a promise of) a function from `WorkerTask<Request>` to `Result`
 * @param reader gives the access to the reader for one task
 */
export function createWorkerPool<Request extends WorkerRequest, Result>(
  settings: ScanSettings,
  worker: URL,
  reader: () => ReaderAccess | undefined = () => undefined,
): WorkerPool<Request, Result> {
  const threads = settings.scan.threads ?? Math.max(1, availableParallelism() - 1);
  const piscina = new Piscina<WorkerTask<Request>, Result>({
    filename: fileURLToPath(worker),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Infinity,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: backstopMb(settings.scan.memoryMb) },
    workerData: settings,
  });
  const runner = createTaskRunner(piscina, settings.scan);
  // The queue is kept here and not in piscina: a task is given to it only when a worker is free, so that no task can be
  // affected by what happens to a worker that runs another one.
  const waiting = createTaskOrder<Waiting<Request, Result>>(threads);
  const running = new Set<Promise<Result>>();
  let roster: SharedRoster | undefined;
  let closing: Promise<void> | undefined;
  const readiness = watchReadiness(piscina, threads);

  function startWaiting(): void {
    while (running.size < threads) {
      const next = waiting.take();
      if (!next) return;
      const result = runner.run(next.request, roster, reader());
      running.add(result);
      next.resolve(result);
      const ended = (): void => {
        running.delete(result);
        waiting.ended(next);
        startWaiting();
      };
      result.then(ended, ended);
    }
  }

  async function shutDown(): Promise<void> {
    for (const next of waiting.clear()) next.reject(new HallpassError('scan.not-running'));
    await Promise.allSettled(running);
    await piscina.destroy();
  }

  return {
    run(request, share) {
      if (closing) return Promise.reject(new HallpassError('scan.not-running'));
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      waiting.add({ request, large: request.raw.byteLength > LARGE_BYTES, resolve, reject }, share);
      startWaiting();
      return promise;
    },
    useRoster(next) {
      roster = next;
    },
    ready: () => readiness,
    close: () => (closing ??= shutDown()),
    stats: () => ({ threads, running: running.size, queued: waiting.size, ...runner.counts }),
  };
}

/** The worker threads that extract and detect: a hostile message costs a worker, never the process or another message. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { errorCodes, type ErrorCode } from '../errors/codes.ts';
import { backstopMb, watchHeap } from './heap-watch.ts';
import type { ScanRequest, ScanResult } from './scan-result.ts';
import type { ScanSettings, SharedRoster } from './scan-settings.ts';
import { isWorkerNotice, type WorkerNotice, type WorkerTask } from './worker-notice.ts';

export interface ScanPoolStats {
  readonly threads: number;
  readonly running: number;
  readonly queued: number;
  /** Since the start: messages scanned, and workers lost by reason. */
  readonly scanned: number;
  readonly timedOut: number;
  readonly outOfMemory: number;
  readonly died: number;
}

export interface ScanPool<Result = ScanResult> {
  /**
   * Scans one message when a worker is free. The memory of `request.raw` is handed over where it is a buffer of its own,
   * otherwise copied.
   *
   * @throws HallpassError `scan.timed-out`, `scan.out-of-memory`, `scan.worker-died`, `scan.not-running`
   */
  scan(request: ScanRequest): Promise<Result>;
  /** From the next scan on, the workers judge with this roster. */
  useRoster(roster: SharedRoster): void;
  /** Resolves when every worker has loaded directory and detectors; rejects with what kept one from it. Call it before the first scan. */
  ready(): Promise<void>;
  /** Refuses what waits, lets the running scans end, stops the workers. */
  close(): Promise<void>;
  stats(): ScanPoolStats;
}

type Killed = 'scan.timed-out' | 'scan.out-of-memory' | 'scan.worker-died';

interface Task<Result> {
  readonly id: number;
  readonly request: ScanRequest;
  readonly promise: Promise<Result>;
  readonly abort: AbortController;
  timer?: NodeJS.Timeout;
  stopWatch?: () => void;
  /** A worker has taken it up. */
  started: boolean;
  /** Why the pool itself killed the worker. */
  killed?: Killed;
  settle(outcome: { result: Result } | { error: HallpassError }): void;
}

/** A worker that has not taken up a task after this time hangs while loading. */
const startLimitMs = 120_000;

/**
 * Starts the workers.
 *
 * @param settings go to each worker as they are; `settings.scan` gives number, time limit and heap limit of the workers
 * @param worker module whose default export is (a promise of) a function from `WorkerTask` to `Result`
 */
export function createScanPool<Result = ScanResult>(
  settings: ScanSettings,
  worker: URL = new URL('./scan-worker.ts', import.meta.url),
): ScanPool<Result> {
  const { timeoutMs, memoryMb } = settings.scan;
  const threads = settings.scan.threads ?? Math.max(1, availableParallelism() - 1);
  const piscina = new Piscina<WorkerTask, Result>({
    filename: fileURLToPath(worker),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Infinity,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: backstopMb(memoryMb) },
    workerData: settings,
  });
  const counts = { scanned: 0, timedOut: 0, outOfMemory: 0, died: 0 };
  // The queue is kept here and not in piscina: a task is given to it only when a worker is free, so that no task can be
  // affected by what happens to a worker that runs another one.
  const waiting: Task<Result>[] = [];
  const running = new Map<number, Task<Result>>();
  let lastId = 0;
  let roster: SharedRoster | undefined;
  let closing: Promise<void> | undefined;
  const readiness = watchReadiness(piscina, threads);

  piscina.on('message', (notice: unknown) => {
    if (isWorkerNotice(notice) && notice.hallpass === 'started') startClock(notice.task, notice.thread);
  });

  // Piscina does not replace a worker that died while loading; a later task makes it try again. What waits for one is told.
  piscina.on('workerDestroy', () =>
    setImmediate(() => {
      if (piscina.threads.length > 0) return;
      for (const task of running.values()) if (!task.started) kill(task, 'scan.worker-died');
    }),
  );

  function startClock(id: number, threadId: number): void {
    const task = running.get(id);
    if (!task) return;
    task.started = true;
    clearTimeout(task.timer);
    task.timer = setTimeout(() => kill(task, 'scan.timed-out'), timeoutMs);
    const thread = piscina.threads.find((candidate) => candidate.threadId === threadId);
    if (thread) task.stopWatch = watchHeap(thread, memoryMb, () => kill(task, 'scan.out-of-memory'));
  }

  function kill(task: Task<Result>, why: Killed): void {
    task.killed = why;
    task.abort.abort();
  }

  function pump(): void {
    while (running.size < threads) {
      const task = waiting.shift();
      if (!task) return;
      running.set(task.id, task);
      task.timer = setTimeout(() => kill(task, 'scan.worker-died'), startLimitMs);
      void run(task).then((outcome) => {
        clearTimeout(task.timer);
        task.stopWatch?.();
        running.delete(task.id);
        task.settle(outcome);
        pump();
      });
    }
  }

  async function run(task: Task<Result>): Promise<{ result: Result } | { error: HallpassError }> {
    try {
      const raw = ownMemory(task.request.raw);
      const transferList = raw.buffer instanceof ArrayBuffer ? [raw.buffer] : [];
      const result = await piscina.run(
        { id: task.id, request: { ...task.request, raw }, roster },
        { transferList, signal: task.abort.signal },
      );
      counts.scanned += 1;
      return { result };
    } catch (error) {
      return { error: scanError(task, error) };
    }
  }

  /** The worker's own error is not passed on: its text may quote the message. */
  function scanError({ killed }: Pick<Task<Result>, 'killed'>, error: unknown): HallpassError {
    if (killed === 'scan.timed-out') {
      counts.timedOut += 1;
      return new HallpassError('scan.timed-out', `${timeoutMs} ms`);
    }
    if (killed === 'scan.out-of-memory' || codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
      counts.outOfMemory += 1;
      return new HallpassError('scan.out-of-memory', `${memoryMb} MB`);
    }
    counts.died += 1;
    return new HallpassError('scan.worker-died', codeOf(error));
  }

  async function shutDown(): Promise<void> {
    for (const task of waiting.splice(0)) task.settle({ error: new HallpassError('scan.not-running') });
    await Promise.allSettled([...running.values()].map((task) => task.promise));
    await piscina.destroy();
  }

  return {
    scan(request) {
      if (closing) return Promise.reject(new HallpassError('scan.not-running'));
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      const task: Task<Result> = {
        id: (lastId += 1),
        request,
        promise,
        abort: new AbortController(),
        started: false,
        settle: (outcome) => ('result' in outcome ? resolve(outcome.result) : reject(outcome.error)),
      };
      waiting.push(task);
      pump();
      return promise;
    },
    useRoster(next) {
      roster = next;
    },
    ready: () => readiness,
    close: () => (closing ??= shutDown()),
    stats: () => ({ threads, running: running.size, queued: waiting.length, ...counts }),
  };
}

/** A view that covers the whole of its memory: transferring a slice would take its neighbours along, cloning would copy them. */
function ownMemory(raw: Uint8Array): Uint8Array {
  if (raw.buffer instanceof SharedArrayBuffer) return raw;
  return raw.byteLength === raw.buffer.byteLength ? raw : new Uint8Array(raw);
}

/** Watches the notices of the first workers. The workers keep the process alive until they have loaded, no longer. */
function watchReadiness(piscina: Piscina, threads: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let loaded = 0;
  const first = piscina.threads;
  for (const thread of first) thread.ref();
  const done = (error?: HallpassError) => {
    for (const thread of first) thread.unref();
    if (error) reject(error);
    else resolve();
  };
  piscina.on('message', (notice: unknown) => {
    if (!isWorkerNotice(notice)) return;
    if (notice.hallpass === 'loaded' && ++loaded === threads) done();
    if (notice.hallpass === 'failed') done(loadError(notice));
  });
  // Of a worker that is lost while loading nothing else is known; one that is lost later has been replaced.
  piscina.on('workerDestroy', () => done(new HallpassError('scan.worker-died', 'while loading')));
  // Without a listener a worker that dies idle would end the process. It has been replaced.
  piscina.on('error', () => undefined);
  promise.catch(() => undefined); // whoever calls ready() is told; a pool that is only closed again need not ask
  return promise;
}

function loadError({ code, detail }: Extract<WorkerNotice, { hallpass: 'failed' }>): HallpassError {
  if (!(code in errorCodes)) return new HallpassError('scan.worker-died', `while loading: ${code}`);
  const known = code as ErrorCode;
  return new HallpassError(known, detail.replace(`${errorCodes[known].meaning}: `, ''));
}

/** Runs one task on a free worker thread, with a limit on its time and its memory, and says how it ended. */
import type { Piscina } from 'piscina';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { watchHeap } from './heap-watch.ts';
import type { SharedRoster } from './scan-settings.ts';
import { isWorkerNotice, type ReaderAccess, type WorkerRequest, type WorkerTask } from './worker-notice.ts';

/** Since the start: tasks done, and workers lost by reason. */
export interface TaskCounts {
  scanned: number;
  timedOut: number;
  outOfMemory: number;
  died: number;
}

export interface TaskRunner<Request extends WorkerRequest, Result> {
  /**
   * Call it only while a worker is free.
   *
   * @throws HallpassError `scan.timed-out`, `scan.out-of-memory`, `scan.worker-died`
   */
  run(request: Request, roster: SharedRoster | undefined, reader?: ReaderAccess): Promise<Result>;
  readonly counts: Readonly<TaskCounts>;
}

type Killed = 'scan.timed-out' | 'scan.out-of-memory' | 'scan.worker-died';

interface RunningTask {
  readonly id: number;
  readonly abort: AbortController;
  timer?: NodeJS.Timeout;
  stopWatch?: () => void;
  /** A worker has taken it up. */
  started: boolean;
  /** Why the runner itself killed the worker. */
  killed?: Killed;
}

/** A worker that has not taken up a task after this time hangs while loading. */
const startLimitMs = 120_000;

export function createTaskRunner<Request extends WorkerRequest, Result>(
  piscina: Piscina<WorkerTask<Request>, Result>,
  limits: { readonly timeoutMs: number; readonly memoryMb: number },
): TaskRunner<Request, Result> {
  const counts: TaskCounts = { scanned: 0, timedOut: 0, outOfMemory: 0, died: 0 };
  const tasks = new Map<number, RunningTask>();
  let lastId = 0;

  piscina.on('message', (notice: unknown) => {
    if (!isWorkerNotice(notice) || notice.hallpass !== 'started') return;
    const task = tasks.get(notice.task);
    if (task) startClock(task, piscina, notice.thread, limits);
  });
  // Piscina does not replace a worker that died while loading; a later task makes it try again. Tasks that wait for it end here.
  piscina.on('workerDestroy', () =>
    setImmediate(() => {
      if (piscina.threads.length > 0) return;
      for (const task of tasks.values()) if (!task.started) kill(task, 'scan.worker-died');
    }),
  );

  return {
    async run(request, roster, reader) {
      const task: RunningTask = { id: (lastId += 1), abort: new AbortController(), started: false };
      tasks.set(task.id, task);
      task.timer = setTimeout(() => kill(task, 'scan.worker-died'), startLimitMs);
      try {
        const raw = ownMemory(request.raw);
        const transferList = [
          ...(raw.buffer instanceof ArrayBuffer ? [raw.buffer] : []),
          ...(reader === undefined || reader === 'down' ? [] : [reader]),
        ];
        const work = { id: task.id, request: { ...request, raw }, roster, reader };
        const result = await piscina.run(work, { transferList, signal: task.abort.signal });
        counts.scanned += 1;
        return result;
      } catch (error) {
        throw countedError(task, error, limits, counts);
      } finally {
        clearTimeout(task.timer);
        task.stopWatch?.();
        tasks.delete(task.id);
      }
    },
    counts,
  };
}

function kill(task: RunningTask, why: Killed): void {
  task.killed = why;
  task.abort.abort();
}

/** The time limit counts from when a worker takes the task up. */
function startClock(
  task: RunningTask,
  { threads }: Pick<Piscina, 'threads'>,
  threadId: number,
  { timeoutMs, memoryMb }: { readonly timeoutMs: number; readonly memoryMb: number },
): void {
  task.started = true;
  clearTimeout(task.timer);
  task.timer = setTimeout(() => kill(task, 'scan.timed-out'), timeoutMs);
  const thread = threads.find((candidate) => candidate.threadId === threadId);
  if (thread) task.stopWatch = watchHeap(thread, memoryMb, () => kill(task, 'scan.out-of-memory'));
}

/** The worker's own error is not passed on: its text may quote the message. */
function countedError(
  { killed }: RunningTask,
  error: unknown,
  { timeoutMs, memoryMb }: { readonly timeoutMs: number; readonly memoryMb: number },
  counts: TaskCounts,
): HallpassError {
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

/** A view that covers the whole of its memory: transferring a slice would take its neighbours along, cloning would copy them. */
function ownMemory(raw: Uint8Array): Uint8Array {
  if (raw.buffer instanceof SharedArrayBuffer) return raw;
  return raw.byteLength === raw.buffer.byteLength ? raw : new Uint8Array(raw);
}

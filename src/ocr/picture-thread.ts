/** One thread that works on pictures as the process sees it: started for a picture, ended when it hangs, grows too big or has nothing to do. */
import { Worker } from 'node:worker_threads';
import type { PictureQuestion, ThreadNotice } from './thread-messages.ts';
import { notRead, type Unread } from './picture-text.ts';

export interface ThreadResult<Answer> {
  readonly answer: Answer | Unread;
  /** Milliseconds of the processor, or of waiting for a picture that was given up. */
  readonly spentMs: number;
}

export interface PictureThread<Answer> {
  /** For whoever gives it work. */
  busy: boolean;
  /** Works on the pictures of one page or file. Never rejects. */
  ask(pictures: readonly Uint8Array[]): Promise<ThreadResult<Answer>>;
  close(): Promise<void>;
}

/** A page takes some 3 seconds of the processor; with the thread's low priority on a busy machine, many times as long. */
const slowestPictureMs = 120_000;
/** The memory of WebAssembly never shrinks. */
const mostEngineBytes = 500_000_000;
const idleMs = 300_000;
/** ONNX Runtime matches the command line by recursion when it is loaded: see `src/reader/start-reader.ts`. */
const stackMb = 512;

/** @param entry module of the thread, which answers a `PictureQuestion` with a `ThreadNotice<Answer>` */
export function createPictureThread<Answer>(entry: URL): PictureThread<Answer> {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  function end(): Promise<unknown> {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    return ended?.terminate() ?? Promise.resolve();
  }

  function started(): Worker {
    clearTimeout(idle);
    if (worker) return worker;
    const thread = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: 1024, stackSizeMb: stackMb } });
    thread.on('error', () => undefined); // it ends, which the picture that waits for it learns
    worker = thread;
    return thread;
  }

  async function ask(pictures: readonly Uint8Array[]): Promise<ThreadResult<Answer>> {
    const thread = started();
    thread.ref();
    const { promise, resolve } = Promise.withResolvers<ThreadNotice<Answer> | undefined>();
    const timer = setTimeout(() => resolve(undefined), slowestPictureMs);
    const onMessage = (notice: ThreadNotice<Answer>): void => {
      if (notice.pictures === 'done') resolve(notice);
      if (notice.pictures === 'failed') resolve(undefined);
    };
    const onExit = (): void => resolve(undefined);
    thread.on('message', onMessage);
    thread.once('exit', onExit);
    thread.postMessage({ pictures } satisfies PictureQuestion);
    const notice = await promise;
    clearTimeout(timer);
    thread.off('message', onMessage);
    thread.off('exit', onExit);
    if (notice?.pictures !== 'done') {
      await end();
      return { answer: notRead, spentMs: slowestPictureMs };
    }
    thread.unref();
    if (notice.memoryBytes > mostEngineBytes) await end();
    else idle = setTimeout(() => void end(), idleMs).unref();
    return { answer: notice.answer, spentMs: notice.cpuMs };
  }

  return {
    busy: false,
    ask,
    async close() {
      await end();
    },
  };
}

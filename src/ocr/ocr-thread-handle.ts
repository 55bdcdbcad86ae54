/** One OCR thread as the process sees it: started for a picture, ended when it hangs, grows too big or has nothing to do. */
import { Worker } from 'node:worker_threads';
import type { OcrAnswer, OcrQuestion } from './ocr-messages.ts';
import { notRead, type PictureText } from './picture-text.ts';

export interface ThreadReading {
  readonly text: PictureText;
  /** Milliseconds of the processor, or of waiting for a picture that was given up. */
  readonly spentMs: number;
}

export interface OcrThread {
  /** For whoever gives it work. */
  busy: boolean;
  /** Reads the pictures of one page or file. Never rejects. */
  read(pictures: readonly Uint8Array[]): Promise<ThreadReading>;
  close(): Promise<void>;
}

/** A page takes some 3 seconds of the processor; with the thread's low priority on a busy machine, many times as long. */
const slowestPictureMs = 120_000;
/** The memory of WebAssembly never shrinks. */
const mostEngineBytes = 500_000_000;
const idleMs = 300_000;

export function createOcrThread(): OcrThread {
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
    const thread = new Worker(new URL('./ocr-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    thread.on('error', () => undefined); // it ends, which the picture that waits for it learns
    worker = thread;
    return thread;
  }

  async function read(pictures: readonly Uint8Array[]): Promise<ThreadReading> {
    const thread = started();
    thread.ref();
    const { promise, resolve } = Promise.withResolvers<OcrAnswer | undefined>();
    const timer = setTimeout(() => resolve(undefined), slowestPictureMs);
    const onMessage = (answer: OcrAnswer): void => {
      if (answer.ocr === 'read') resolve(answer);
      if (answer.ocr === 'failed') resolve(undefined);
    };
    const onExit = (): void => resolve(undefined);
    thread.on('message', onMessage);
    thread.once('exit', onExit);
    thread.postMessage({ pictures } satisfies OcrQuestion);
    const answer = await promise;
    clearTimeout(timer);
    thread.off('message', onMessage);
    thread.off('exit', onExit);
    if (answer?.ocr !== 'read') {
      await end();
      return { text: notRead, spentMs: slowestPictureMs };
    }
    thread.unref();
    if (answer.memoryBytes > mostEngineBytes) await end();
    else idle = setTimeout(() => void end(), idleMs).unref();
    return { text: answer.text, spentMs: answer.cpuMs };
  }

  return {
    busy: false,
    read,
    async close() {
      await end();
    },
  };
}

/** What a pool sends to a worker beside piscina's own protocol, and what the worker answers. */
import type { MessagePort } from 'node:worker_threads';
import type { PictureAnswers } from '../ocr/picture-text.ts';
import type { SharedRoster } from './scan-settings.ts';

/** What every request to a worker has. */
export interface WorkerRequest {
  /** The message or file as received; its memory is handed over to the worker. */
  readonly raw: Uint8Array;
  /** What is known about its pictures; absent the first time. */
  readonly pictures?: PictureAnswers;
}

export interface WorkerTask<Request extends WorkerRequest> {
  /** Number of the task within the pool. */
  readonly id: number;
  readonly request: Request;
  /** The active roster; the worker opens it when it is another one than before. */
  readonly roster?: SharedRoster | undefined;
  readonly reader?: ReaderAccess | undefined;
}

/** A port to the reader for this task alone; `down` where one should run and does not. Absent where none is there to run. */
export type ReaderAccess = MessagePort | 'down';

export type WorkerNotice =
  /** Directory and detectors are loaded. */
  | { readonly hallpass: 'loaded' }
  /** The worker took up the task: its time runs from here. */
  | { readonly hallpass: 'started'; readonly task: number; readonly thread: number }
  /** Loading failed: `code` of the error, `detail` fit for an operator. */
  | { readonly hallpass: 'failed'; readonly code: string; readonly detail: string };

export function isWorkerNotice(message: unknown): message is WorkerNotice {
  return typeof message === 'object' && message !== null && 'hallpass' in message;
}

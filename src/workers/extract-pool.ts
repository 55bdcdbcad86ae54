/** The pool of the workers that extract only: behind `hallpass extract`. */
import type { ExtractedMessage } from '../../detectors/detector.ts';
import type { PicturesWanted } from './pictures-wanted.ts';
import type { ScanSettings } from './scan-settings.ts';
import { withPictures } from './with-pictures.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';
import type { WorkerRequest } from './worker-notice.ts';

export interface ExtractRequest extends WorkerRequest {
  /** Name of a bare file; absent for a message. */
  readonly filename?: string;
}

/** What was read; a bare file has none of the fields of a mail. */
export type Extracted = Pick<ExtractedMessage, 'parts' | 'unread' | 'pictures' | 'classified'> & {
  readonly ms: number;
};

export type ExtractPool = WorkerPool<ExtractRequest, Extracted>;

/** Starts the workers; see `createWorkerPool`. */
export function createExtractPool(settings: ScanSettings): ExtractPool {
  const workers = createWorkerPool<ExtractRequest, Extracted | PicturesWanted>(
    settings,
    new URL('./extract-worker.ts', import.meta.url),
  );
  return withPictures(workers, settings.scan);
}

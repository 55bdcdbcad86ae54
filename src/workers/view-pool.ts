/** The pool of the workers that read a stored message again for a reviewer. */
import type { ViewRequest, ViewResult } from '../view/view-result.ts';
import type { PicturesWanted } from './pictures-wanted.ts';
import type { ScanSettings } from './scan-settings.ts';
import { withPictures } from './with-pictures.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

export type ViewPool = WorkerPool<ViewRequest, ViewResult>;

/** One slow file keeps one worker busy; the other reviewers use the other one. */
const threads = 2;

/** Starts two workers with the limits of the scan; see `createWorkerPool`. */
export function createViewPool(settings: ScanSettings): ViewPool {
  const scan = { ...settings.scan, threads };
  const workers = createWorkerPool<ViewRequest, ViewResult | PicturesWanted>(
    { ...settings, scan },
    new URL('./view-worker.ts', import.meta.url),
  );
  return withPictures(workers, scan);
}

/** The pool of the workers that read a stored message again for a reviewer. */
import type { ViewRequest, ViewResult } from '../view/view-result.ts';
import type { ScanSettings } from './scan-settings.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

export type ViewPool = WorkerPool<ViewRequest, ViewResult>;

/** Starts the workers; see `createWorkerPool`. */
export function createViewPool(settings: ScanSettings): ViewPool {
  return createWorkerPool(settings, new URL('./view-worker.ts', import.meta.url));
}

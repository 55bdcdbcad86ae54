/** The pool of the workers that scan: extract and detect. */
import type { ScanRequest, ScanResult } from './scan-result.ts';
import type { ScanSettings } from './scan-settings.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

export type ScanPool = WorkerPool<ScanRequest, ScanResult>;

/** Starts the workers; see `createWorkerPool`. */
export function createScanPool(settings: ScanSettings): ScanPool {
  return createWorkerPool(settings, new URL('./scan-worker.ts', import.meta.url));
}

/** The pool of the workers that scan: extract, read and detect. They share one reader. */
import type { Ocr } from '../ocr/start-ocr.ts';
import { startReader, withoutReader, type Reader } from '../reader/start-reader.ts';
import type { PicturesWanted } from './pictures-wanted.ts';
import type { ScanRequest, ScanResult } from './scan-result.ts';
import type { ScanSettings } from './scan-settings.ts';
import { withOcr } from './with-ocr.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

export interface ScanPool extends WorkerPool<ScanRequest, ScanResult> {
  /** The thread with the sentence model; it runs as long as the pool. */
  readonly reader: Pick<Reader, 'status'>;
  /** The threads that read pictures; started with the first one. */
  readonly ocr: Pick<Ocr, 'stats'>;
}

/** Starts the workers and the reader; see `createWorkerPool`. `ready()` waits for both; a reader that cannot run is no error. */
export function createScanPool(settings: ScanSettings): ScanPool {
  const reader = settings.scan.reader ? startReader(settings.scan.readerModel) : withoutReader();
  const workers = createWorkerPool<ScanRequest, ScanResult | PicturesWanted>(
    settings,
    new URL('./scan-worker.ts', import.meta.url),
    () => reader.connect() ?? (reader.status().state === 'failed' ? 'down' : undefined),
  );
  const pool = withOcr(workers, settings.scan);
  return {
    ...pool,
    reader,
    async ready() {
      await Promise.all([pool.ready(), reader.settled()]);
    },
    async close() {
      await pool.close();
      await reader.close();
    },
  };
}

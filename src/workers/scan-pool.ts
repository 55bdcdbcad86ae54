/** The pool of the workers that scan: extract, read and detect. They share one reader. */
import { startReader, withoutReader, type Reader } from '../reader/start-reader.ts';
import type { PicturesWanted } from './pictures-wanted.ts';
import type { ScanRequest, ScanResult } from './scan-result.ts';
import type { ScanSettings } from './scan-settings.ts';
import { withPictures, type PictureThreads } from './with-pictures.ts';
import { createWorkerPool, type WorkerPool } from './worker-pool.ts';

export interface ScanPool extends WorkerPool<ScanRequest, ScanResult>, PictureThreads {
  /** The thread with the sentence model; it runs as long as the pool. */
  readonly reader: Pick<Reader, 'status'>;
}

/** Starts the workers and the reader; see `createWorkerPool`. `ready()` waits for both; a reader that cannot run is no error. @param pictureModel folder; default: the shipped one */
export function createScanPool(settings: ScanSettings, pictureModel?: string): ScanPool {
  const reader = settings.scan.reader ? startReader(settings.scan.readerModel) : withoutReader();
  const workers = createWorkerPool<ScanRequest, ScanResult | PicturesWanted>(
    settings,
    new URL('./scan-worker.ts', import.meta.url),
    () => reader.connect() ?? (reader.status().state === 'failed' ? 'down' : undefined),
  );
  const pool = withPictures(workers, settings.scan, pictureModel);
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

/** Entry of a scan worker thread: loads everything once, opens a new roster when there is one, scans one message at a time for `src/workers/worker-pool.ts`. */
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { shrinkHeap } from './collect-garbage.ts';
import { createScanner } from './scan.ts';
import type { ScanSettings } from './scan-settings.ts';
import type { PicturesWanted } from './pictures-wanted.ts';
import type { WorkerNotice, WorkerTask } from './worker-notice.ts';
import type { ScanRequest, ScanResult } from './scan-result.ts';

const tell = (notice: WorkerNotice) => parentPort?.postMessage(notice);

async function load(): Promise<(task: WorkerTask<ScanRequest>) => Promise<ScanResult | PicturesWanted>> {
  try {
    const settings = workerData as ScanSettings;
    const scanner = await createScanner(settings);
    if (settings.waits) shrinkHeap();
    let version: string | undefined;
    tell({ hallpass: 'loaded' });
    return async (task) => {
      tell({ hallpass: 'started', task: task.id, thread: threadId });
      if (task.roster && task.roster.version !== version) {
        scanner.useRoster(task.roster.image);
        version = task.roster.version;
      }
      return scanner.scan(task.request, task.reader);
    };
  } catch (error) {
    tell({
      hallpass: 'failed',
      code: codeOf(error),
      detail: error instanceof HallpassError ? error.message : 'unexpected error',
    });
    // Alive until a message comes: then it makes way for a worker that tries to load again.
    return () => process.exit(1);
  }
}

/** Piscina waits for the promise before the worker counts as ready; afterwards its thread sleeps between tasks. */
export default load();

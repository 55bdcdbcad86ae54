/** Entry of a worker thread of `hallpass extract`: reads one message or file at a time, under the limits of the scan workers. */
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { extractLimits, type ScanSettings } from './scan-settings.ts';
import type { Extracted, ExtractRequest } from './extract-pool.ts';
import type { WorkerNotice, WorkerTask } from './worker-notice.ts';
import { extract, extractFile } from '../extract/extract.ts';

const limits = extractLimits((workerData as ScanSettings).scan);
const tell = (notice: WorkerNotice) => parentPort?.postMessage(notice);
tell({ hallpass: 'loaded' });

export default async ({ id, request }: WorkerTask<ExtractRequest>): Promise<Extracted> => {
  tell({ hallpass: 'started', task: id, thread: threadId });
  const startedAt = performance.now();
  const bytes = Buffer.from(request.raw.buffer, request.raw.byteOffset, request.raw.byteLength);
  const { parts, unread, pictures } =
    request.filename === undefined
      ? await extract(bytes, { sender: '', recipients: [] }, limits)
      : await extractFile(bytes, request.filename, limits);
  return { parts, unread, ...(pictures && { pictures }), ms: performance.now() - startedAt };
};

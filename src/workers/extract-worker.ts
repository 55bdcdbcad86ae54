/** Entry of a worker thread of `hallpass extract`: reads one message or file at a time, under the limits of the scan workers. */
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { areClassified, extractLimits, type ScanSettings } from './scan-settings.ts';
import type { Extracted, ExtractRequest } from './extract-pool.ts';
import type { WorkerNotice, WorkerTask } from './worker-notice.ts';
import { extract, extractFile, PicturesToRead } from '../extract/extract.ts';
import { picturesWanted, type PicturesWanted } from './pictures-wanted.ts';

const { scan } = workerData as ScanSettings;
const limits = extractLimits(scan);
const questions = { read: scan.ocr.read !== 'off', classify: areClassified(scan) };
const tell = (notice: WorkerNotice) => parentPort?.postMessage(notice);
tell({ hallpass: 'loaded' });

export default async ({ id, request }: WorkerTask<ExtractRequest>): Promise<Extracted | PicturesWanted> => {
  tell({ hallpass: 'started', task: id, thread: threadId });
  const startedAt = performance.now();
  const bytes = Buffer.from(request.raw.buffer, request.raw.byteOffset, request.raw.byteLength);
  const toRead = questions.read || questions.classify ? new PicturesToRead(questions, request.pictures) : undefined;
  const { parts, unread, pictures, classified } =
    request.filename === undefined
      ? await extract(bytes, { sender: '', recipients: [] }, { ...limits, pictures: toRead })
      : await extractFile(bytes, request.filename, { ...limits, pictures: toRead });
  const wanted = toRead && picturesWanted(toRead, request.raw);
  if (wanted) return wanted;
  return {
    parts,
    unread,
    ...(pictures && { pictures }),
    ...(classified && { classified }),
    ms: performance.now() - startedAt,
  };
};

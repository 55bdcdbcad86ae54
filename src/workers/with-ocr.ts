/** A worker pool whose messages are read a second time with the text of their pictures: between the two, no worker waits. */
import type { Config } from '../config/schema.ts';
import type { Share } from '../queue/fair-order.ts';
import { startOcr, type Ocr, type OcrLimits } from '../ocr/start-ocr.ts';
import { isPicturesWanted, type PicturesWanted } from './pictures-wanted.ts';
import type { WorkerRequest } from './worker-notice.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Half of the places of messages in work are for those that wait for OCR, so that the others go on. */
export function ocrLimits({ ocr, concurrency }: Config['scan']): OcrLimits {
  return {
    threads: ocr.threads,
    messageMs: ocr.messageSeconds * 1000,
    waitMs: ocr.waitSeconds * 1000,
    messages: Math.max(1, Math.floor(concurrency / 2)),
  };
}

/** @param pool whose workers answer with the pictures that they want read; it is closed with the pool that is returned */
export function withOcr<Request extends WorkerRequest, Result extends object>(
  pool: WorkerPool<Request, Result | PicturesWanted>,
  scan: Config['scan'],
): WorkerPool<Request, Result> & { readonly ocr: Pick<Ocr, 'stats'> } {
  const ocr = startOcr(ocrLimits(scan));
  return {
    ...pool,
    ocr,
    async run(request: Request, share?: Share) {
      const first = await pool.run(request, share);
      if (!isPicturesWanted(first)) return first;
      const pictureTexts = await ocr.read(first.picturesWanted);
      const second = await pool.run({ ...request, raw: first.raw, pictureTexts }, share);
      if (isPicturesWanted(second)) throw new Error('a worker asks for the same pictures again');
      return second;
    },
    async close() {
      await ocr.close();
      await pool.close();
    },
  };
}

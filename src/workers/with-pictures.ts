/** A worker pool whose messages are read a second time with what is known about their pictures: between the two, no worker waits. */
import type { Config } from '../config/schema.ts';
import type { Share } from '../queue/fair-order.ts';
import { startClassifier, type Classifier } from '../ocr/classifier/start-classifier.ts';
import { pictureModelState, shippedPictureModel } from '../ocr/classifier/picture-model-file.ts';
import { startOcr, type Ocr } from '../ocr/start-ocr.ts';
import type { PictureLimits, PictureOwner } from '../ocr/picture-queue.ts';
import { isPicturesWanted, type PicturesWanted } from './pictures-wanted.ts';
import type { WorkerRequest } from './worker-notice.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Milliseconds for the pictures of one message: two hundred photographs. */
const classifierMessageMs = 20_000;

export function ocrLimits({ ocr }: Config['scan']): PictureLimits {
  return {
    threads: ocr.threads,
    messageMs: ocr.messageSeconds * 1000,
    waitMs: ocr.waitSeconds * 1000,
    waitingBytes: ocr.waitingMb * 1_000_000,
  };
}

/** The classifier takes a tenth of a second, so messages keep their place in work meanwhile. */
function classifierLimits(scan: Config['scan'], modelFolder: string): PictureLimits {
  const isUsable = pictureModelState(scan.pictureClassifier, modelFolder) === 'ready';
  return { ...ocrLimits(scan), threads: 1, messageMs: isUsable ? classifierMessageMs : 0 };
}

export interface PictureThreads {
  readonly ocr: Pick<Ocr, 'stats'>;
  readonly classifier: Pick<Classifier, 'stats'>;
  /** Refuses the messages that wait for OCR, with the error `scan.not-running`. */
  refuseWaiting(): void;
}

/** @param pool whose workers answer with the pictures about which they need to know; it is closed with the pool that is returned */
export function withPictures<Request extends WorkerRequest, Result extends object>(
  pool: WorkerPool<Request, Result | PicturesWanted>,
  scan: Config['scan'],
  modelFolder: string = shippedPictureModel,
): WorkerPool<Request, Result> & PictureThreads {
  const ocr = startOcr(ocrLimits(scan));
  const classifier = startClassifier(classifierLimits(scan, modelFolder));

  /** What the classifier says comes first, because it takes little; then the message may have to wait for OCR. */
  async function answers({ raw, picturesWanted }: PicturesWanted, share: Share | undefined, onWaiting?: () => void) {
    const toClassify = picturesWanted.filter((picture) => picture.toClassify.length > 0);
    const toRead = picturesWanted.filter((picture) => picture.toRead.length > 0);
    const contents = await classifier.ask(
      toClassify.map(({ key, toClassify: pictures }) => ({ key, pictures })),
      share && { sender: share.sender, bytes: 0 },
    );
    if (toRead.length > 0) onWaiting?.();
    const texts = await ocr.ask(
      toRead.map(({ key, toRead: pictures }) => ({ key, pictures })),
      share && ownerOf(share, raw, picturesWanted),
    );
    return { texts, contents };
  }

  return {
    ...pool,
    ocr,
    classifier,
    async run(request: Request, share?: Share, onWaiting?: () => void) {
      const first = await pool.run(request, share);
      if (!isPicturesWanted(first)) return first;
      const pictures = await answers(first, share, onWaiting);
      const second = await pool.run({ ...request, raw: first.raw, pictures }, share);
      if (isPicturesWanted(second)) throw new Error('a worker asks for the same pictures again');
      return second;
    },
    refuseWaiting: () => ocr.refuseWaiting(),
    async close() {
      await ocr.close();
      await classifier.close();
      await pool.close();
    },
  };
}

/** The message is in memory twice while it waits: for the worker, and for its delivery. */
function ownerOf({ sender }: Share, raw: Uint8Array, wanted: PicturesWanted['picturesWanted']): PictureOwner {
  const files = new Set(wanted.flatMap(({ toRead, toClassify }) => [...toRead, ...toClassify]));
  let bytes = 2 * raw.byteLength;
  for (const file of files) bytes += file.byteLength;
  return { sender, bytes };
}

/** OCR for the pictures of messages: a waiting line before threads of its own. */
import { PictureQueue, type PictureLimits } from './picture-queue.ts';
import type { PictureLines } from './picture-text.ts';

export type Ocr = PictureQueue<PictureLines>;

/** Twenty thousand pages or so of text. */
const cacheCharacters = 16_000_000;

export function startOcr(limits: PictureLimits): Ocr {
  return new PictureQueue(limits, {
    entry: new URL('./ocr-thread.ts', import.meta.url),
    cacheCharacters,
    charactersOf: ({ lines }) => lines.reduce((sum, line) => sum + line.length, 0),
  });
}

/** The classifier for the pictures of messages: a waiting line before a thread of its own. */
import { PictureQueue, type PictureLimits } from '../picture-queue.ts';
import type { PictureClasses } from '../picture-text.ts';

export type Classifier = PictureQueue<PictureClasses>;

/** A hundred thousand pictures; an entry is five numbers. */
const cacheCharacters = 20_000_000;
const charactersOfClasses = 100;

export function startClassifier(limits: PictureLimits): Classifier {
  return new PictureQueue(limits, {
    entry: new URL('./classifier-thread.ts', import.meta.url),
    cacheCharacters,
    charactersOf: () => charactersOfClasses,
  });
}

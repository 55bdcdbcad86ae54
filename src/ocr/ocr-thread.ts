/** Entry of an OCR thread: reads one picture at a time, with less priority than the threads that scan mail. */
import { lowerPriority } from './lower-priority.ts';
import { openOcrEngine } from './ocr-engine.ts';
import { notRead, type PictureText } from './picture-text.ts';
import { readPicture } from './read-picture.ts';
import { servePictures } from './serve-pictures.ts';

await servePictures<PictureText>(async () => {
  lowerPriority();
  const engine = await openOcrEngine();
  return {
    answer: (pictures) =>
      together(
        pictures.map((picture) => {
          try {
            return readPicture(engine, picture);
          } catch {
            return notRead; // damaged in a way that the engine does not expect
          }
        }),
      ),
    memoryBytes: () => engine.memoryBytes,
  };
});

/** The text of the pictures of a page: unread where any of them is. */
function together(texts: readonly PictureText[]): PictureText {
  const unread = texts.find((text) => 'unread' in text);
  return unread ?? { lines: texts.flatMap((text) => ('lines' in text ? text.lines : [])) };
}

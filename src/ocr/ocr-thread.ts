/** Entry of an OCR thread: reads one picture at a time, with less priority than the threads that scan mail. */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { OcrAnswer, OcrQuestion } from './ocr-messages.ts';
import { openOcrEngine } from './ocr-engine.ts';
import { notRead, type PictureText } from './picture-text.ts';
import { readPicture } from './read-picture.ts';

const tell = (answer: OcrAnswer): void => parentPort?.postMessage(answer);

/** A third of the share of other threads, on a machine that is busy. */
const niceness = 5;

/** Linux counts priorities by thread; elsewhere the thread has that of the process. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  const thread = Number(/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1]);
  if (Number.isInteger(thread)) setPriority(thread, niceness);
}

try {
  giveWay();
  const engine = await openOcrEngine();
  parentPort?.on('message', ({ pictures }: OcrQuestion) => {
    const before = process.threadCpuUsage();
    const texts = pictures.map((picture): PictureText => {
      try {
        return readPicture(engine, picture);
      } catch {
        return notRead; // damaged in a way that the engine does not expect
      }
    });
    const { user, system } = process.threadCpuUsage(before);
    tell({ ocr: 'read', text: together(texts), cpuMs: (user + system) / 1000, memoryBytes: engine.memoryBytes });
  });
  tell({ ocr: 'running' });
} catch {
  tell({ ocr: 'failed' });
}

/** The text of the pictures of a page: unread where any of them is. */
function together(texts: readonly PictureText[]): PictureText {
  const unread = texts.find((text) => 'unread' in text);
  return unread ?? { lines: texts.flatMap((text) => ('lines' in text ? text.lines : [])) };
}

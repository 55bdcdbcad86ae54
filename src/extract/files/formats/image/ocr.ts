/** Reads letters in pictures with Tesseract, from installed packages alone. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorker, OEM, type Worker } from 'tesseract.js';
import { ReadLimit, type ReadBudget } from '../../file-reader.ts';
import { pixelCount } from './bitmap.ts';

/** Pixels that fit into the memory of the worker: a page scanned at 600 dpi has 34 million. */
const maxPixels = 40_000_000;
const slowestPictureMs = 20_000;
const watchEveryMs = 100;

/** Loading the language takes longer than reading a page, so the engine stays for the next picture of the thread. */
let engine: Promise<Worker> | undefined;

/**
 * @returns the words; undefined where the picture is of a kind that it does not take
 * @throws ReadLimit where the picture is too big or the time is up
 */
export async function readLetters(picture: Buffer, budget: ReadBudget): Promise<string | undefined> {
  const pixels = pixelCount(picture);
  if (pixels === undefined) return undefined;
  if (pixels > maxPixels) throw new ReadLimit('too-big');
  const worker = await (engine ??= startEngine());
  holdProcess(worker, true);
  let watch: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    const started = performance.now();
    watch = setInterval(() => {
      if (isTimeUp(budget) || performance.now() - started > slowestPictureMs) reject(new ReadLimit('too-slow'));
    }, watchEveryMs);
  });
  try {
    const { data } = await Promise.race([worker.recognize(picture), timeUp]);
    return data.text;
  } catch (error) {
    engine = undefined;
    await worker.terminate();
    if (error instanceof ReadLimit) throw error;
    return undefined; // not a picture that it can decode
  } finally {
    clearInterval(watch);
    holdProcess(worker, false);
  }
}

function isTimeUp(budget: ReadBudget): boolean {
  try {
    budget.checkTime();
    return false;
  } catch {
    return true;
  }
}

async function startEngine(): Promise<Worker> {
  const data = dirname(fileURLToPath(import.meta.resolve('@tesseract.js-data/eng/package.json')));
  return createWorker('eng', OEM.LSTM_ONLY, {
    langPath: join(data, '4.0.0_best_int'),
    gzip: true,
    cacheMethod: 'none',
    errorHandler: () => undefined,
  });
}

/** The thread of the engine does not keep an idle process alive. */
function holdProcess(worker: Worker, hold: boolean): void {
  const { worker: thread } = worker as unknown as { worker?: { ref?(): void; unref?(): void } };
  if (hold) thread?.ref?.();
  else thread?.unref?.();
}

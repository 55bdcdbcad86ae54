/** The answer of a worker that needs to know about pictures before it can go on: the pictures, and the message back. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { PicturesToRead } from '../extract/extract.ts';
import type { WantedPicture } from '../ocr/picture-text.ts';

export interface PicturesWanted {
  readonly picturesWanted: readonly WantedPicture[];
  /** The message as it was handed over. */
  readonly raw: Uint8Array;
}

export function isPicturesWanted(result: object): result is PicturesWanted {
  return 'picturesWanted' in result;
}

/** Hands the memory of the message and of its pictures back instead of a copy. @returns undefined where no picture is wanted */
export function picturesWanted({ wanted }: PicturesToRead, raw: Uint8Array): PicturesWanted | undefined {
  if (wanted.length === 0) return undefined;
  const answer: PicturesWanted = { picturesWanted: wanted, raw };
  const memory = [raw, ...wanted.flatMap(({ toRead, toClassify }) => [...toRead, ...toClassify])].flatMap(
    ({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []),
  );
  return move({
    get [transferableSymbol]() {
      return [...new Set(memory)];
    },
    get [valueSymbol]() {
      return answer;
    },
  }) as unknown as PicturesWanted;
}

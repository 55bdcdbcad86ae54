/** Reads the pixels of a decoded picture out of the memory of the OCR engine. */
import type { GreyPicture } from './grey-picture.ts';

export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  /** Row by row; red, green and blue of each pixel, from 0 to 255. */
  readonly values: Uint8Array;
}

/** The structure Pix of Leptonica. */
export interface Pix {
  readonly width: number;
  readonly height: number;
  /** Bits of a pixel: 32 for colours, 8 for grey, 1 for black (set) and white. */
  readonly depth: number;
  /** 4 where the pixels have a transparency. */
  readonly samples: number;
  readonly wordsPerLine: number;
  /** The lines, in words of 32 bits; the first pixel is in the highest bits. */
  readonly pixels: Uint32Array;
}

/** Its fields in order: width, height, depth, samples, words a line, …, and the address of the data at byte 48. */
export function pixAt(heap: ArrayBuffer, address: number): Pix {
  const field = new Uint32Array(heap, address, 13);
  const [width, height, depth, samples, wordsPerLine] = field as unknown as [number, number, number, number, number];
  return {
    width,
    height,
    depth,
    samples,
    wordsPerLine,
    pixels: new Uint32Array(heap, field[12], wordsPerLine * height),
  };
}

export function greyValues({ width, height, depth, wordsPerLine, pixels }: Pix): GreyPicture | undefined {
  const values = new Uint8Array(width * height);
  if (depth === 32) {
    for (let y = 0, to = 0; y < height; y += 1)
      for (let from = y * wordsPerLine, end = from + width; from < end; from += 1, to += 1) {
        const pixel = pixels[from]!;
        values[to] = (77 * (pixel >>> 24) + 151 * ((pixel >>> 16) & 255) + 28 * ((pixel >>> 8) & 255)) >> 8;
      }
    return { width, height, values };
  }
  if (depth !== 8 && depth !== 1) return undefined;
  for (let y = 0, to = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, to += 1) {
      if (depth === 8) values[to] = pixels[y * wordsPerLine + (x >> 2)]! >>> (24 - 8 * (x & 3));
      // A set bit is black.
      else values[to] = (pixels[y * wordsPerLine + (x >> 5)]! >>> (31 - (x & 31))) & 1 ? 0 : 255;
    }
  return { width, height, values };
}

/** Larger pictures become smaller by a whole factor: what they show is seen in less. */
const mostColourPixels = 2_000_000;

export function colourValues(pix: Pix): ColourPicture | undefined {
  const { width, height, depth } = pix;
  if (depth !== 32) {
    const grey = greyValues(pix);
    return (
      grey && {
        width,
        height,
        values: Uint8Array.from({ length: width * height * 3 }, (_, at) => grey.values[Math.floor(at / 3)]!),
      }
    );
  }
  const step = Math.max(1, Math.ceil(Math.sqrt((width * height) / mostColourPixels)));
  const [newWidth, newHeight] = [Math.max(1, Math.floor(width / step)), Math.max(1, Math.floor(height / step))];
  const values = new Uint8Array(newWidth * newHeight * 3);
  for (let y = 0, to = 0; y < newHeight; y += 1)
    for (let x = 0; x < newWidth; x += 1, to += 3) writeMean(pix, x * step, y * step, step, values, to);
  return { width: newWidth, height: newHeight, values };
}

/** The mean colour of a square of pixels, on white where they are transparent. */
function writeMean(pix: Pix, left: number, top: number, side: number, values: Uint8Array, to: number): void {
  const { width, height, samples, wordsPerLine, pixels } = pix;
  const [right, bottom] = [Math.min(left + side, width), Math.min(top + side, height)];
  let [red, green, blue] = [0, 0, 0];
  for (let y = top; y < bottom; y += 1)
    for (let at = y * wordsPerLine + left, end = y * wordsPerLine + right; at < end; at += 1) {
      const pixel = pixels[at]!;
      const alpha = samples === 4 ? (pixel & 255) / 255 : 1;
      const white = 255 * (1 - alpha);
      red += (pixel >>> 24) * alpha + white;
      green += ((pixel >>> 16) & 255) * alpha + white;
      blue += ((pixel >>> 8) & 255) * alpha + white;
    }
  const count = (right - left) * (bottom - top);
  values[to] = red / count;
  values[to + 1] = green / count;
  values[to + 2] = blue / count;
}

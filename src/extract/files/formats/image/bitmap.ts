/** Writes raw pixels as a file for OCR, in the portable formats of Netpbm: the pixels after a line of text. */
import { pictureSize } from './picture-size.ts';

/** @param channels 1 for grey, 3 for colour, 4 for colour with transparency, which is left out */
export function bitmapOf(pixels: Uint8ClampedArray, width: number, height: number, channels: 1 | 3 | 4): Buffer {
  const header = Buffer.from(`P${channels === 1 ? 5 : 6}\n${width} ${height}\n255\n`, 'latin1');
  if (channels !== 4) return Buffer.concat([header, Buffer.from(pixels.buffer, pixels.byteOffset, pixels.length)]);
  const colours = Buffer.alloc(width * height * 3);
  for (let from = 0, to = 0; to < colours.length; from += 4, to += 3) {
    colours[to] = pixels[from]!;
    colours[to + 1] = pixels[from + 1]!;
    colours[to + 2] = pixels[from + 2]!;
  }
  return Buffer.concat([header, colours]);
}

/** Width times height by the head of the file; undefined for formats that OCR does not read. */
export function pixelCount(bytes: Buffer): number | undefined {
  if (bytes.length < 32) return undefined;
  const netpbm = /^P[1-6]\s+(\d{1,9})\s+(\d{1,9})\s/.exec(bytes.toString('latin1', 0, 32));
  if (netpbm) return Number(netpbm[1]) * Number(netpbm[2]);
  if (!/^(?:\x89PNG|GIF8|BM|\xff\xd8)/.test(bytes.toString('latin1', 0, 4))) return undefined;
  const size = pictureSize(bytes);
  return size && size.width * size.height;
}

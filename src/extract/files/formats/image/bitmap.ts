/** Writes raw pixels as a file for OCR, in the portable formats of Netpbm: the pixels after a line of text. */
import { shrunk } from '../../../../ocr/grey-picture.ts';
import { pictureSize } from './picture-size.ts';

/** A page at 220 dpi; finer scans are made smaller, because all pages of a message are kept until OCR has read them. */
const mostPixels = 4_500_000;

/** In grey. @param channels 1 for grey, 3 for colour, 4 for colour with transparency, which is left out */
export function bitmapOf(pixels: Uint8ClampedArray, width: number, height: number, channels: 1 | 3 | 4): Buffer {
  const values = new Uint8Array(width * height);
  for (let from = 0, to = 0; to < values.length; from += channels, to += 1)
    values[to] =
      channels === 1 ? pixels[from]! : (77 * pixels[from]! + 151 * pixels[from + 1]! + 28 * pixels[from + 2]!) >> 8;
  const factor = Math.sqrt(mostPixels / values.length);
  const grey = factor < 1 ? shrunk({ width, height, values }, factor) : { width, height, values };
  return Buffer.concat([Buffer.from(`P5\n${grey.width} ${grey.height}\n255\n`, 'latin1'), grey.values]);
}

/** A picture that the classifier looks at becomes smaller than this. */
const mostColourPixels = 300_000;

/** In colour and small. @param channels as above */
export function colourBitmapOf(pixels: Uint8ClampedArray, width: number, height: number, channels: 1 | 3 | 4): Buffer {
  const step = Math.max(1, Math.ceil(Math.sqrt((width * height) / mostColourPixels)));
  const [across, down] = [Math.max(1, Math.floor(width / step)), Math.max(1, Math.floor(height / step))];
  const values = Buffer.alloc(across * down * 3);
  for (let y = 0, to = 0; y < down; y += 1)
    for (let x = 0; x < across; x += 1)
      for (let colour = 0; colour < 3; colour += 1, to += 1)
        values[to] = pixels[(y * step * width + x * step) * channels + (channels === 1 ? 0 : colour)]!;
  return Buffer.concat([Buffer.from(`P6\n${across} ${down}\n255\n`, 'latin1'), values]);
}

/** Width times height by the head of the file; undefined for formats that OCR does not read. */
export function pixelCount(bytes: Buffer): number | undefined {
  if (bytes.length < 32) return undefined;
  const netpbm = /^P[1-6]\s+(\d{1,9})\s+(\d{1,9})\s/.exec(bytes.toString('latin1', 0, 32));
  if (netpbm) return Number(netpbm[1]) * Number(netpbm[2]);
  if (!/^(?:\x89PNG|GIF8|BM|\xff\xd8|II\*\0|MM\0\*|RIFF[^]{4}WEBP)/.test(bytes.toString('latin1', 0, 12)))
    return undefined;
  const size = pictureSize(bytes);
  return size && size.width * size.height;
}

/** Animations and files with several pages, made of given pictures: GIF, PNG and TIFF. */
import { crc32, deflateSync } from 'node:zlib';

/** Rows of pixels, three bytes each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

export function pngOf(picture: Pixels): Buffer {
  return pngFile(picture, [pngChunk('IDAT', pngData(picture))]);
}

/** APNG: the first frame is in IDAT, the others in fdAT. */
export function animatedPng(pictures: readonly Pixels[]): Buffer {
  let number = 0;
  const numbered = (rest: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(number);
    number += 1;
    return Buffer.concat([head, rest]);
  };
  const count = Buffer.alloc(8);
  count.writeUInt32BE(pictures.length);
  const frames = pictures.flatMap((picture, at) => {
    const control = Buffer.alloc(22);
    control.writeUInt32BE(picture.width);
    control.writeUInt32BE(picture.height, 4);
    control.writeUInt16BE(10, 16);
    control.writeUInt16BE(100, 18);
    const shown = pngChunk('fcTL', numbered(control));
    const data = pngData(picture);
    return [shown, at === 0 ? pngChunk('IDAT', data) : pngChunk('fdAT', numbered(data))];
  });
  return pngFile(pictures[0]!, [pngChunk('acTL', count), ...frames]);
}

function pngFile({ width, height }: Pixels, chunks: readonly Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  const start = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([start, pngChunk('IHDR', header), ...chunks, pngChunk('IEND', Buffer.alloc(0))]);
}

function pngData({ width, height, values }: Pixels): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1)
    rows.set(values.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  return deflateSync(rows);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length);
  chunk.write(type, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

/** The index that lets through what is below. */
const through = 255;

/** @param seeThrough share of each further frame, from the left, that lets through what is below */
export function animatedGif(pictures: readonly Pixels[], seeThrough = 0): Buffer {
  const { width, height } = pictures[0]!;
  const head = Buffer.from('GIF89a\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const frames = pictures.map(({ values }, at) => {
    const control = Buffer.from([0x21, 0xf9, 4, 1, 10, 0, through, 0]);
    const place = Buffer.from([0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0x87]);
    place.writeUInt16LE(width, 5);
    place.writeUInt16LE(height, 7);
    const palette = paletteOf(values);
    const indexes = Uint8Array.from({ length: width * height }, (_, pixel) =>
      at > 0 && pixel % width < width * seeThrough ? through : nearest(palette, values, pixel * 3),
    );
    return Buffer.concat([control, place, palette, Buffer.from([8]), gifData(indexes)]);
  });
  return Buffer.concat([head, ...frames, Buffer.from(';')]);
}

/** Colours of pixels that are spread over the picture. */
function paletteOf(values: Uint8Array): Buffer {
  const palette = Buffer.alloc(256 * 3);
  const pixels = values.length / 3;
  for (let index = 0; index < through; index += 1)
    palette.set(values.subarray(Math.floor((index * pixels) / through) * 3).subarray(0, 3), index * 3);
  return palette;
}

function nearest(palette: Buffer, values: Uint8Array, at: number): number {
  let [best, least] = [0, Infinity];
  for (let index = 0; index < through && least > 0; index += 1) {
    let distance = 0;
    for (let colour = 0; colour < 3; colour += 1)
      distance += (palette[index * 3 + colour]! - values[at + colour]!) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

/** Codes of nine bits without any compression: the table is cleared before it would need ten. */
function gifData(indexes: Uint8Array): Buffer {
  const bytes: number[] = [];
  let [buffer, filled] = [0, 0];
  const write = (code: number): void => {
    buffer |= code << filled;
    for (filled += 9; filled >= 8; filled -= 8) {
      bytes.push(buffer & 255);
      buffer >>>= 8;
    }
  };
  for (const [at, index] of indexes.entries()) {
    if (at % 250 === 0) write(256);
    write(index);
  }
  write(257);
  if (filled > 0) bytes.push(buffer & 255);
  const data = Buffer.from(bytes);
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  return Buffer.concat([...blocks, Buffer.from([0])]);
}

/** A TIFF file with a directory for each picture, in RGB without compression. */
export function severalPages(pictures: readonly Pixels[]): Buffer {
  const tags = 9;
  const directorySize = 2 + tags * 12 + 4 + 6;
  let at = 8;
  const parts = pictures.map(({ width, height, values }, index) => {
    const directory = Buffer.alloc(directorySize);
    const [bitsAt, dataAt] = [at + 2 + tags * 12 + 4, at + directorySize];
    directory.writeUInt16LE(tags);
    const entries = [
      [256, 4, 1, width],
      [257, 4, 1, height],
      [258, 3, 3, bitsAt],
      [259, 3, 1, 1],
      [262, 3, 1, 2],
      [273, 4, 1, dataAt],
      [277, 3, 1, 3],
      [278, 4, 1, height],
      [279, 4, 1, values.length],
    ] as const;
    for (const [n, [tag, type, count, value]] of entries.entries()) {
      const to = 2 + n * 12;
      directory.writeUInt16LE(tag, to);
      directory.writeUInt16LE(type, to + 2);
      directory.writeUInt32LE(count, to + 4);
      directory.writeUInt32LE(value, to + 8);
    }
    const padded = Buffer.concat([values, Buffer.alloc(values.length % 2)]);
    at = dataAt + padded.length;
    directory.writeUInt32LE(index === pictures.length - 1 ? 0 : at, 2 + tags * 12);
    for (const n of [0, 1, 2]) directory.writeUInt16LE(8, 2 + tags * 12 + 4 + n * 2);
    return Buffer.concat([directory, padded]);
  });
  return Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), ...parts]);
}

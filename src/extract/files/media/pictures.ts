/** Walks pictures whose formats have a structure of their own: JPEG, PNG, GIF, TIFF and raw photos, BMP, icons, and rarer ones. */
import { constants, crc32, inflateSync } from 'node:zlib';
import type { Walk } from './chunks.ts';

/** JPEG (ITU T.81 B): segments up to a scan, whose data has no markers of other kinds, and so on up to the end marker. */
export const walkJpeg: Walk = (bytes) => {
  let at = 2;
  let hasFrame = false;
  let hasScan = false;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return hasScan ? at + 2 : undefined;
    if (marker < 0xc0 || (marker >= 0xd0 && marker < 0xda) || marker === 0xc8) return undefined;
    const size = bytes.readUInt16BE(at + 2);
    if (size < 2) return undefined;
    if (marker < 0xd0 && marker !== 0xc4 && marker !== 0xcc) {
      // The length of a frame header follows from its number of components.
      if (size !== 8 + 3 * bytes.readUInt8(at + 9)) return undefined;
      hasFrame = true;
    }
    at += 2 + size;
    if (marker !== 0xda) continue;
    hasScan = true;
    at = endOfScan(bytes, at);
  }
  if (bytes.length - at < 4 && bytes[at] === 0xff && bytes[at + 1] === 0xd9) return hasScan ? at + 2 : undefined;
  return hasFrame && hasScan ? bytes.length : undefined;
};

function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return bytes.length;
}

/** PNG (ISO/IEC 15948): chunks with checksums. The last one may be cut off. */
export const walkPng: Walk = (bytes) => {
  let at = 8;
  let hasData = false;
  while (at + 12 <= bytes.length) {
    const size = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if ((at === 8) !== (type === 'IHDR') || !/^[A-Za-z]{4}$/.test(type)) return undefined;
    const body = bytes.subarray(at + 8, at + 8 + size);
    if (type === 'IDAT' && !hasData) {
      if (!inflates(body)) return undefined;
      hasData = true;
    }
    if (at + 12 + size > bytes.length) return hasData ? bytes.length : undefined;
    if (bytes.readUInt32BE(at + 8 + size) !== crc32(bytes.subarray(at + 4, at + 8 + size))) return undefined;
    at += 12 + size;
    if (type === 'IEND') return hasData ? at : undefined;
  }
  return hasData ? bytes.length : undefined;
};

/** Whether the first bytes are zlib data. */
export function inflates(bytes: Buffer): boolean {
  try {
    return inflateSync(bytes.subarray(0, 2048), { finishFlush: constants.Z_SYNC_FLUSH }).length > 0;
  } catch {
    return false; // no zlib data
  }
}

/** GIF89a: blocks up to the trailer. The last picture may be cut off. */
export const walkGif: Walk = (bytes) => {
  const [width, height] = [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
  const table = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + table(bytes.readUInt8(10));
  let pictures = 0;
  const skipBlocks = () => {
    while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
    at += 1;
  };
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === 0x3b) return pictures > 0 ? at + 1 : undefined;
    if (kind === 0x21) {
      at += 2;
      skipBlocks();
    } else if (kind === 0x2c) {
      const fits =
        bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5) <= width &&
        bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7) <= height;
      at += 10 + table(bytes.readUInt8(at + 9));
      const codeSize = bytes.readUInt8(at);
      if (!fits || codeSize < 1 || codeSize > 8) return pictures > 0 ? at : undefined;
      at += 1;
      skipBlocks();
      pictures += 1;
    } else return pictures > 0 ? at : undefined;
  }
  return pictures > 0 ? bytes.length : undefined;
};

const tiffTypeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const maxDirectories = 500;
/** Tags that point to further directories: SubIFDs, Exif, GPS. */
const directoryTags = new Set([330, 34_665, 34_853]);
/** Pairs of tags with offsets and sizes of data: strips, tiles, previews. */
const dataTags = [[273, 279], [324, 325], [513, 514]] as const; // prettier-ignore

/** TIFF 6.0 and the raw photos that are written like it (CR2, NEF, ARW, DNG, ORF, RW2). */
export const walkTiff: Walk = (bytes) => {
  const little = bytes[0] === 0x49;
  const short = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const waiting = [long(4)];
  const seen = new Set<number>();
  let end = 8;
  let isPicture = false;
  let isRaw = bytes[2] !== 42 && bytes[3] !== 42;
  while (waiting.length > 0 && seen.size < maxDirectories) {
    const directory = waiting.pop()!;
    if (directory === 0 || seen.has(directory)) continue;
    seen.add(directory);
    const count = short(directory);
    if (count === 0 || count > 1000) return undefined;
    const known = new Map<number, number[]>();
    for (let entry = 0; entry < count; entry += 1) {
      const at = directory + 2 + entry * 12;
      const [tag, type, values] = [short(at), short(at + 2), long(at + 4)];
      const each = tiffTypeBytes[type];
      if (!each) return undefined;
      const start = values * each <= 4 ? at + 8 : long(at + 8);
      if (start + values * each > bytes.length && tag !== 37_500) return undefined;
      end = Math.max(end, Math.min(bytes.length, start + values * each));
      if (tag === 37_500 || tag === 50_740) isRaw = true;
      if (each === 2 || each === 4)
        known.set(tag, Array.from({ length: Math.min(values, 100_000) }, (_, n) => (each === 2 ? short(start + n * 2) : long(start + n * 4)))); // prettier-ignore
    }
    if (known.has(256) || known.has(34_665)) isPicture = true;
    for (const tag of directoryTags) waiting.push(...(known.get(tag) ?? []));
    for (const [offsets, sizes] of dataTags)
      for (const [index, offset] of (known.get(offsets) ?? []).entries())
        end = Math.max(end, offset + (known.get(sizes)?.[index] ?? 0));
    const next = directory + 2 + count * 12;
    end = Math.max(end, next + 4);
    if (next + 4 <= bytes.length) waiting.push(long(next));
  }
  if (!isPicture) return undefined;
  // Cameras write data that no directory names.
  return isRaw ? bytes.length : Math.min(end, bytes.length);
};

const bitmapHeads = new Set([12, 40, 52, 56, 64, 108, 124]);

/** BMP: a head that states where the dots begin, and how many there are. */
export const walkBmp: Walk = (bytes) => {
  const [start, head] = [bytes.readUInt32LE(10), bytes.readUInt32LE(14)];
  if (!bitmapHeads.has(head)) return undefined;
  const old = head === 12;
  const width = old ? bytes.readUInt16LE(18) : Math.abs(bytes.readInt32LE(18));
  const height = old ? bytes.readUInt16LE(20) : Math.abs(bytes.readInt32LE(22));
  const planes = bytes.readUInt16LE(old ? 22 : 26);
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  if (planes !== 1 || ![1, 2, 4, 8, 16, 24, 32].includes(bits) || start < 14 + head) return undefined;
  const packed = old ? 0 : bytes.readUInt32LE(30);
  const size = packed === 1 || packed === 2 ? bytes.readUInt32LE(34) : Math.ceil((width * bits) / 32) * 4 * height;
  if (start > bytes.length || start > 14 + head + 16 + 4 * 256) return undefined;
  return Math.min(bytes.length, Math.max(start + size, bytes.readUInt32LE(2)));
};

/** Icons and cursors: a list of pictures, each PNG or the inner part of a BMP. */
export const walkIcon: Walk = (bytes) => {
  const count = bytes.readUInt16LE(4);
  if (count === 0 || count > 256) return undefined;
  let end = 6 + count * 16;
  for (let index = 0; index < count; index += 1) {
    const [size, start] = [bytes.readUInt32LE(6 + index * 16 + 8), bytes.readUInt32LE(6 + index * 16 + 12)];
    if (start + size > bytes.length || size < 40) return undefined;
    const isPng = bytes.toString('latin1', start + 1, start + 4) === 'PNG';
    if (!isPng && bytes.readUInt32LE(start) !== 40) return undefined;
    end = Math.max(end, start + size);
  }
  return end;
};

/** PCX 3.0: a head, then rows in runs. */
export const walkPcx: Walk = (bytes) => {
  const [bits, planes, perRow] = [bytes[3]!, bytes.readUInt8(65), bytes.readUInt16LE(66)];
  const rows = bytes.readUInt16LE(10) - bytes.readUInt16LE(6) + 1;
  if (![1, 2, 4, 8].includes(bits) || bytes[64] !== 0 || planes < 1 || planes > 4 || rows < 1) return undefined;
  const total = rows * planes * perRow;
  let at = 128;
  for (let dots = 0; dots < total; at += 1) {
    const byte = bytes.readUInt8(at);
    dots += byte >= 0xc0 ? byte & 63 : 1;
    if (byte >= 0xc0) at += 1;
  }
  return bytes[at] === 12 && at + 769 <= bytes.length ? at + 769 : at;
};

/** Truevision TGA 2.0. It has no signature, so only a file of exactly the stated length counts. */
export const walkTga: Walk = (bytes) => {
  const [idLength, mapType, type] = [bytes[0]!, bytes[1]!, bytes[2]!];
  const [width, height, bits] = [bytes.readUInt16LE(12), bytes.readUInt16LE(14), bytes.readUInt8(16)];
  const mapBytes = mapType === 1 ? bytes.readUInt16LE(5) * Math.ceil(bytes.readUInt8(7) / 8) : 0;
  if (mapType > 1 || ![1, 2, 3, 9, 10, 11].includes(type) || width === 0 || height === 0) return undefined;
  if (![8, 15, 16, 24, 32].includes(bits) || (bytes.readUInt8(17) & 0xc0) !== 0) return undefined;
  const each = Math.ceil(bits / 8);
  let at = 18 + idLength + mapBytes;
  if (type < 8) at += width * height * each;
  else
    for (let dots = 0; dots < width * height;) {
      const head = bytes.readUInt8(at);
      dots += (head & 127) + 1;
      at += 1 + (head > 127 ? each : ((head & 127) + 1) * each);
    }
  const isMarked = bytes.toString('latin1', bytes.length - 18, bytes.length - 2) === 'TRUEVISION-XFILE';
  if (isMarked && at <= bytes.length - 26) return bytes.length;
  return at === bytes.length ? at : undefined;
};

/** Walks fonts, and sounds with a fixed head: sfnt, collections, WOFF, EOT, AU, DSS. */
import { brotliDecompressSync } from 'node:zlib';
import type { Walk } from './chunks.ts';

/** TrueType and OpenType: a directory of tables, of which `head` has a magic number. */
export const walkFont: Walk = (bytes) => tablesEnd(bytes, 0);

function tablesEnd(bytes: Buffer, from: number): number | undefined {
  const count = bytes.readUInt16BE(from + 4);
  if (count === 0 || count > 256) return undefined;
  let end = 0;
  let hasHead = false;
  for (let index = 0; index < count; index += 1) {
    const at = from + 12 + index * 16;
    const [start, size] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
    if (start + size > bytes.length || !/^[\x20-\x7e]{4}$/.test(bytes.toString('latin1', at, at + 4))) return undefined;
    if (/head|bhed/.test(bytes.toString('latin1', at, at + 4))) hasHead = bytes.readUInt32BE(start + 12) === 0x5f0f3cf5;
    end = Math.max(end, Math.min(bytes.length, Math.ceil((start + size) / 4) * 4));
  }
  return hasHead ? end : undefined;
}

/** Several fonts that share tables. */
export const walkFontCollection: Walk = (bytes) => {
  const count = bytes.readUInt32BE(8);
  if (count === 0 || count > 1000) return undefined;
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    const one = tablesEnd(bytes, bytes.readUInt32BE(12 + index * 4));
    if (one === undefined) return undefined;
    end = Math.max(end, one);
  }
  return end;
};

/** WOFF 1.0 and 2.0: the head states the length of the file. */
export const walkWebFont: Walk = (bytes) => {
  const size = bytes.readUInt32BE(8);
  const count = bytes.readUInt16BE(12);
  if (size > bytes.length || size < 44 || count === 0 || count > 256) return undefined;
  if (bytes[3] === 0x32) return isBrotli(bytes, count) ? size : undefined;
  for (let at = 44; at < 44 + count * 20; at += 20)
    if (bytes.readUInt32BE(at + 4) + bytes.readUInt32BE(at + 8) > size) return undefined;
  return size;
};

/** Whether the tables of a WOFF 2.0 font unpack. Their directory has entries of different lengths. */
function isBrotli(bytes: Buffer, count: number): boolean {
  let at = 48;
  const skipNumber = () => {
    while (bytes.readUInt8(at) > 127) at += 1;
    at += 1;
  };
  for (let index = 0; index < count; index += 1) {
    const flags = bytes.readUInt8(at);
    at += (flags & 63) === 63 ? 5 : 1;
    skipNumber();
    const isOutline = [10, 11].includes(flags & 63);
    if (isOutline ? flags >> 6 === 0 : flags >> 6 !== 0) skipNumber();
  }
  if (bytes.toString('latin1', 4, 8) === 'ttcf') return true;
  try {
    brotliDecompressSync(bytes.subarray(at, at + bytes.readUInt32BE(20)), { maxOutputLength: 4_194_304 });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  }
}

/** Embedded OpenType: lengths of the file and of the font in it. */
export const walkEmbeddedFont: Walk = (bytes) => {
  const [size, fontSize, flags] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(12)];
  if (size !== bytes.length || fontSize >= size) return undefined;
  const isCompressed = (flags & 4) !== 0;
  if (isCompressed) return size;
  const font = Buffer.from(bytes.subarray(size - fontSize));
  const plain = (flags & 0x10000000) === 0 ? font : font.map((byte) => byte ^ 0x50);
  return tablesEnd(plain as Buffer, 0) === undefined ? undefined : size;
};

/** AU: a head with the offset and the length of the sound. */
export const walkAu: Walk = (bytes) => {
  const [start, size, encoding] = [bytes.readUInt32BE(4), bytes.readUInt32BE(8), bytes.readUInt32BE(12)];
  const [rate, channels] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (start < 24 || start > 65_536 || encoding < 1 || encoding > 27 || channels < 1 || channels > 16) return undefined;
  if (rate < 1000 || rate > 768_000) return undefined;
  return size === 0xffffffff ? bytes.length : Math.min(bytes.length, start + size);
};

/** Digital Speech Standard of dictation machines: blocks of 512 bytes, a head with two dates in digits. */
export const walkDictation: Walk = (bytes) => {
  const dates = bytes.toString('latin1', 38, 62);
  return bytes.length % 512 === 0 && /^\d{24}$/.test(dates) ? bytes.length : undefined;
};

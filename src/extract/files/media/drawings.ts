/** Walks drawings and pictures of programs: Photoshop, GIMP, metafiles, PostScript, JPEG 2000 code streams, Flash, 3D models. */
import { inflates } from './pictures.ts';
import type { Walk } from './chunks.ts';

/** Photoshop: a head and four stretches with their lengths; the dots follow to the end. */
export const walkPhotoshop: Walk = (bytes) => {
  const large = bytes.readUInt16BE(4) === 2;
  const [channels, depth] = [bytes.readUInt16BE(12), bytes.readUInt16BE(22)];
  if (channels < 1 || channels > 56 || ![1, 8, 16, 32].includes(depth)) return undefined;
  let at = 26;
  at += 4 + bytes.readUInt32BE(at);
  at += 4 + bytes.readUInt32BE(at);
  at += large ? 8 + Number(bytes.readBigUInt64BE(at)) : 4 + bytes.readUInt32BE(at);
  return bytes.readUInt16BE(at) <= 3 ? bytes.length : undefined;
};

/** GIMP: a head, properties, then places of layers within the file. */
export const walkGimp: Walk = (bytes) => {
  const version = bytes.toString('latin1', 9, 13);
  if (!/^(?:file|v0\d\d)$/.test(version) || bytes.readUInt32BE(22) > 2) return undefined;
  let at = version >= 'v004' ? 30 : 26;
  for (let properties = 0; ; properties += 1) {
    const [type, size] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
    at += 8 + size;
    if (type === 0) return size === 0 && isWithin(bytes, at, version >= 'v011') ? bytes.length : undefined;
    if (type > 64 || properties > 1000) return undefined;
  }
};

function isWithin(bytes: Buffer, at: number, long: boolean): boolean {
  const first = long ? Number(bytes.readBigUInt64BE(at)) : bytes.readUInt32BE(at);
  return first > at && first < bytes.length;
}

/** Enhanced metafile (MS-EMF): records up to the one that ends it. */
export const walkEmf: Walk = (bytes) => {
  for (let at = 0; at + 8 <= bytes.length;) {
    const [type, size] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    if (type === 0 || type > 122 || size < 8 || size % 4 !== 0) return undefined;
    at += size;
    if (type === 14) return at;
  }
  return undefined;
};

/** Windows metafile (MS-WMF): records up to the one that ends it. */
export const walkWmf: Walk = (bytes) => {
  const head = bytes.readUInt32LE(0) === 0x9ac6cdd7 ? 22 : 0;
  if (bytes.readUInt16LE(head + 2) !== 9) return undefined;
  for (let at = head + 18; at + 6 <= bytes.length;) {
    const words = bytes.readUInt32LE(at);
    if (words < 3) return undefined;
    const last = bytes.readUInt16LE(at + 4) === 0;
    at += words * 2;
    if (last) return words === 3 ? at : undefined;
  }
  return undefined;
};

/** PostScript with a preview: a head that states where both are. */
export const walkPostScript: Walk = (bytes) => {
  let end = 30;
  for (const at of [4, 12, 20]) {
    const [start, size] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    if (start + size > bytes.length) return undefined;
    end = Math.max(end, start + size);
  }
  const start = bytes.readUInt32LE(4);
  return bytes.toString('latin1', start, start + 4) === '%!PS' ? end : undefined;
};

/** JPEG 2000 code stream (ITU T.800 A): marker segments, then parts of tiles with their lengths. */
export const walkCodeStream: Walk = (bytes) => {
  let at = 2;
  let tiles = 0;
  while (at + 4 <= bytes.length) {
    const marker = bytes.readUInt16BE(at);
    if (marker === 0xffd9) return at + 2;
    if (marker < 0xff4f || marker > 0xff93) return undefined;
    const size = bytes.readUInt16BE(at + 2);
    if (marker !== 0xff90) at += 2 + size;
    else {
      const part = bytes.readUInt32BE(at + 6);
      tiles += 1;
      if (part === 0) return bytes.length;
      at += part;
    }
  }
  if (at + 2 <= bytes.length && bytes.readUInt16BE(at) === 0xffd9) return at + 2;
  return tiles > 0 ? Math.min(at, bytes.length) : undefined;
};

/** Flash: plain, or in zlib. */
export const walkFlash: Walk = (bytes) => {
  const size = bytes.readUInt32LE(4);
  if (bytes[0] === 0x43) return inflates(bytes.subarray(8)) ? bytes.length : undefined;
  return size <= bytes.length && size > 20 ? size : undefined;
};

/** Fujifilm raw photo: it states where its JPEG is. */
export const walkFujifilm: Walk = (bytes) => {
  const [start, size] = [bytes.readUInt32BE(84), bytes.readUInt32BE(88)];
  return start + size <= bytes.length && bytes.readUInt16BE(start) === 0xffd8 ? bytes.length : undefined;
};

/** A model for a 3D printer (binary STL). It has no signature, so only a file of exactly the stated length counts. */
export const walkStl: Walk = (bytes) => {
  const triangles = bytes.readUInt32LE(80);
  if (triangles === 0 || bytes.length !== 84 + triangles * 50) return undefined;
  for (let index = 0; index < Math.min(triangles, 100); index += 1) {
    const at = 84 + index * 50;
    const normal = [0, 4, 8].map((offset) => Math.abs(bytes.readFloatLE(at + offset)));
    if (!normal.every((value) => value <= 1.01)) return undefined;
  }
  return bytes.length;
};

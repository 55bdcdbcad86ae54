/** Finds what is written behind pictures, audio and video, and files that begin within them. */
import type { Recognised } from '../recognise.ts';

const appendable = ['7z\xbc\xaf\x27\x1c', 'Rar!\x1a\x07', '%PDF-1.', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'].map((mark) =>
  Buffer.from(mark, 'latin1'),
);
/** Fewer bytes are no file. */
const leastBytes = 16;

/** Files that begin within a picture or film: their programs search for the beginning. */
export function hiddenFiles(bytes: Buffer, { kind }: Recognised): Buffer[] {
  if (kind !== 'image' && kind !== 'media' && kind !== 'opaque') return [];
  return appendable.flatMap((mark) => {
    const at = bytes.indexOf(mark, 1);
    return at < 0 ? [] : [bytes.subarray(at)];
  });
}

/**
 * What follows the end of the structure, without filling and without the files that `hiddenFiles` and the reader of zip files find.
 * Phones of one maker write several blocks there.
 */
export function behindMedia(bytes: Buffer, { end, alsoZip }: Recognised): Buffer[] {
  if (end === undefined || end >= bytes.length) return [];
  let rest = bytes.subarray(end);
  const zip = alsoZip ? rest.indexOf('PK\x03\x04', 0, 'latin1') : -1;
  if (zip >= 0) rest = rest.subarray(0, zip);
  const blocks = samsungBlocks(rest);
  if (blocks) return blocks.filter((piece) => piece.length >= leastBytes);
  let from = 0;
  while (from < rest.length && isFilling(rest[from]!)) from += 1;
  rest = rest.subarray(from);
  if (appendable.some((mark) => rest.subarray(0, mark.length).equals(mark))) return [];
  return rest.length >= leastBytes ? [rest] : [];
}

function isFilling(byte: number): boolean {
  return byte === 0 || byte === 0xff || byte === 0x20 || byte === 0x0a || byte === 0x0d;
}

/** The blocks that Samsung phones write (`SEFH` … `SEFT`), and the bytes before them; undefined for other data. */
function samsungBlocks(rest: Buffer): Buffer[] | undefined {
  if (rest.length < 24 || rest.toString('latin1', rest.length - 4) !== 'SEFT') return undefined;
  const list = rest.length - 8 - rest.readUInt32LE(rest.length - 8);
  if (list < 0 || rest.toString('latin1', list, list + 4) !== 'SEFH') return undefined;
  const count = rest.readUInt32LE(list + 8);
  if (count > 200 || list + 12 + count * 12 > rest.length - 8) return undefined;
  const blocks: Buffer[] = [];
  let first = list;
  let sum = 0;
  for (let at = list + 12; at < list + 12 + count * 12; at += 12) {
    const [start, size] = [list - rest.readUInt32LE(at + 4), rest.readUInt32LE(at + 8)];
    if (start < 0 || start + size > list || size < 8) return undefined;
    const name = rest.readUInt32LE(start + 4);
    blocks.push(rest.subarray(Math.min(start + 8 + name, start + size), start + size));
    first = Math.min(first, start);
    sum += size;
  }
  // Blocks that do not fill the place leave room for something else.
  return sum === list - first ? [rest.subarray(0, first), ...blocks] : undefined;
}

/** Reads the regular files of tar files: POSIX ustar and pax, GNU long names, the old form without a magic number. */
import { strayWords } from '../stray-words.ts';
import type { ReadArchive } from './archive-entry.ts';

const block = 512;

export const readTar: ReadArchive = async function* ({ bytes }, budget) {
  let longName: string | undefined;
  let longSize: number | undefined;
  let inSequence = true;
  const beside: string[] = [];
  let at = 0;
  while (at + block <= bytes.length) {
    budget.checkTime();
    const header = bytes.subarray(at, at + block);
    if (!isTarHeader(header)) {
      if (inSequence && header.some((byte) => byte !== 0)) {
        yield { size: bytes.length - at, unread: 'damaged' };
        inSequence = false;
      }
      if (header.some((byte) => byte !== 0)) beside.push(strayWords(header));
      // After damage and after the end mark, further archives may follow.
      at += block;
      continue;
    }
    inSequence = true;
    const size = longSize ?? numberAt(header, 124, 12);
    const start = at + block;
    const data = bytes.subarray(start, start + size);
    const type = String.fromCharCode(header[156]!);
    const stated = longName ?? nameIn(header);
    longName = undefined;
    longSize = undefined;
    at = start + Math.ceil(size / block) * block;
    // Words in the rest of the last block, in the target of a link, in a comment of pax.
    beside.push(strayWords(bytes.subarray(start + size, at)), strayWords(header.subarray(157, 257)));
    if (type === 'x' || type === 'g') beside.push(strayWords(data));
    if (type === 'L') longName = textIn(data, 0, data.length);
    else if (type === 'x') ({ path: longName, size: longSize } = paxFields(data));
    else if (type !== 'g' && type !== 'K' && (data.length > 0 || ['0', '\0', '7'].includes(type))) {
      // Entries of other kinds have content only where somebody hides it there.
      budget.spendEntry();
      budget.spendBytes(data.length);
      yield { name: stated, bytes: data };
    }
    if (data.length < size) yield { name: stated, size, unread: 'damaged' };
  }
  beside.push(strayWords(bytes.subarray(at)));
  const words = beside.filter((text) => text !== '').join('\n');
  if (words !== '') yield { name: 'beside the files', bytes: Buffer.from(words) };
};

/** Whether a block of 512 bytes is a header, by its checksum, which files without a magic number have too. */
export function isTarHeader(bytes: Buffer): boolean {
  if (bytes.length < block || bytes[0] === 0) return false;
  const stated = numberAt(bytes, 148, 8);
  if (stated === 0) return false;
  let sum = 8 * 32;
  for (let i = 0; i < block; i += 1) if (i < 148 || i >= 156) sum += bytes[i]!;
  return sum === stated;
}

function nameIn(header: Buffer): string {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textIn(header, 345, 500) : '';
  return prefix === '' ? textIn(header, 0, 100) : `${prefix}/${textIn(header, 0, 100)}`;
}

function textIn(bytes: Buffer, start: number, end: number): string {
  const zero = bytes.indexOf(0, start);
  return bytes.toString('utf8', start, zero < 0 || zero > end ? end : zero);
}

/** Octal digits, or base 256 where the first bit is set (GNU). */
function numberAt(header: Buffer, start: number, length: number): number {
  if ((header[start]! & 0x80) !== 0) return header.readUIntBE(start + length - 6, 6);
  const digits = /^[ ]*([0-7]+)/.exec(header.toString('latin1', start, start + length))?.[1];
  return digits === undefined ? 0 : Number.parseInt(digits, 8);
}

/** The records `length key=value\n` of a pax header. */
function paxFields(data: Buffer): { path: string | undefined; size: number | undefined } {
  const fields = new Map<string, string>();
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(data.toString('latin1', at, space));
    if (!(length > 0)) break;
    const [, key = '', value = ''] = /^([^=]*)=(.*)\n?$/s.exec(data.toString('utf8', space + 1, at + length)) ?? [];
    fields.set(key, value.replace(/\n$/, ''));
    at += length;
  }
  const size = Number(fields.get('size'));
  return { path: fields.get('path'), size: Number.isSafeInteger(size) && size > 0 ? size : undefined };
}

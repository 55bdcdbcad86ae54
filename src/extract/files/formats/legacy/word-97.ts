/** Reads old Word documents: all text of the piece table, with footnotes, headers, comments and text boxes. Source: MS-DOC 2.4. */
/* eslint-disable no-control-regex -- the format marks things with control characters */
import iconv from 'iconv-lite';
import { ReadLimit } from '../../file-reader.ts';
import type { Collected } from '../collected.ts';

/** Stories follow each other in the text. The header has their lengths in this order (FibRgLw97). */
const stories: readonly (readonly [offset: number, label: string])[] = [
  [0x4c, 'document'],
  [0x50, 'footnote'],
  [0x54, 'header and footer'],
  [0x58, 'macro'],
  [0x5c, 'comment'],
  [0x60, 'endnote'],
  [0x64, 'text box'],
  [0x68, 'text box in a header'],
];
const firstWord97 = 0xc1;

/** @param stream gives the table streams of the document */
export function readWord97(document: Buffer, stream: (name: string) => Buffer | undefined, into: Collected): void {
  if (document.length < 0x1aa) throw new Error('too short');
  const flags = document.readUInt16LE(0x0a);
  if ((flags & 0x0100) !== 0) throw new ReadLimit('encrypted');
  const version = document.readUInt16LE(0x02);
  const pieces =
    version < firstWord97
      ? [iconv.decode(document.subarray(document.readUInt32LE(0x18), document.readUInt32LE(0x1c)), 'windows-1252')]
      : piecesOf(document, stream((flags & 0x0200) !== 0 ? '1Table' : '0Table'));
  const all = pieces.join('');
  const text = into.text();
  const instructions: string[] = [];
  let at = 0;
  for (const [offset, label] of version < firstWord97 ? [[0, 'document'] as const] : stories) {
    const length = offset === 0 ? all.length : document.readUInt32LE(offset);
    text.place(label);
    text.writeLine(readable(all.slice(at, at + length), instructions));
    at += length;
  }
  text.writeLine(readable(all.slice(at), instructions));
  text.place('field codes');
  for (const instruction of instructions) text.writeLine(instruction, true);
}

/** The piece table: the stretches of the stream that are text, in order, each in one of two encodings. */
function piecesOf(document: Buffer, table: Buffer | undefined): string[] {
  if (!table) throw new Error('no table stream');
  const start = document.readUInt32LE(0x1a2);
  const clx = table.subarray(start, start + document.readUInt32LE(0x1a6));
  let at = 0;
  while (clx[at] === 1 && at + 3 <= clx.length) at += 3 + clx.readUInt16LE(at + 1);
  if (clx[at] !== 2 || at + 5 > clx.length) throw new Error('no piece table');
  const plc = clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1));
  const count = Math.floor((plc.length - 4) / 12);
  const pieces: string[] = [];
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const length = plc.readUInt32LE(index * 4 + 4) - plc.readUInt32LE(index * 4);
    const descriptor = plc.readUInt32LE((count + 1) * 4 + index * 8 + 2);
    const offset = descriptor & 0x3fffffff;
    if (length <= 0 || length > document.length) continue;
    total += length;
    // Pieces do not overlap, so more text than bytes is an attack.
    if (total > document.length) throw new ReadLimit('too-big');
    const isNarrow = (descriptor & 0x40000000) !== 0;
    pieces.push(
      isNarrow
        ? iconv.decode(document.subarray(offset / 2, offset / 2 + length), 'windows-1252')
        : document.toString('utf16le', offset, offset + length * 2),
    );
  }
  return pieces;
}

/** Marks in the text become line ends and tabs; codes of fields are removed because they would cut words. */
function readable(text: string, instructions: string[]): string {
  const withoutCodes = text.replace(/\u0013([^\u0013\u0014\u0015]*)[\u0014\u0015]/g, (_, code: string) => {
    if (!/^\s*(PAGE|NUMPAGES|TOC|PAGEREF|REF)\b/.test(code)) instructions.push(code.trim());
    return '';
  });
  return withoutCodes
    .replace(/\u0007\u0007/g, '\n')
    .replaceAll('\u0007', '\t')
    .replace(/[\r\u000b\u000c\u000e]/g, '\n')
    .replaceAll('\u001e', '-')
    .replace(/[\u0001-\u0008\u0013-\u0015\u001f\u00ad]/g, '');
}

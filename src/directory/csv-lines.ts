/** Turns the bytes of an exported CSV file into lines: UTF-8 with single bytes of Windows-1252 among it, or UTF-16. */
import { isUtf8 } from 'node:buffer';

export interface CsvLines {
  readonly encoding: 'utf-8' | 'utf-16';
  /** Without their line ends: CRLF, LF or CR. */
  readonly lines: Iterable<string>;
  /** False where the last line has no line end: the export may have broken off within it. */
  readonly endsWithLineEnd: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const blockBytes = 1024 ** 2;

/** @param onRepaired called for each line with bytes that are not UTF-8 and are read as Windows-1252 */
export function readLines(bytes: Buffer, onRepaired: () => void): CsvLines {
  const order = utf16Order(bytes);
  const plain = order === undefined ? bytes : fromUtf16(bytes, order);
  const from = plain.length >= 3 && plain.readUIntBE(0, 3) === 0xefbbbf ? 3 : 0;
  const last = plain.at(-1);
  return {
    encoding: order === undefined ? 'utf-8' : 'utf-16',
    lines: linesOf(plain.subarray(from), onRepaired),
    endsWithLineEnd: plain.length === from || last === LF || last === CR,
  };
}

/** By the byte order mark; without one, by the zero bytes beside the first letters of the header. */
function utf16Order(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 4) return undefined;
  const mark = bytes.readUInt16BE(0);
  if (mark === 0xfffe) return 'utf-16le';
  if (mark === 0xfeff) return 'utf-16be';
  if (bytes[0] !== 0 && bytes[1] === 0 && bytes[3] === 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0 ? 'utf-16be' : undefined;
}

/** In pieces, since one string holds less than the largest file. */
function fromUtf16(bytes: Buffer, order: 'utf-16le' | 'utf-16be'): Buffer {
  const decoder = new TextDecoder(order);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes)
    pieces.push(Buffer.from(decoder.decode(bytes.subarray(at, at + blockBytes), { stream: true })));
  pieces.push(Buffer.from(decoder.decode()));
  return Buffer.concat(pieces);
}

function* linesOf(bytes: Buffer, onRepaired: () => void): Generator<string> {
  const lineEnd = bytes.includes(LF) ? LF : CR;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(lineEnd, Math.min(at + blockBytes, bytes.length - 1));
    const block = bytes.subarray(at, end < 0 ? bytes.length : end + 1);
    at += block.length;
    const text = isUtf8(block) ? block.toString('utf8') : block.toString('latin1').replace(/[^\r\n]+/g, repair);
    const lines = text.split(/\r\n|\n|\r/);
    // What follows the last line end is the next block or nothing.
    if (lines.at(-1) === '') lines.pop();
    yield* lines;
  }

  function repair(line: string): string {
    let isRepaired = false;
    const text = line.replace(beyondAscii, (found) => {
      if (found.length > 1) return Buffer.from(found, 'latin1').toString('utf8');
      isRepaired = true;
      return windows1252.decode(Buffer.from(found, 'latin1'));
    });
    if (isRepaired) onRepaired();
    return text;
  }
}

const windows1252 = new TextDecoder('windows-1252');
/** One character of UTF-8 beyond ASCII (RFC 3629 4), or else one byte; each byte is a character of the text. */
const beyondAscii =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

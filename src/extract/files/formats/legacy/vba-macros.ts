/** Reads the source text of VBA macros, which the editor shows. Source: MS-OVBA 2.4.1. */
import { decodeText } from '../../../charset.ts';
import type { ReadBudget } from '../../file-reader.ts';

/**
 * The sources in a module stream. Another stream has their offsets, so every compressed container that begins like a source
 * is read.
 */
export function macroSources(stream: Buffer, budget: ReadBudget): string[] {
  // The first attribute of every module, which a byte of flags precedes in its container.
  const at = stream.indexOf('\u0000Attribut', 0, 'latin1');
  if (at < 2) return [];
  const source = decompress(stream, at - 2, budget);
  return source.length === 0 ? [] : [decodeText(source, 'windows-1252').text];
}

/** @param at offset of the header of its first chunk */
function decompress(data: Buffer, at: number, budget: ReadBudget): Buffer {
  const chunks: Buffer[] = [];
  let position = at;
  while (position + 2 <= data.length) {
    budget.checkTime();
    const header = data.readUInt16LE(position);
    if (((header >> 12) & 7) !== 3) break;
    const end = Math.min(data.length, position + (header & 0xfff) + 3);
    chunks.push((header & 0x8000) !== 0 ? decompressChunk(data, position + 2, end) : data.subarray(position + 2, end));
    position = end;
  }
  return Buffer.concat(chunks);
}

function decompressChunk(data: Buffer, start: number, end: number): Buffer {
  const out = Buffer.alloc(4096);
  let length = 0;
  let at = start;
  while (at < end) {
    const flags = data[at++]!;
    for (let bit = 0; bit < 8 && at < end && length < out.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        out[length++] = data[at++]!;
        continue;
      }
      if (at + 2 > end) return out.subarray(0, length);
      const token = data.readUInt16LE(at);
      at += 2;
      const bits = Math.max(4, Math.ceil(Math.log2(Math.max(2, length))));
      const copyLength = (token & (0xffff >> bits)) + 3;
      const offset = (token >> (16 - bits)) + 1;
      if (offset > length) return out.subarray(0, length);
      for (let copied = 0; copied < copyLength && length < out.length; copied += 1) {
        out[length] = out[length - offset]!;
        length += 1;
      }
    }
  }
  return out.subarray(0, length);
}

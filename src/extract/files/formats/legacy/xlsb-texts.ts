/** Reads the texts of the binary parts of xlsb that are in no cell: headers, footers, prompts, links, columns of tables. Source: MS-XLSB 2.1.4. */
import type { PlacedText } from '../placed-text.ts';

/** Record types with strings that people see, by the place where they are shown. */
const shown: ReadonlyMap<number, string> = new Map([
  [479, 'header and footer'],
  [64, 'prompts'],
  [494, 'links'],
  [343, 'table'],
  [347, 'table'],
  [39, 'names'],
  [632, 'comment'],
  [635, 'comment'],
]);
/** Shorter runs are often numbers that look like letters. */
const shortest = 3;

/** Writes the wide strings of those records, each of which its length precedes. */
export function binaryPartTexts(part: Buffer, text: PlacedText): void {
  for (const { type, data } of binaryRecords(part)) {
    const label = shown.get(type);
    if (label === undefined) continue;
    text.place(label);
    for (const string of wideStrings(data)) text.writeLine(string);
  }
}

/** The records of a binary part, in order. */
export function* binaryRecords(part: Buffer): Generator<{ readonly type: number; readonly data: Buffer }> {
  for (let at = 0; at < part.length;) {
    const type = variable(part, at, 2);
    const size = variable(part, type.next, 4);
    const end = Math.min(part.length, size.next + size.value);
    yield { type: type.value, data: part.subarray(size.next, end) };
    at = Math.max(end, at + 2);
  }
}

/** A number in 7-bit groups, the form of record types and sizes. */
function variable(part: Buffer, at: number, most: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < most; index += 1) {
    const byte = part[at + index] ?? 0;
    value |= (byte & 0x7f) << (7 * index);
    if ((byte & 0x80) === 0) return { value, next: at + index + 1 };
  }
  return { value, next: at + most };
}

function wideStrings(record: Buffer): string[] {
  const strings: string[] = [];
  let at = 0;
  // Without this, numbers that look like lengths make it decode the same bytes again and again.
  let left = record.length * 8;
  while (at + 4 <= record.length && left > 0) {
    const length = record.readUInt32LE(at);
    const end = at + 4 + length * 2;
    if (length < shortest || length > 32_767 || end > record.length) {
      at += 1;
      continue;
    }
    left -= end - at;
    const string = record.toString('utf16le', at + 4, end);
    // eslint-disable-next-line no-control-regex -- control characters tell numbers from text
    if (/[\u0000-\u0008\u000e-\u001f\ufffe\uffff]/.test(string)) {
      at += 1;
      continue;
    }
    strings.push(string);
    at = end;
  }
  return strings;
}

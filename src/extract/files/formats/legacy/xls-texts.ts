/** Reads the texts of old workbooks that are in no cell: text boxes, headers, footers, prompts, chart titles. Source: MS-XLS 2.4. */
import type { PlacedText } from '../placed-text.ts';

const continued = 0x3c;
const textObject = 0x1b6;
/** Records with strings, and the offset of the first string. */
const strings: ReadonlyMap<number, { readonly at: number; readonly shortLength?: boolean; readonly count: number }> =
  new Map([
    [0x14, { at: 0, count: 1 }], // Header
    [0x15, { at: 0, count: 1 }], // Footer
    [0x1be, { at: 4, count: 4 }], // Dv: titles and texts of prompt and error
    [0x100d, { at: 2, count: 1, shortLength: true }], // SeriesText
    [0x89c, { at: 38, count: 4 }], // HeaderFooter
  ]);

/** Writes each text as a line. A record with a wrong length ends the reading. */
export function writeWorkbookTexts(stream: Buffer, text: PlacedText, label: string): void {
  text.place(label);
  const seen = new Set<string>();
  const write = (words: string) => {
    if (words.length < 2 || seen.has(words)) return;
    seen.add(words);
    text.writeLine(words);
  };
  let at = 0;
  /** Of the text box at hand: the characters that are still to come, and those before them. */
  let box = 0;
  let begun = '';
  while (at + 4 <= stream.length) {
    const type = stream.readUInt16LE(at);
    const data = stream.subarray(at + 4, at + 4 + stream.readUInt16LE(at + 2));
    at += 4 + data.length;
    if (type === textObject) {
      write(begun);
      begun = '';
      box = data.length >= 12 ? data.readUInt16LE(10) : 0;
    } else if (type === continued && box > 0) {
      const piece = characters(data, 1, box, data[0] === 1);
      begun += piece;
      box = piece === '' ? 0 : box - piece.length;
    } else {
      write(begun);
      begun = '';
      box = 0;
      const shape = strings.get(type);
      if (shape) for (const words of stringsOf(data, shape)) write(words);
    }
  }
  write(begun);
}

function stringsOf(
  data: Buffer,
  shape: { readonly at: number; readonly shortLength?: boolean; readonly count: number },
): string[] {
  const found: string[] = [];
  let { at } = shape;
  for (let count = 0; count < shape.count && at + 3 <= data.length; count += 1) {
    const length = shape.shortLength ? data[at]! : data.readUInt16LE(at);
    at += shape.shortLength ? 1 : 2;
    const wide = (data[at] ?? 0) & 1;
    const words = characters(data, at + 1, length, wide === 1);
    found.push(words);
    at += 1 + length * (wide === 1 ? 2 : 1);
  }
  return found;
}

function characters(data: Buffer, at: number, length: number, wide: boolean): string {
  const words = wide ? data.toString('utf16le', at, at + length * 2) : data.toString('latin1', at, at + length);
  return words.replaceAll('\0', '').replaceAll('\r', '\n');
}

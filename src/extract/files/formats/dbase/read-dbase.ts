/** The reader of dBase tables (dBase III to 7, FoxPro), which older student systems export. Deleted rows are hidden text. */
import { decodeText } from '../../../charset.ts';
import { ReadLimit, type ReadFile } from '../../file-reader.ts';
import { collect } from '../collected.ts';
import { SheetText } from '../sheet-text.ts';

const versions = new Set([0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0xcb, 0xf5, 0xfb]);
const fieldBytes = 32;
/** Types whose values are in another file, or pictures. */
const elsewhere = new Set(['M', 'G', 'P', 'B']);

interface Field {
  readonly name: string;
  readonly type: string;
  readonly start: number;
  readonly length: number;
}

/** Whether the bytes begin as a table: a version, a date, lengths that fit each other, and the end of the list of fields. */
export function isDbase(bytes: Buffer): boolean {
  if (bytes.length < 66 || !versions.has(bytes[0]!)) return false;
  const [month, day] = [bytes[2]!, bytes[3]!];
  const [head, row] = [bytes.readUInt16LE(8), bytes.readUInt16LE(10)];
  if (month < 1 || month > 12 || day < 1 || day > 31 || head > bytes.length || head < 65 || row < 2) return false;
  const fields = fieldsOf(bytes);
  return fields.length > 0 && fields.reduce((sum, { length }) => sum + length, 1) === row;
}

function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  const head = bytes.readUInt16LE(8);
  let start = 1;
  for (let at = 32; at + fieldBytes <= head && bytes[at] !== 0x0d; at += fieldBytes) {
    const name = bytes.toString('latin1', at, at + 11).split('\0')[0]!;
    if (!/^[\x20-\x7e\x80-\xff]{1,11}$/.test(name)) return [];
    const type = String.fromCharCode(bytes[at + 11]!);
    // Long texts have the high byte of their length in the place of decimals.
    const length = bytes[at + 16]! + (type === 'C' ? bytes[at + 17]! * 256 : 0);
    fields.push({ name, type, start, length });
    start += length;
  }
  return fields;
}

export const readDbase: ReadFile = (file, budget) =>
  collect(file, budget, (into) => {
    const { bytes } = file;
    const fields = fieldsOf(bytes);
    const [count, head, size] = [bytes.readUInt32LE(4), bytes.readUInt16LE(8), bytes.readUInt16LE(10)];
    const sheet = new SheetText(into.text(), 'table');
    for (const [column, { name }] of fields.entries()) sheet.cell(1, column, name, false);
    let row = 1;
    for (let at = head; at + size <= bytes.length && row <= count; at += size) {
      row += 1;
      if (row % 1000 === 0) budget.checkTime();
      const isDeleted = bytes[at] === 0x2a;
      for (const [column, { type, start, length }] of fields.entries()) {
        if (elsewhere.has(type)) continue;
        const value = decodeText(bytes.subarray(at + start, at + start + length), undefined).text.trim();
        sheet.cell(row, column, value, isDeleted);
      }
    }
    if (row - 1 < count) into.missed('damaged', bytes.length);
    // Notes are in a second file.
    if (fields.some(({ type }) => elsewhere.has(type))) throw new ReadLimit('unsupported');
    return Promise.resolve();
  });

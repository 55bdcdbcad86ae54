/** Reads the pivot caches of old workbooks: the source rows are sent with the table, even where their sheet was deleted. Source: MS-XLS 2.1.7.12, 2.4.275. */
import type { Collected } from '../collected.ts';
import type { CompoundStream } from '../compound-file.ts';
import { writeItems } from '../office-xml/pivot-cache.ts';
import { SheetText } from '../sheet-text.ts';

const fieldRecord = 0xc7;
const indexRecord = 0xc8;
/** Bits of a field: its items are in a list, or in the rows; the rows refer to its list with two bytes. */
const listed = 0x01;
const inRows = 0x02;
const wide = 0x200;

interface CacheField {
  readonly name: string;
  readonly flags: number;
  /** Items of its list that rows refer to, the last ones: those of groups stand in front. */
  readonly count: number;
  readonly items: string[];
}

type Column = readonly [column: number, field: CacheField];

/** Each cache becomes a table under the names of its fields, like those of newer workbooks. */
export function readPivotCaches97(streams: readonly CompoundStream[], into: Collected): void {
  let number = 0;
  for (const stream of streams) {
    if (!/^_SX_DB_CUR\/\w+$/.test(stream.path)) continue;
    number += 1;
    into.budget.spendEntry();
    writeCache(stream.read(), new SheetText(into.text(), `pivot cache ${number}`));
  }
}

function writeCache(stream: Buffer, table: SheetText): void {
  const fields: CacheField[] = [];
  let row = 1;
  let listedFields: Column[] = [];
  let fieldsInRows: Column[] = [];
  /** The next of the fields in rows whose item is expected. */
  let next = 0;
  for (const { type, data } of recordsOf(stream)) {
    if (type === fieldRecord && row === 1) {
      const field = fieldOf(data);
      table.cell(1, fields.length, field.name, true);
      fields.push(field);
    } else if (type === indexRecord) {
      if (row === 1) {
        const columns = [...fields.entries()];
        fieldsInRows = columns.filter(([, { flags }]) => (flags & inRows) !== 0);
        listedFields = columns.filter(([, { flags, count }]) => (flags & (listed | inRows)) === listed && count > 0);
      }
      row += 1;
      next = 0;
      for (const [column, item] of itemsOfRow(data, listedFields)) table.cell(row, column, item, true);
    } else {
      const item = itemOf(type, data);
      if (item === undefined) continue;
      if (row === 1) fields.at(-1)?.items.push(item);
      else if (next < fieldsInRows.length) table.cell(row, fieldsInRows[next++]![0], item, true);
    }
  }
  // Without rows only the items are known.
  if (row === 1) writeItems(fields, table);
}

/** The items to which the indexes of a row refer, by column. Linear in the length of the row. */
function* itemsOfRow(data: Buffer, fields: readonly Column[]): Generator<[column: number, item: string]> {
  let at = 0;
  for (const [column, { flags, count, items }] of fields) {
    const size = (flags & wide) === 0 ? 1 : 2;
    if (at + size > data.length) return;
    const item = items[items.length - count + data.readUIntLE(at, size)];
    at += size;
    if (item !== undefined) yield [column, item];
  }
}

function* recordsOf(stream: Buffer): Generator<{ readonly type: number; readonly data: Buffer }> {
  let at = 0;
  while (at + 4 <= stream.length) {
    const data = stream.subarray(at + 4, at + 4 + stream.readUInt16LE(at + 2));
    yield { type: stream.readUInt16LE(at), data };
    at += 4 + data.length;
  }
}

/** SXFDB. */
function fieldOf(data: Buffer): CacheField {
  const number = (at: number) => (data.length >= at + 2 ? data.readUInt16LE(at) : 0);
  return { name: stringAt(data, 14), flags: number(0), count: number(12), items: [] };
}

/** A number, boolean, error, integer, text, date or nothing; undefined for other records. */
function itemOf(type: number, data: Buffer): string | undefined {
  switch (type) {
    case 0xc9:
      return data.length >= 8 ? String(data.readDoubleLE(0)) : '';
    case 0xca:
      return data[0] === 0 ? 'FALSE' : 'TRUE';
    case 0xcc:
      return data.length >= 2 ? String(data.readInt16LE(0)) : '';
    case 0xcd:
      return stringAt(data, 0);
    case 0xce:
      return data.length >= 5 ? `${data.readUInt16LE(0)}-${data.readUInt16LE(2)}-${data[4]}` : '';
    case 0xcb:
    case 0xcf:
      return '';
    default:
      return undefined;
  }
}

/** An XLUnicodeString: its length in characters, whether they are of 16 bits, and the characters. */
function stringAt(data: Buffer, at: number): string {
  if (data.length < at + 3) return '';
  const length = data.readUInt16LE(at);
  return ((data[at + 2] ?? 0) & 1) === 1
    ? data.toString('utf16le', at + 3, at + 3 + length * 2)
    : data.toString('latin1', at + 3, at + 3 + length);
}

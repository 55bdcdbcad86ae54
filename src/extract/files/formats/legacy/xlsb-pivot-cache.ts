/** Reads the pivot caches of xlsb: the source rows are sent with the table, even where their sheet was deleted. Source: MS-XLSB 2.1.7.38, 2.4. */
import type { Collected } from '../collected.ts';
import type { OfficePackage } from '../office-xml/office-package.ts';
import { writeItems } from '../office-xml/pivot-cache.ts';
import { SheetText } from '../sheet-text.ts';
import { binaryRecords } from './xlsb-texts.ts';

const field = 183;
const sharedItems = 189;
const endOfSharedItems = 190;
/** A row whose values follow each other, and one whose values are records of their own. */
const row = 33;
const rowOfRecords = 34;
/** The record of an item is followed by the same with formats, 7 higher. */
const firstItem = 20;
const withFormat = 7;

/** Bits of a list of items, by which the values in rows are written where the list is empty. */
const hasDates = 0x04;
const hasTexts = 0x08;
const isNumeric = 0x40;

interface CacheField {
  readonly name: string;
  flags: number;
  readonly items: string[];
}

/** Each cache becomes a table under the names of its fields, like those of xlsx. */
export async function readBinaryPivotCaches(opened: OfficePackage, into: Collected): Promise<void> {
  let number = 0;
  for (const definition of opened.zip.parts) {
    if (!/pivotCacheDefinition[^/]*\.bin$/i.test(definition.name)) continue;
    number += 1;
    into.budget.spendEntry();
    const label = `pivot cache ${number}`;
    await into.attempt(definition.name, definition.size, async () => {
      const fields = fieldsOf(await opened.zip.read(definition));
      const table = new SheetText(into.text(), label);
      fields.forEach(({ name }, column) => table.cell(1, column, name, true));
      const records = (await opened.relationships(definition.name)).find(({ type }) => type === 'pivotCacheRecords');
      const part = records && opened.zip.find(records.target);
      if (part) writeRows(await opened.zip.read(part), fields, table);
      else writeItems(fields, table);
    });
  }
}

function fieldsOf(part: Buffer): CacheField[] {
  const fields: CacheField[] = [];
  let isShared = false;
  for (const { type, data } of binaryRecords(part)) {
    if (type === field) fields.push({ name: new Values(data, 20).text(), flags: 0, items: [] });
    else if (type === sharedItems) {
      isShared = true;
      const last = fields.at(-1);
      if (last && data.length >= 2) last.flags = data.readUInt16LE(0);
    } else if (type === endOfSharedItems) isShared = false;
    else if (isShared && type >= firstItem && type < firstItem + 2 * withFormat)
      fields.at(-1)?.items.push(itemOf(type < firstItem + withFormat ? type : type - withFormat, data) ?? '');
  }
  return fields;
}

function writeRows(part: Buffer, fields: readonly CacheField[], table: SheetText): void {
  let line = 1;
  let column = 0;
  for (const { type, data } of binaryRecords(part)) {
    if (type === row || type === rowOfRecords) {
      line += 1;
      column = 0;
      const values = new Values(data, 0);
      if (type === row)
        for (const [at, one] of fields.entries()) {
          if (values.isAtEnd) break;
          table.cell(line, at, valueOf(one, values), true);
        }
    } else if (line > 1 && type >= firstItem && type <= firstItem + 6) {
      const index = type === firstItem + 6 && data.length >= 4 ? data.readUInt32LE(0) : undefined;
      const value = index === undefined ? itemOf(type, data) : fields[column]?.items[index];
      table.cell(line, column, value ?? '', true);
      column += 1;
    }
  }
}

/** The value of a field in a row: the number of an item of its list, or the value itself. */
function valueOf({ items, flags }: CacheField, values: Values): string {
  if (items.length > 0) return items[values.number32()] ?? '';
  if ((flags & isNumeric) !== 0) return values.double();
  return (flags & (hasDates | hasTexts)) === hasDates ? values.date() : values.text();
}

/** Nothing, number, boolean, error, text, date. */
function itemOf(type: number, data: Buffer): string | undefined {
  const values = new Values(data, 0);
  switch (type - firstItem) {
    case 1:
      return values.double();
    case 2:
      return data[0] === 0 ? 'FALSE' : 'TRUE';
    case 4:
      return values.text();
    case 5:
      return values.date();
    default:
      return undefined;
  }
}

/** Values one after the other. What lies beyond the end is empty. */
class Values {
  private readonly data: Buffer;
  private at: number;

  constructor(data: Buffer, at: number) {
    this.data = data;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.data.length;
  }

  number32(): number {
    const bytes = this.next(4);
    return bytes ? bytes.readUInt32LE(0) : 0;
  }

  double(): string {
    const bytes = this.next(8);
    return bytes ? String(bytes.readDoubleLE(0)) : '';
  }

  /** Year, month, day, and the time, which is left out. */
  date(): string {
    const bytes = this.next(8);
    return bytes ? `${bytes.readUInt16LE(0)}-${bytes.readUInt16LE(2)}-${bytes[4]}` : '';
  }

  /** An XLWideString. */
  text(): string {
    return this.next(this.number32() * 2)?.toString('utf16le') ?? '';
  }

  private next(length: number): Buffer | undefined {
    const start = this.at;
    this.at += length;
    return this.at <= this.data.length ? this.data.subarray(start, this.at) : undefined;
  }
}

/** Reads pivot caches: the source rows of a pivot table are sent with it, even where their sheet was deleted. */
import type { Collected } from '../collected.ts';
import { SheetText } from '../sheet-text.ts';
import type { PackagePart } from '../zip-package.ts';
import type { OfficePackage } from './office-package.ts';

interface CacheField {
  readonly name: string;
  readonly items: string[];
}

/** Elements that are a value (ECMA-376 part 1, 18.10.1): text, number, date, boolean, error. */
const values: ReadonlySet<string> = new Set(['s', 'n', 'd', 'b', 'e', 'm']);

/** Each cache becomes a table under the names of its fields. */
export async function readPivotCaches(opened: OfficePackage, into: Collected): Promise<void> {
  let number = 0;
  for (const definition of opened.zip.parts) {
    if (!/pivotCacheDefinition[^/]*\.xml$/i.test(definition.name) || opened.done.has(definition)) continue;
    number += 1;
    into.budget.spendEntry();
    const label = `pivot cache ${number}`;
    await into.attempt(definition.name, definition.size, async () => {
      const fields = await readFields(opened, definition);
      const text = into.text();
      const table = new SheetText(text, label);
      fields.forEach((field, column) => table.cell(1, column, field.name, true));
      const records = (await opened.relationships(definition.name)).find(({ type }) => type === 'pivotCacheRecords');
      const part = records && opened.zip.find(records.target);
      if (part) await readRecords(opened, part, fields, table);
      else writeItems(fields, table);
    });
  }
}

/** Of a cache without records, only the distinct values of each field are known. Linear in their number. */
export function writeItems(fields: readonly Pick<CacheField, 'items'>[], table: SheetText): void {
  let left = [...fields.entries()];
  for (let row = 0; left.length > 0; row += 1) {
    left = left.filter(([, { items }]) => row < items.length);
    for (const [column, { items }] of left) table.cell(row + 2, column, items[row]!, true);
  }
}

async function readFields(opened: OfficePackage, definition: PackagePart): Promise<CacheField[]> {
  const fields: CacheField[] = [];
  let shared = false;
  await opened.parse(definition, {
    open: (name, attributes) => {
      if (name === 'cacheField') fields.push({ name: attributes['name'] ?? '', items: [] });
      else if (name === 'sharedItems') shared = true;
      else if (shared && values.has(name)) fields.at(-1)?.items.push(attributes['v'] ?? '');
    },
    close: (name) => {
      if (name === 'sharedItems') shared = false;
    },
  });
  return fields;
}

async function readRecords(
  opened: OfficePackage,
  part: PackagePart,
  fields: readonly CacheField[],
  table: SheetText,
): Promise<void> {
  let row = 1;
  let column = 0;
  await opened.parse(part, {
    open: (name, attributes) => {
      if (name === 'r') {
        row += 1;
        column = 0;
        return;
      }
      if (name !== 'x' && !values.has(name)) return;
      const value = attributes['v'] ?? '';
      table.cell(row, column, name === 'x' ? (fields[column]?.items[Number(value)] ?? '') : value, true);
      column += 1;
    },
  });
}

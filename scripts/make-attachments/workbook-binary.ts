/** Writes the pivot cache of an xlsb file, in both forms of its rows. Source: MS-XLSB 2.4. */
import { officePackage } from './office-package.ts';

/** A record: its type and length in groups of seven bits, then the data. */
function record(type: number, ...data: readonly Buffer[]): Buffer {
  const body = Buffer.concat(data);
  return Buffer.concat([sevens(type), sevens(body.length), body]);
}

function sevens(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.from(bytes);
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const text = (value: string): Buffer => Buffer.concat([number32(value.length), Buffer.from(value, 'utf16le')]);

/**
 * A workbook with the cache alone.
 *
 * @param form of the rows: references to lists of items, the texts themselves, or a record for each value
 */
export function binaryPivotCache(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  form: 'listed' | 'in rows' | 'in records',
): Buffer {
  const lists = header.map((_, column) => (form === 'in rows' ? [] : [...new Set(rows.map((row) => row[column]!))]));
  const definition = Buffer.concat([
    record(179, Buffer.alloc(20)),
    ...header.flatMap((name, column) => [
      record(183, Buffer.alloc(20), text(name)),
      record(189, Buffer.from([8, 0]), number32(lists[column]!.length)),
      ...lists[column]!.map((item) => record(24, text(item))),
      record(190),
    ]),
  ]);
  const records = rows.map((row) => {
    if (form === 'in records') return Buffer.concat([record(34), ...row.map((value) => record(24, text(value)))]);
    return record(
      33,
      ...row.map((value, column) => (form === 'in rows' ? text(value) : number32(lists[column]!.indexOf(value)))),
    );
  });
  return officePackage({
    '': { content: '', relations: [['d', 'officeDocument', 'xl/workbook.bin']] },
    'xl/workbook.bin': { type: 'application/vnd.ms-excel.sheet.binary.macroEnabled.main', content: emptyWorkbook },
    'xl/pivotCache/pivotCacheDefinition1.bin': {
      content: definition,
      relations: [['r', 'pivotCacheRecords', 'pivotCacheRecords1.bin']],
    },
    'xl/pivotCache/pivotCacheRecords1.bin': {
      content: Buffer.concat([record(193, number32(rows.length)), ...records]),
    },
  });
}

/** Begin and end of a book without sheets. */
const emptyWorkbook = Buffer.concat([record(131), record(143), record(144), record(132)]);

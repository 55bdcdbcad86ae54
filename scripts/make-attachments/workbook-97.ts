/** Writes single records of old workbooks: a text box, and the stream of a pivot cache. Source: MS-XLS 2.1.7.12, 2.4. */

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}

const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => bytes.writeUInt16LE(value, index * 2));
  return bytes;
};
/** An XLUnicodeString in 8-bit characters. */
const string = (text: string): Buffer =>
  Buffer.concat([words(text.length), Buffer.from([0]), Buffer.from(text, 'latin1')]);

const begin = (kind: number): Buffer => record(0x809, Buffer.concat([words(0x600, kind, 0, 0), Buffer.alloc(8)]));
const end = record(0x0a, Buffer.alloc(0));

/** The stream of a workbook with one empty sheet, and a text box on it. @param cut characters in its first piece */
export function textBox97(text: string, cut = text.length): Buffer {
  const globals = [
    begin(5),
    record(0x85, Buffer.concat([Buffer.alloc(4), words(0), Buffer.from([6, 0]), Buffer.from('Totals')])),
    end,
  ];
  const sheetAt = globals.reduce((sum, { length }) => sum + length, 0);
  globals[1]!.writeUInt32LE(sheetAt, 4);
  const pieces = [text.slice(0, cut), text.slice(cut)].filter((piece) => piece !== '');
  const object = words(0x15, 0x12, 6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const box = Buffer.alloc(18);
  box.writeUInt16LE(text.length, 10);
  box.writeUInt16LE(16, 12);
  return Buffer.concat([
    ...globals,
    begin(0x10),
    record(0x5d, object),
    record(0x1b6, box),
    ...pieces.map((piece) => record(0x3c, Buffer.concat([Buffer.from([0]), Buffer.from(piece, 'latin1')]))),
    record(0x3c, Buffer.alloc(16)),
    end,
  ]);
}

/** The stream of a pivot cache. @param unshared columns whose texts stand in the rows instead of a list that the rows refer to */
export function pivotCache97(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { unshared = [] }: { readonly unshared?: readonly number[] } = {},
): Buffer {
  const item = (text: string): Buffer => record(0xcd, string(text));
  const database = Buffer.concat([
    words(rows.length, 0, 1, 0, 0x1fff, header.length, header.length, rows.length, 1),
    string('Casey'),
  ]);
  const fields = header.flatMap((name, column) => {
    const items = unshared.includes(column) ? [] : [...new Set(rows.map((row) => row[column]!))];
    const flags = unshared.includes(column) ? 0x02 : 0x01;
    return [
      record(0xc7, Buffer.concat([words(flags, 0, 0, 0, 0, 0, items.length), string(name)])),
      record(0x1bb, words(0)),
      ...items.map(item),
    ];
  });
  const lists = header.map((_, column) => [...new Set(rows.map((row) => row[column]!))]);
  const records = rows.flatMap((row) => {
    const indexes = row.flatMap((text, column) => (unshared.includes(column) ? [] : [lists[column]!.indexOf(text)]));
    return [record(0xc8, Buffer.from(indexes)), ...unshared.map((column) => item(row[column]!))];
  });
  return Buffer.concat([record(0xc6, database), ...fields, ...records, end]);
}

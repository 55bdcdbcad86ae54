/** What the columns of a table without headings hold, by what most of their cells look like. */
import { nameKeys } from '../../people/names.ts';
import { guessPerson } from '../../people/person-name.ts';
import type { FieldKind, FieldRecord, RecordField } from './record.ts';

/** Rows looked at. */
const sampled = 40;
const fewestRows = 2;
const most = 0.6;
const likelyName = 0.6;

type Look = (raw: string) => boolean;

const looks: readonly (readonly [FieldKind, Look])[] = [
  ['email', (raw) => /^\S+@\S+\.\S+$/.test(raw)],
  ['phone', (raw) => /^\+?[\d().\s/x-]{7,24}$/.test(raw) && raw.replace(/\D/g, '').length >= 7 && /\D/.test(raw)],
  ['street', (raw) => /^\d{1,6}[A-Z]? +(?:[\p{L}\d.'’-]+ ?){1,5}/u.test(raw) && /\p{L}{3}/u.test(raw)],
  ['grade', (raw) => /^(?:gr(?:ade)?\.? ?)?(?:1[0-2]|[1-9]|k|pk|4k)(?:th|st|nd|rd)?$/i.test(raw)],
];

/** Records with the kinds of cells that no heading names. Linear in the number of fields. */
export function withContentKinds(text: string, records: readonly FieldRecord[]): readonly FieldRecord[] {
  const tables = Map.groupBy(records.filter(isBare), ({ table }) => table);
  if (tables.size === 0) return records;
  const kinds = new Map([...tables].map(([table, rows]) => [table, kindsOf(text, rows)]));
  return records.map((record) => {
    const own = isBare(record) ? kinds.get(record.table) : undefined;
    if (!own) return record;
    return {
      ...record,
      fields: record.fields.map((field, column): RecordField =>
        own[column] ? { ...field, kind: own[column] } : field,
      ),
    };
  });
}

function isBare({ shape, fields }: FieldRecord): boolean {
  return shape === 'row' && fields.length > 1 && fields.every(({ kind }) => kind === 'unlabelled');
}

/** By column; undefined where the cells have nothing in common. Names count only beside something else that a list of people has. */
function kindsOf(text: string, rows: readonly FieldRecord[]): readonly (FieldKind | undefined)[] {
  const sample = rows.slice(0, sampled);
  const width = Math.max(...sample.map(({ fields }) => fields.length));
  const cells = (column: number): string[] =>
    sample.flatMap(({ fields }) =>
      fields[column] ? [text.slice(fields[column].start, fields[column].end).trim()] : [],
    );
  const share = (column: number, look: Look): number => cells(column).filter(look).length / sample.length;
  const kinds: (FieldKind | undefined)[] = Array.from(
    { length: width },
    (_, column) => looks.find(([, look]) => share(column, look) > most)?.[0],
  );
  if (sample.length < fewestRows || kinds.every((kind) => kind === undefined)) return kinds;
  for (let column = 0; column < width; column += 1) {
    if (kinds[column]) continue;
    if (share(column, isFullName) > most) kinds[column] = 'full-name';
    else if (column + 1 < width && !kinds[column + 1]) {
      const order = splitOrder(cells(column), cells(column + 1));
      if (order) [kinds[column], kinds[column + 1]] = order;
    }
  }
  return kinds;
}

function isFullName(raw: string): boolean {
  return !/\d/.test(raw) && raw.length < 50 && guessPerson(nameKeys(raw)).score > likelyName;
}

/** A column of surnames beside one of given names, or the other way round. */
function splitOrder(left: readonly string[], right: readonly string[]): readonly [FieldKind, FieldKind] | undefined {
  const pairs = left.flatMap((raw, at) => {
    const keys = [nameKeys(raw), nameKeys(right[at] ?? '')];
    return keys.every((one) => one.length > 0 && one.length < 3) && !/\d/.test(raw + (right[at] ?? ''))
      ? [guessPerson(keys.flat())]
      : [];
  });
  const named = pairs.filter(({ score }) => score > likelyName);
  if (named.length <= most * left.length) return undefined;
  const reversed = named.filter(({ form }) => form === 'last-first').length;
  return reversed * 2 > named.length ? ['family-name', 'given-name'] : ['given-name', 'family-name'];
}

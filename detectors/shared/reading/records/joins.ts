/** Finds records of several tables that are about one person: sheets of a workbook that share a number, a name or a key. */
import { foldName } from '../../people/names.ts';
import type { FieldRecord, RecordField } from './record.ts';

/** Records of one part with the text in which they stand. */
export interface RecordSet {
  readonly text: string;
  readonly records: readonly FieldRecord[];
}

/** A record by the indexes of its set and in the set. */
export interface RecordRef {
  readonly set: number;
  readonly record: number;
}

/**
 * Groups of two records and more, of different tables, with the same number, name or key; a key that comes twice in a table joins
 * nothing. A record may be in several groups. Linear in the number of fields.
 *
 * @param sets parts of one file, or any others that belong together
 */
export function joinedRecords(sets: readonly RecordSet[]): RecordRef[][] {
  const byKey = new Map<string, Map<string, RecordRef[]>>();
  for (const [set, { text, records }] of sets.entries()) {
    for (const [record, found] of records.entries()) {
      for (const key of keysOf(text, found)) {
        const tables = byKey.get(key) ?? new Map<string, RecordRef[]>();
        byKey.set(key, tables);
        const table = `${set} ${found.table}`;
        tables.set(table, [...(tables.get(table) ?? []), { set, record }]);
      }
    }
  }
  const groups = new Map<string, RecordRef[]>();
  for (const tables of byKey.values()) {
    const refs = [...tables.values()].filter((rows) => rows.length === 1).flat();
    if (refs.length > 1) groups.set(refs.map(({ set, record }) => `${set} ${record}`).join(), refs);
  }
  return [...groups.values()];
}

function keysOf(text: string, record: FieldRecord): string[] {
  const keys: string[] = [];
  const [first] = record.fields;
  const value = (field: RecordField) =>
    foldName(text.slice(field.start, field.end))
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const own = record.fields.filter(({ of }) => of === undefined || of === 'student');
  for (const field of own) {
    if (field.kind === 'student-number') keys.push(`number ${value(field)}`);
    else if (field.kind === 'full-name') keys.push(nameKey(value(field)));
  }
  const given = own.find(({ kind }) => kind === 'given-name');
  const family = own.find(({ kind }) => kind === 'family-name');
  if (given && family) keys.push(nameKey(`${value(given)} ${value(family)}`));
  // The first column of both tables, with the same heading.
  if (first && (first.kind === 'none' || first.kind === 'unlabelled') && first.end - first.start <= 12)
    keys.push(`key ${first.label} ${value(first)}`);
  return keys;
}

/** The same for `Lindqvist, Maya` and `Maya Lindqvist`. */
function nameKey(name: string): string {
  return `name ${name.split(' ').sort().join(' ')}`;
}

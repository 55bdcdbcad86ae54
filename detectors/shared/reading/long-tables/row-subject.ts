/** Which cells of a long table name the student whom a finding is about. */
import type { Finding, StudentRef } from '../../../detector.ts';
import { foldName } from '../../people/names.ts';
import { cellText, type LongTable } from './rows.ts';

/** The student of a row, undefined where its findings are about nobody. */
export type SubjectOf = (row: number) => StudentRef | undefined;

interface InRow {
  readonly finding: Finding;
  readonly row: number;
}

/** Fewer than this share may be named in other cells. */
const mostAreNamedThere = 0.9;

/** @returns undefined where no columns hold the names of nearly all */
export function subjectReader(group: readonly InRow[], table: LongTable): SubjectOf | undefined {
  const named = group.filter(({ finding }) => finding.subject !== undefined);
  if (named.length === 0) return () => undefined;
  if (named.length < group.length) return undefined;
  const votes = Map.groupBy(named, (one) => columnsNaming(one, table).join(' '));
  const [columns, ayes] = [...votes].reduce((best, one) => (one[1].length > best[1].length ? one : best));
  if (columns === '' || ayes.length < mostAreNamedThere * named.length) return undefined;
  const order = columns.split(' ').map(Number);
  return (row) => ({ name: nameOf(order.map((column) => cellText(table, table.rows[row]!, column).trim())) });
}

/** Columns whose words are those of the name, in the order of the name; none where the row does not hold all of it. */
function columnsNaming({ finding, row }: InRow, table: LongTable): number[] {
  const name = wordsOf(finding.subject!.name);
  const columns: { column: number; at: number }[] = [];
  const met = new Set<string>();
  for (let column = 0; column < table.columns; column += 1) {
    const words = wordsOf(cellText(table, table.rows[row]!, column));
    if (words.length === 0 || !words.every((word) => name.includes(word)) || words.every((word) => met.has(word)))
      continue;
    for (const word of words) met.add(word);
    columns.push({ column, at: name.indexOf(words[0]!) });
  }
  if (!name.every((word) => met.has(word))) return [];
  return columns.sort((a, b) => a.at - b.at).map(({ column }) => column);
}

function wordsOf(text: string): string[] {
  return foldName(text)
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

/** `Shaw, Ines` as `Ines Shaw`. */
function nameOf(cells: readonly string[]): string {
  const [family, given] = cells.length === 1 ? cells[0]!.split(/,\s*/) : [];
  return given ? `${given} ${family!}` : cells.filter((cell) => cell !== '').join(' ');
}

/** Students in the rows of a table: by its headings, and where it has none by what its columns hold. */
import type { Span } from '../../detector.ts';
import type { Row } from '../text/layout.ts';
import { nameClass } from '../people/name-table.ts';
import { guessPerson } from '../people/person-name.ts';
import { type PartView } from './part-view.ts';
import { cueWords, studentWords } from './student-words.ts';
import { firstStartingFrom } from '../text/sorted-spans.ts';

export interface TableName extends Span {
  readonly strength: number;
}

/** Where the names of a table stand: in one column or in two next to each other. */
interface Columns {
  readonly from: number;
  readonly to: number;
  readonly strength: number;
}

/** Rows looked at to know the columns of a table without headings. */
const rowsLookedAt = 40;

/** Names of students in rows, in order. Linear in the number of rows. */
export function tableNames(view: PartView): TableName[] {
  const found: TableName[] = [];
  const { lines } = view;
  for (let first = 0; first < lines.length; first += 1) {
    const row = lines[first]!.row;
    if (!row) continue;
    let last = first;
    while (lines[last + 1]?.row?.header === row.header) last += 1;
    const rows = lines.slice(first, last + 1).map((line) => line.row!);
    const columns = row.header.length > 0 ? byHeadings(row.header) : byContent(view, rows);
    for (const each of columns ? rows : []) {
      const span = columns && nameIn(view, each, columns);
      if (span) found.push({ ...span, strength: columns.strength });
    }
    first = last;
  }
  return found;
}

const numbered = cueWords.phrases('numberedHeadings');

function byHeadings(header: readonly string[]): Columns | undefined {
  const words = header.map((heading) => heading.match(/\p{L}+/gu) ?? []);
  const has = (test: (word: string) => boolean) => words.some((heading) => heading.some(test));
  const column = (set: ReadonlySet<string>) =>
    words.findIndex((heading) => heading.length > 0 && heading.length <= 4 && set.has(heading[0]));
  const ofFamily = has((word) => studentWords.familyHeadings.has(word));
  const ofStudents = ofFamily || has((word) => numbered.has(word) || studentWords.studentBefore.has(word));
  const ofStaff = !ofStudents && has((word) => studentWords.adultHeadings.has(word));
  if (ofStaff) return undefined;
  const first = column(studentWords.firstHeadings);
  const last = column(studentWords.lastHeadings);
  if (first >= 0 && last >= 0 && Math.abs(first - last) === 1)
    return { from: Math.min(first, last), to: Math.max(first, last), strength: ofStudents ? 0.85 : 0.7 };
  const only = column(studentWords.studentHeadings);
  if (only < 0) return undefined;
  const plain = words[only]![0] === 'name' || words[only]![0] === 'nombre';
  return { from: only, to: only, strength: plain ? (ofStudents ? 0.75 : 0.4) : 0.85 };
}

/** A column of full names, or one of surnames beside one of given names, where most rows hold them and grades stand beside. */
function byContent(view: PartView, rows: readonly Row[]): Columns | undefined {
  if (rows.length < 3 || !view.schoolWords) return undefined;
  const sample = rows.slice(0, rowsLookedAt);
  const share = (fits: (row: Row) => boolean) => sample.filter(fits).length / sample.length;
  const keys = (row: Row, column: number) => keysIn(view, row.cells[column]);
  const graded = Array.from({ length: rows[0]!.cells.length }, (_, column) =>
    share((row) => isGrade(view, row.cells[column])),
  ).some((part) => part > 0.6);
  const strength = graded ? 0.75 : 0.5;
  for (let column = 0; column < rows[0]!.cells.length; column += 1) {
    const isFull = (row: Row) => guessPerson(keys(row, column)).score > 0.6 && !hasDigit(view, row.cells[column]);
    if (share(isFull) > 0.6) return { from: column, to: column, strength };
    if (column === 0) continue;
    const isSplit = (row: Row) => {
      const both = [...keys(row, column - 1), ...keys(row, column)];
      return keys(row, column - 1).length > 0 && keys(row, column).length > 0 && guessPerson(both).score > 0.6;
    };
    if (share(isSplit) > 0.6) return { from: column - 1, to: column, strength };
  }
  return undefined;
}

function isGrade(view: PartView, cell: Span | undefined): boolean {
  return (
    cell !== undefined && /^(?:gr(?:ade)?\.? ?)?(?:1[0-2]|[1-9]|k|pk|4k)(?:th|st|nd|rd)?$/i.test(textOf(view, cell))
  );
}

function hasDigit(view: PartView, cell: Span | undefined): boolean {
  return cell !== undefined && /\d/.test(textOf(view, cell));
}

function textOf(view: PartView, cell: Span): string {
  return view.text.slice(cell.start, cell.end);
}

function nameIn(view: PartView, row: Row, { from, to }: Columns): Span | undefined {
  const cells = [row.cells[from], row.cells[to]];
  if (!cells[0] || !cells[1]) return undefined;
  if (!cells.every((cell) => isNameCell(view, cell!, from === to ? 2 : 1))) return undefined;
  return { start: cells[0].start, end: cells[1].end };
}

function isNameCell(view: PartView, cell: Span, least: number): boolean {
  const keys = keysIn(view, cell);
  const names = keys.filter((key) => key.length > 1);
  if (names.length < least || keys.length > 6 || /[\d@]/.test(textOf(view, cell))) return false;
  return !names.every((key) => nameClass(key).word > 0 && nameClass(key).given + nameClass(key).family === 0);
}

function keysIn(view: PartView, cell: Span | undefined): string[] {
  const keys: string[] = [];
  if (!cell) return keys;
  for (
    let at = firstStartingFrom(view.words, cell.start);
    at < view.words.length && view.words[at]!.end <= cell.end;
    at += 1
  )
    keys.push(view.words[at]!.key);
  return keys;
}

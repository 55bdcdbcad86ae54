/** Finds tables in lines, and reads their rows or columns as records. */
import type { Span } from '../../../detector.ts';
import type { FieldRecord, RecordField } from './record.ts';
import { cellsOf, delimiterOf, endsAsSentence, looksLikeRow, type Delimiter } from './cells.ts';
import { fieldOf, recordOf } from './field.ts';
import { labelOf, type Label } from './labels.ts';

/** Rows with the same delimiter, one below the other. */
export interface Grid {
  readonly delimiter: Delimiter;
  readonly rows: readonly (readonly Span[])[];
  /** Index of the first line, and of the line behind the last one. */
  readonly from: number;
  readonly to: number;
}

type Labels = readonly (Label | undefined)[];

/** More rows than that are no labels in the first column. */
const tallestForm = 120;
const longestSheetCell = 60;
/** So many rows may be headings by their words alone. */
const headingRows = 25;
const widestSheet = 5000;
/** A longer table is read in pieces, which spares memory; each goes on with the heading of the one before. */
export const mostRows = 1000;

/** Whether a label is one of which the value matters; of a table the others show that a row is the heading. */
function says(label: Label | undefined): boolean {
  return label !== undefined && label.kind !== 'none';
}

export function labelsOf(text: string, cells: readonly Span[]): Labels {
  return cells.map((cell) => {
    const written = text.slice(cell.start, cell.end);
    return digitsIn(written) > 3 ? undefined : labelOf(written);
  });
}

function digitsIn(written: string): number {
  let digits = 0;
  for (let at = 0; at < written.length; at += 1) {
    const code = written.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += 1;
  }
  return digits;
}

/** Heading of a table: most cells are labels, two of them say something; no names or numbers are among them. */
export function isHeading(text: string, cells: readonly Span[], labels: Labels = labelsOf(text, cells)): boolean {
  const filled = cells.filter((cell) => cell.end > cell.start).length;
  const some = labels.filter((label) => label !== undefined).length;
  const saying = labels.filter(says).length;
  const certain = labels.filter((label) => label?.certain).length;
  if (filled < 2 || saying === 0 || areNumbered(labels)) return false;
  return some * 2 >= filled && certain * 3 >= filled && (saying >= 2 || some * 3 >= filled * 2);
}

/** `Student A`, `Student B`: columns of people. */
function areNumbered(labels: Labels): boolean {
  const words = labels.flatMap((label) =>
    label && /\b(?:[a-e]|\d)$/.test(label.words) ? [label.words.slice(0, -2)] : [],
  );
  return words.length >= 2 && words.every((word) => word === words[0]);
}

/**
 * The rows of a table that begins in this line; undefined where none does.
 *
 * @param before delimiter of a table that ends right above
 */
export function gridAt(
  text: string,
  lines: readonly Span[],
  from: number,
  until: number,
  before?: Delimiter,
): Grid | undefined {
  const delimiter = delimiterOf(text, lines[from]!);
  if (delimiter === undefined) return undefined;
  for (const tried of delimiter === 'gap' || delimiter === 'tab' ? [delimiter] : [delimiter, 'comma' as const]) {
    const rows = rowsFrom(text, lines, from, until, tried);
    if ((tried === before && rows.length > 0) || isTable(text, rows, tried))
      return { delimiter: tried, rows, from, to: from + rows.length };
    if (tried === 'comma') break;
  }
  return undefined;
}

function rowsFrom(text: string, lines: readonly Span[], from: number, until: number, delimiter: Delimiter): Span[][] {
  const rows: Span[][] = [];
  let width = 0;
  for (let at = from; at < Math.min(until, from + mostRows); at += 1) {
    const line = lines[at]!;
    if (delimiter !== 'tab' && endsAsSentence(text, line)) break;
    const cells = cellsOf(text, line, delimiter);
    if (cells.length < 2 || (delimiter !== 'tab' && !looksLikeRow(text, line, cells))) break;
    if (delimiter === 'comma' && width > 0 && cells.length !== width && !(rows.length > 1 && cells.length + 1 >= width))
      break;
    width ||= cells.length;
    rows.push(cells);
  }
  return rows;
}

function isTable(text: string, rows: readonly (readonly Span[])[], delimiter: Delimiter): boolean {
  const [first] = rows;
  if (!first || (rows.length < 2 && delimiter !== 'tab')) return false;
  if (delimiter === 'tab' || delimiter === 'bar') return true;
  if (isHeading(text, first)) return true;
  if (delimiter === 'semicolon') return first.length === rows[1]!.length && (rows.length > 2 || first.length > 2);
  if (delimiter === 'gap') return rows.length > 2 && rows.every((row) => row.length === first.length);
  if (delimiter === 'slash') return first.length >= 3 && rows.every((row) => row.length === first.length);
  const cells = rows.reduce((sum, row) => sum + row.length, 0);
  const length = rows.reduce((sum, row) => sum + (row.at(-1)!.end - row[0]!.start), 0);
  if (rows.some((row) => holdsSentences(text, row))) return false;
  return first.length >= 3 && rows.length >= 2 && length / cells < 32;
}

/** A line of prose has commas, too: it goes on after a full stop, or announces what follows. */
function holdsSentences(text: string, row: readonly Span[]): boolean {
  const written = text.slice(row[0]!.start, row.at(-1)!.end);
  return /[a-z]{3}[.!?] |:$/.test(written) || row.some((cell) => cell.end - cell.start > 70);
}

/** How a grid is to be read. `pairs`: labels and values side by side, to be read as a form. */
export function directionOf(text: string, grid: Grid): 'rows' | 'columns' | 'pairs' {
  const { rows } = grid;
  const top = labelsOf(text, rows[0]!);
  if (rows.length > tallestForm) return 'rows';
  const left = labelsOf(
    text,
    rows.map((row) => row[0]!),
  );
  const width = Math.max(...rows.map((row) => row.length));
  const saysTop = top.filter(says).length;
  const saysLeft = left.filter(says).length;
  const colons = rows.filter(
    (row) => isColon(text, row[0]!.end - 1) || (row[1] !== undefined && isColon(text, row[1].start)),
  ).length;
  if (colons * 2 > rows.length && colons > 0 && !(isHeading(text, rows[0]!, top) && saysTop > 2)) return 'pairs';
  if (alternate(text, rows)) return 'pairs';
  if (isHeading(text, rows[0]!, top) && saysTop >= saysLeft) return 'rows';
  if (saysLeft >= 2 && saysLeft * 2.5 >= rows.length) return width === 2 ? 'pairs' : 'columns';
  if (rows.length === 1 && saysLeft === 1 && saysTop === 1) return 'pairs';
  return 'rows';
}

function isColon(text: string, at: number): boolean {
  return text.charCodeAt(at) === 58;
}

/** `First name | Maya | Last name | Lindqvist` */
function alternate(text: string, rows: readonly (readonly Span[])[]): boolean {
  const four = rows.filter((row) => row.length >= 4 && row.length % 2 === 0);
  if (four.length === 0 || four.length * 2 < rows.length) return false;
  return four.every((row) => {
    const labels = labelsOf(text, row);
    return labels.every((label, at) => (at % 2 === 0 ? label !== undefined : !says(label)));
  });
}

/** A row a record. A heading that comes again, or another one, counts from there on. */
export function readRows(
  text: string,
  grid: Grid,
  table: number,
  inherited: Labels = [],
): { records: FieldRecord[]; heading: Labels } {
  const records: FieldRecord[] = [];
  let heading: Labels = inherited;
  let columns: readonly Span[] = [];
  /** First cells of headings: below the first rows only one of these begins a heading again. */
  const firsts = new Set<string>();
  for (const [index, row] of grid.rows.entries()) {
    const isFirst = index < headingRows || firsts.has(text.slice(row[0]!.start, row[0]!.end));
    if (isFirst && mayBeHeading(text, row) && isHeading(text, row)) {
      firsts.add(text.slice(row[0]!.start, row[0]!.end));
      heading = labelsOf(text, row);
      columns = row;
      continue;
    }
    const fields: RecordField[] = [];
    const at = grid.delimiter === 'gap' && columns.length > 0 ? columnsOf(text, row, columns, grid) : undefined;
    for (const [column, cell] of row.entries()) {
      const field = fieldOf(text, cell.start, cell.end, heading[at?.[column] ?? column]);
      if (field) fields.push(field);
    }
    const record = recordOf('row', table, fields);
    if (record) records.push(record);
  }
  return { records, heading };
}

/** Rows of data have digits as a rule; looking labels up is for the others. */
function mayBeHeading(text: string, row: readonly Span[]): boolean {
  const [first] = row;
  if (!first) return false;
  return row.every((cell) => cell.end - cell.start <= longestSheetCell && !longNumber(text, cell));
}

function longNumber(text: string, cell: Span): boolean {
  let run = 0;
  for (let at = cell.start; at < cell.end; at += 1) {
    const code = text.charCodeAt(at);
    run = code >= 48 && code <= 57 ? run + 1 : 0;
    if (run > 3) return true;
  }
  return false;
}

/** In text of fixed width, the columns below whose headings the cells begin: empty cells leave no mark. */
function columnsOf(text: string, row: readonly Span[], columns: readonly Span[], grid: Grid): number[] | undefined {
  if (row.length === columns.length || grid.rows.length < 2) return undefined;
  const begin = (span: Span) => span.start - (text.lastIndexOf('\n', span.start) + 1);
  const begins = columns.map(begin);
  return row.map((cell) => {
    const at = begin(cell);
    let best = 0;
    for (const [index, start] of begins.entries())
      if (Math.abs(start - at) < Math.abs(begins[best]! - at)) best = index;
    return best;
  });
}

/** Fields down, a record a column. */
export function readColumns(text: string, grid: Grid, table: number): FieldRecord[] {
  const labels = labelsOf(
    text,
    grid.rows.map((row) => row[0]!),
  );
  const width = Math.min(widestSheet, Math.max(...grid.rows.map((row) => row.length)));
  const records: FieldRecord[] = [];
  for (let column = 1; column < width; column += 1) {
    const fields = grid.rows.flatMap((row, index) => {
      const cell = row[column];
      const field = cell && fieldOf(text, cell.start, cell.end, labels[index]);
      return field ? [field] : [];
    });
    const record = recordOf('column', table, fields);
    if (record) records.push(record);
  }
  return records;
}

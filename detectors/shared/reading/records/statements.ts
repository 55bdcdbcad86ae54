/** Reads the rows of SQL inserts and of spreadsheets as SYLK. */
import type { Span } from '../../../detector.ts';
import type { FieldRecord, RecordField } from './record.ts';
import { fieldOf, recordOf } from './field.ts';
import { labelOf, type Label } from './labels.ts';

const insert = /\binsert\s{1,4}(?:ignore\s{1,4})?into\s{1,4}[\w."`[\]]{1,80}\s{0,4}/i;

/** Whether a line begins an insert. */
export function isInsert(text: string, line: Span): boolean {
  const head = text.slice(line.start, Math.min(line.end, line.start + 200));
  return /insert/i.test(head) && insert.test(head);
}

/** Rows of the insert that begins in this line, and where it ends. */
export function readInsert(text: string, line: Span, table: number): { records: FieldRecord[]; end: number } {
  const match = insert.exec(text.slice(line.start, line.start + 200))!;
  let at = line.start + match.index + match[0].length;
  let labels: (Label | undefined)[] = [];
  const records: FieldRecord[] = [];
  for (let first = true; at < text.length; first = false) {
    const open = nextOpen(text, at);
    if (open === undefined) break;
    const isColumns = first && !/values/i.test(text.slice(at, open));
    const { cells, end } = tuple(text, open + 1);
    at = end;
    if (isColumns) labels = cells.map((cell) => labelOf(text.slice(cell.start, cell.end)));
    else {
      const fields = cells.flatMap((cell, index): RecordField[] => {
        const field = fieldOf(text, cell.start, cell.end, labels[index]);
        return field && text.slice(field.start, field.end).toLowerCase() !== 'null' ? [field] : [];
      });
      const record = recordOf('sql', table, fields);
      if (record) records.push(record);
    }
  }
  return { records, end: at };
}

/** The next bracket of the same statement: nothing but `VALUES`, commas and white space stands before it. */
function nextOpen(text: string, from: number): number | undefined {
  for (let at = from; at < text.length && at < from + 200; at += 1) {
    const char = text[at]!;
    if (char === '(') return at;
    if (!/[\s,valuesVALUES]/.test(char)) return undefined;
  }
  return undefined;
}

function tuple(text: string, from: number): { cells: Span[]; end: number } {
  const cells: Span[] = [];
  let start = from;
  let quoted = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at]!;
    if (quoted !== '') {
      if (char === '\\') at += 1;
      else if (char === quoted) quoted = '';
    } else if (char === "'" || char === '"') quoted = char;
    else if (char === ',' || char === ')') {
      cells.push({ start, end: at });
      start = at + 1;
      if (char === ')') return { cells, end: at + 1 };
    }
  }
  return { cells, end: text.length };
}

const sylkCell = /^C[;\t](?:[A-Z][^;\t\n]{0,12}[;\t]){0,4}K/;

/** Cells of a spreadsheet as SYLK, a row each: lines such as `C;Y2;X1;K"Maya"`, also with tabs for semicolons. */
export function sylkRows(
  text: string,
  lines: readonly Span[],
  from: number,
): { rows: Span[][]; to: number } | undefined {
  if (
    !isSylk(text, lines[from]!) &&
    !(text.startsWith('ID', lines[from]!.start) && lines[from + 1] && isSylk(text, lines[from + 1]!))
  )
    return undefined;
  const rows: Span[][] = [];
  let row: Span[] = [];
  let number = '';
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at]!;
    const written = text.slice(line.start, Math.min(line.end, line.start + 100));
    const cell = sylkCell.exec(written);
    if (!cell) {
      if (!/^(?:ID|P|F|B|O|NN|W|E)(?:[;\t]|$)/.test(written)) break;
      continue;
    }
    const own = /[;\t]Y(\d{1,7})/.exec(cell[0])?.[1] ?? number;
    if (own !== number) {
      row = [];
      rows.push(row);
      number = own;
    }
    row.push(withoutQuotes(text, line.start + cell[0].length, line.end));
  }
  return rows.length > 0 ? { rows, to: at } : undefined;
}

function isSylk(text: string, line: Span): boolean {
  return text[line.start] === 'C' && sylkCell.test(text.slice(line.start, Math.min(line.end, line.start + 100)));
}

function withoutQuotes(text: string, start: number, end: number): Span {
  return text[start] === '"' && text[end - 1] === '"' && end - start > 1
    ? { start: start + 1, end: end - 1 }
    : { start, end };
}

/** Reads the secrets in the rows below a heading: a column `Password` of a table. */
import type { Span } from '../detector.ts';
import { lookOf } from './look.ts';
import { phrases } from './phrases.ts';
import type { Stated } from './stated.ts';

/** How cells are parted: by tabs, bars, semicolons, commas or wide gaps. */
const delimiters = [/\t/g, /\|/g, /;/g, /,/g, / {2,}/g];
/** Other headings of a table of logins. */
const whose = phrases.pattern(String.raw`\b<headings>`, 'i');
const mostRows = 50;
const mostLineLength = 2000;

/** The cells below the label, where the label is a heading; without words, which stand in other tables as well. */
export function statedBelow(text: string, label: Span): Stated[] {
  const from = text.lastIndexOf('\n', label.start - 1) + 1;
  const headings = lineAt(text, from);
  if (headings.end - from > mostLineLength || /[.!?]\s*$/.test(text.slice(from, headings.end))) return [];
  for (const delimiter of delimiters) {
    const cells = cellsOf(text, from, headings.end, delimiter);
    const column = cells.findIndex(({ start, end }) => start <= label.start && label.end <= end);
    const heading = cells[column];
    // A heading has few words beside the label, and no value of its own.
    if (cells.length < 2 || !heading || heading.end - heading.start > label.end - label.start + 16) continue;
    if (!cells.some(({ start, end }, n) => n !== column && whose.test(text.slice(start, end)))) return [];
    return rowsBelow(text, headings.next, cells.length, column, delimiter);
  }
  return [];
}

function rowsBelow(text: string, from: number, width: number, column: number, delimiter: RegExp): Stated[] {
  const found: Stated[] = [];
  let at = from;
  for (let row = 0; row < mostRows && at < text.length; row += 1) {
    const line = lineAt(text, at);
    if (line.end - at > mostLineLength) return found;
    const cells = cellsOf(text, at, line.end, delimiter);
    const isRule = /^[\s|:+=-]*$/.test(text.slice(at, line.end));
    if (!isRule && Math.abs(cells.length - width) > (delimiter.source === ',' ? 0 : 1)) return found;
    const cell = cells[column];
    const look = cell ? lookOf(text.slice(cell.start, cell.end)) : 'none';
    if (cell && !isRule && look !== 'none' && look !== 'word')
      found.push({ ...cell, look, form: 'colon', quoted: false, last: true });
    at = line.next;
  }
  return found;
}

function lineAt(text: string, from: number): { end: number; next: number } {
  const at = text.indexOf('\n', from);
  return at < 0 ? { end: text.length, next: text.length } : { end: at, next: at + 1 };
}

/** The cells of a line without the white space and quotation marks around them. */
function cellsOf(text: string, from: number, end: number, delimiter: RegExp): Span[] {
  const line = text.slice(from, end);
  const bounds = [...line.matchAll(delimiter)].map((match) => ({ at: match.index, length: match[0].length }));
  const cells: Span[] = [];
  let start = 0;
  for (const { at, length } of [...bounds, { at: line.length, length: 0 }]) {
    const raw = line.slice(start, at);
    const lead = /^[\s"']*/.exec(raw)![0].length;
    const bare = raw.slice(lead).replace(/[\s"']+$/, '');
    cells.push({ start: from + start + lead, end: from + start + lead + bare.length });
    start = at + length;
  }
  return cells;
}

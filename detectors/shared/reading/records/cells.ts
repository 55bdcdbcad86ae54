/** Cuts a line into cells, by tab, bar, semicolon, comma or wide gaps. */
import type { Span } from '../../../detector.ts';
import { trimmed } from './field.ts';

export type Delimiter = 'tab' | 'bar' | 'semicolon' | 'comma' | 'gap' | 'slash';

const marks: Readonly<Record<Exclude<Delimiter, 'gap'>, number>> = {
  tab: 9,
  bar: 124,
  semicolon: 59,
  comma: 44,
  slash: 47,
};
const quote = 34;
const longestCell = 200;

/** Without the marks of a quoted mail. */
export function unquotedStart(text: string, line: Span): number {
  let at = line.start;
  while (at < line.end && (text.charCodeAt(at) === 62 || text.charCodeAt(at) === 32)) at += 1;
  return text.charCodeAt(line.start) === 62 ? at : line.start;
}

/** Cells of a line, white space and quotation marks around them left out; empty cells stay. One cell where nothing parts it. */
export function cellsOf(text: string, line: Span, delimiter: Delimiter): Span[] {
  const start = unquotedStart(text, line);
  return delimiter === 'gap' ? cellsByGap(text, start, line.end) : cellsByMark(text, start, line.end, marks[delimiter]);
}

function cellsByMark(text: string, start: number, end: number, mark: number): Span[] {
  const cells: Span[] = [];
  let from = start;
  let quoted = false;
  let begins = true;
  for (let at = start; at <= end; at += 1) {
    const code = at < end ? text.charCodeAt(at) : mark;
    if (code === quote && (quoted || begins)) quoted = !quoted;
    else if (code > 32) begins = false;
    if (code !== mark || (quoted && at < end)) continue;
    // A slash parts cells where spaces stand on both sides: `and/or`, dates and addresses have none.
    if (mark === marks.slash && at < end && !(text.charCodeAt(at - 1) === 32 && text.charCodeAt(at + 1) === 32))
      continue;
    cells.push(bare(text, from, at));
    from = at + 1;
    begins = true;
    quoted = false;
  }
  if (mark !== marks.bar) return cells;
  // A frame of bars around the row.
  if (cells.length > 2 && isEmpty(cells[0]!)) cells.shift();
  if (cells.length > 2 && isEmpty(cells.at(-1)!)) cells.pop();
  return cells;
}

function bare(text: string, start: number, end: number): Span {
  const span = trimmed(text, start, end);
  const isQuoted =
    span.end - span.start > 1 && text.charCodeAt(span.start) === quote && text.charCodeAt(span.end - 1) === quote;
  return isQuoted ? trimmed(text, span.start + 1, span.end - 1) : span;
}

function isEmpty(span: Span): boolean {
  return span.start >= span.end;
}

/** Two spaces and more, and tabs, part cells. */
function cellsByGap(text: string, start: number, end: number): Span[] {
  const cells: Span[] = [];
  const all = trimmed(text, start, end);
  let from = all.start;
  let spaces = 0;
  for (let at = all.start; at < all.end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 0xa0) spaces += 1;
    else {
      if (code === 9 || spaces >= 2) {
        if (at - spaces > from) cells.push({ start: from, end: at - spaces });
        from = code === 9 ? at + 1 : at;
      }
      spaces = 0;
    }
  }
  if (all.end > from) cells.push({ start: from, end: all.end });
  return cells;
}

/** How a line may be parted; undefined where it is none of a table by itself. Of several marks the first one counts. */
export function delimiterOf(text: string, line: Span): Delimiter | undefined {
  let commas = 0;
  let semicolons = 0;
  let bars = 0;
  let slashes = 0;
  let gaps = 0;
  let spaces = 0;
  const limit = Math.min(line.end, line.start + 4096);
  let at = unquotedStart(text, line);
  while (at < limit && text.charCodeAt(at) === 32) at += 1;
  for (; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 9) return 'tab';
    if (code === 32) spaces += 1;
    else {
      if (spaces >= 2) gaps += 1;
      spaces = 0;
      if (code === 44) commas += 1;
      else if (code === 59) semicolons += 1;
      else if (code === 124) bars += 1;
      else if (code === 47 && text.charCodeAt(at - 1) === 32 && text.charCodeAt(at + 1) === 32) slashes += 1;
    }
  }
  if (bars > 0) return 'bar';
  if (slashes > 1) return 'slash';
  if (semicolons > 0) return 'semicolon';
  if (gaps > 0 && gaps >= commas) return 'gap';
  if (commas > 0) return 'comma';
  return gaps > 0 ? 'gap' : undefined;
}

/** No prose: no cell is long, and the line does not end as a sentence does. */
export function looksLikeRow(text: string, line: Span, cells: readonly Span[]): boolean {
  return !endsAsSentence(text, line) && cells.every((cell) => cell.end - cell.start <= longestCell);
}

/** A line that ends so is no row of a table, unless tabs part it. */
export function endsAsSentence(text: string, line: Span): boolean {
  const last = text.charCodeAt(trimmed(text, line.start, line.end).end - 1);
  return (
    (last === 46 || last === 33 || last === 63) &&
    !/\b(?:St|Rd|Ave|Dr|Jr|Sr|[A-Z])\.$/.test(text.slice(line.end - 5, line.end))
  );
}

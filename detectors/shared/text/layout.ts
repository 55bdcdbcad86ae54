/** The lay-out of a text: lines, paragraphs, table rows with their columns, and the sender's signature. */
import type { ExtractedPart, Span } from '../../detector.ts';
import { foldName } from '../people/names.ts';
import { readPhrases } from './phrase-pattern.ts';

export interface Line extends Span {
  /** Number of the paragraph: blank lines lie between paragraphs. */
  readonly paragraph: number;
  /** Set where the line is a row of a table. */
  readonly row?: Row;
}

export interface Row {
  readonly cells: readonly Span[];
  /** Header cells of the table, folded; empty where the table has none. */
  readonly header: readonly string[];
}

const kept = new WeakMap<ExtractedPart, readonly Line[]>();

/** The lines of a part. They are kept while the part lives, since several detectors ask for them. */
export function layOutPart(part: ExtractedPart): readonly Line[] {
  let known = kept.get(part);
  if (!known) {
    known = layOut(part.text, part.contentType);
    kept.set(part, known);
  }
  return known;
}

/** Lines in order. Tables are rows of equal width with tabs, bars or, three rows and more, commas. */
export function layOut(text: string, contentType: string): Line[] {
  const spans = lineSpans(text);
  const cells = spans.map((span) => splitCells(text, span, /csv/.test(contentType)));
  const lines: Line[] = [];
  let paragraph = 0;
  let header: readonly string[] = [];
  let width = 0;
  for (const [index, span] of spans.entries()) {
    const own = cells[index]!;
    if (/^[\s>]*$/.test(text.slice(span.start, span.end))) paragraph += 1;
    if (own.length < 2 || !isRow(own, cells[index - 1], cells[index + 1], own[0]!.comma)) {
      header = [];
      width = 0;
      lines.push({ ...span, paragraph });
      continue;
    }
    const begins = width !== own.length;
    if (begins) {
      const names = own.map((cell) => foldName(text.slice(cell.start, cell.end)).trim());
      header = names.some((entry) => headings.test(entry)) ? names : [];
    }
    width = own.length;
    lines.push({ ...span, paragraph, row: { cells: own, header: begins && header.length > 0 ? [] : header } });
  }
  return lines;
}

const { pattern } = readPhrases(new URL('./layout-phrases.yaml', import.meta.url));
const headings = pattern(String.raw`^<headings>`);

interface Cell extends Span {
  readonly comma: boolean;
}

function isRow(own: readonly Cell[], before?: readonly Cell[], after?: readonly Cell[], comma?: boolean): boolean {
  if (comma !== true) return true;
  return before?.length === own.length || after?.length === own.length;
}

/** Cells of a line by tab, bar or comma; in a comma line of prose the widths of the neighbours decide. */
function splitCells(text: string, line: Span, csv: boolean): Cell[] {
  const raw = text.slice(line.start, line.end);
  const delimiter = raw.includes('\t') ? '\t' : raw.includes('|') ? '|' : ',';
  if (!raw.includes(delimiter)) return [];
  const mark = delimiter.charCodeAt(0);
  const comma = delimiter === ',' && !csv;
  const cells: Cell[] = [];
  let quoted = false;
  let start = 0;
  for (let i = 0; i <= raw.length; i += 1) {
    const code = i < raw.length ? raw.charCodeAt(i) : 0;
    if (code === 34) quoted = !quoted;
    if (i < raw.length && (quoted || code !== mark)) continue;
    const cell = trim(text, line.start + start, line.start + i);
    cells.push({ start: cell.start, end: cell.end, comma });
    start = i + 1;
  }
  if (comma && (cells.length < 3 || / ,|[.!?]$/.test(raw))) return [];
  return cells;
}

/** Without surrounding white space and quotation marks. */
function trim(text: string, start: number, end: number): Span {
  while (start < end && isPadding(text.charCodeAt(start))) start += 1;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end -= 1;
  return { start, end };
}

function isPadding(code: number): boolean {
  return code <= 32 || code === 34 || code === 0xa0;
}

function lineSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start <= text.length;) {
    const at = text.indexOf('\n', start);
    const end = at < 0 ? text.length : at;
    spans.push({ start, end });
    start = end + 1;
  }
  return spans;
}

/** Index of the line that holds an offset. */
export function lineAt(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

const closing = pattern(String.raw`^(?:--|<closings>)\b[\w ,!.]{0,24}$`);

/** Where a signature stands: from a closing or the sender's own name on a line of its own to the next blank line. */
export function signatures(text: string, lines: readonly Line[], senderName: string): Span[] {
  const sender = foldName(senderName).match(/\p{L}+/gu) ?? [];
  const found: Span[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    if (lines[i]!.end - lines[i]!.start > 80) continue;
    const line = foldName(text.slice(lines[i]!.start, lines[i]!.end))
      .replace(/^[\s>]+/, '')
      .trim();
    if (line === '' || line.length > 60 || !(isSenderLine(line, sender) || closing.test(line))) continue;
    let last = i;
    if (closing.test(line))
      while (last + 1 < lines.length && last < i + 2 && isBlank(text, lines[last + 1]!)) last += 1;
    while (last + 1 < lines.length && last < i + 8 && !isBlank(text, lines[last + 1]!)) last += 1;
    found.push({ start: lines[i]!.start, end: lines[last]!.end });
    i = last;
  }
  return found;
}

function isSenderLine(line: string, sender: readonly string[]): boolean {
  const own: readonly string[] = line.match(/\p{L}+/gu) ?? [];
  return own.length > 0 && sender.length > 0 && own.length <= 8 && sender.every((part) => own.includes(part));
}

function isBlank(text: string, line: Span): boolean {
  return /^[\s>]*$/.test(text.slice(line.start, line.end));
}

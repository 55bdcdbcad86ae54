/** Splits the lines of a CSV file into records (RFC 4180). A stray quotation mark costs its own row and no other. */

export interface CsvRecord {
  /** As a spreadsheet counts: the header is row 1, an empty line is a row. */
  readonly row: number;
  /** Trimmed; undefined where the row cannot be split. */
  readonly cells: readonly string[] | undefined;
  /** Why the row cannot be split; never a value. */
  readonly fault?: string;
}

type Split = readonly string[] | 'open' | { readonly fault: string };

/** A cell with more lines than this has a quotation mark that is never closed. */
const maxLines = 50;

/** Empty lines are counted and not returned. */
export function* readRecords(lines: Iterable<string>, delimiter: string): Generator<CsvRecord, void> {
  const source = createLineSource(lines);
  let width = 0;
  let row = 0;
  for (let line = source.next(); line !== undefined; line = source.next()) {
    row += 1;
    if (line.trim() === '') continue;
    let split = splitRecord(line, delimiter);
    if (split === 'open') split = splitLines(line, source, delimiter, width);
    if (split === 'open') yield { row, cells: undefined, fault: 'a quotation mark is never closed' };
    else if ('fault' in split) yield { row, cells: undefined, fault: split.fault };
    else {
      if (width === 0) width = split.length;
      yield { row, cells: split };
    }
  }
}

interface LineSource {
  next(): string | undefined;
  /** Lines that `next` returns again. */
  giveBack(lines: readonly string[]): void;
}

function createLineSource(lines: Iterable<string>): LineSource {
  const iterator = lines[Symbol.iterator]();
  let waiting: readonly string[] = [];
  let at = 0;
  return {
    next() {
      if (at < waiting.length) return waiting[at++];
      const next = iterator.next();
      return next.done === true ? undefined : next.value;
    },
    giveBack(given) {
      waiting = [...given, ...waiting.slice(at)];
      at = 0;
    },
  };
}

/**
 * A cell of several lines. Where the lines do not make one record of the usual width, or one of them is a whole row by
 * itself, the quotation mark is a stray one: the first line alone is refused and the others are read again.
 */
function splitLines(first: string, source: LineSource, delimiter: string, width: number): Split {
  const more: string[] = [];
  let text = first;
  while (more.length < maxLines) {
    const line = source.next();
    if (line === undefined) break;
    more.push(line);
    text += `\n${line}`;
    const split = splitRecord(text, delimiter);
    if (split === 'open' && !isWholeRow(line, delimiter, width)) continue;
    if (split === 'open' || 'fault' in split || isTooWide(split, width)) break;
    return split;
  }
  source.giveBack(more);
  return 'open';
}

function isTooWide(cells: readonly string[], width: number): boolean {
  return width > 0 && cells.slice(width).some((cell) => cell !== '');
}

function isWholeRow(line: string, delimiter: string, width: number): boolean {
  return width > 1 && line.split(delimiter).length >= width;
}

/** One record, or `open` where the text ends within quotation marks. */
export function splitRecord(text: string, delimiter: string): Split {
  if (!text.includes('"')) return text.split(delimiter).map(trimCell);
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    const start = skipBlanks(text, at, delimiter);
    if (text[start] === '"') {
      const end = closingQuote(text, start + 1);
      if (end < 0) return 'open';
      cells.push(trimCell(text.slice(start + 1, end).replaceAll('""', '"')));
      at = skipBlanks(text, end + 1, delimiter);
      if (at < text.length && text[at] !== delimiter)
        return { fault: 'there is a stray quotation mark within quotation marks' };
    } else {
      const next = text.indexOf(delimiter, at);
      const end = next < 0 ? text.length : next;
      const cell = text.slice(at, end);
      if (cell.includes('"')) return { fault: 'there is a stray quotation mark' };
      cells.push(trimCell(cell));
      at = end;
    }
    if (at >= text.length) return cells;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && (text[at] === ' ' || text[at] === '\t')) at += 1;
  return at;
}

// eslint-disable-next-line no-control-regex -- exports of older systems pad cells with zero characters
const unseen = /[\u0000\u200b\ufeff]/g;

function trimCell(cell: string): string {
  return cell.trim().replace(unseen, '');
}

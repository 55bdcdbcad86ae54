/** Reads tables with commas, semicolons, tabs, pipes, carets or tildes between cells, as spreadsheets do, so that detectors see rows and cells. */
import type { ReadText } from './files/file-reader.ts';

const delimiters = ['\t', ';', ',', '|', '^', '~'];
const sampleLength = 65_536;
const sampleRows = 50;
/** Length at which a quoted cell counts as one that has lost its closing quote. */
const maxCellLength = 32_767;

/**
 * The table with a line for each row and tabs between cells; undefined where the text is none.
 *
 * @param text line ends as `\n`
 * @param declared name or type say that it is one: then a single row is enough
 */
export function readDelimitedTable(text: string, declared: boolean): ReadText | undefined {
  if (/^\s*[{[<]/.test(text)) return undefined;
  const stated = /^sep=(.)\n/.exec(text);
  const content = stated ? text.slice(stated[0].length) : text;
  const delimiter = stated?.[1] ?? delimiterOf(content.slice(0, sampleLength), declared);
  if (delimiter === undefined) return undefined;
  const rows: string[] = [];
  for (const row of rowsOf(content, delimiter)) rows.push(row.map(oneLine).join('\t'));
  return { text: rows.join('\n'), places: [{ start: 0, label: '', firstRow: 1, firstColumn: 0 }], hidden: [] };
}

function oneLine(cell: string): string {
  return /[\t\n]/.test(cell) ? cell.replace(/[\t\n]+/g, ' ') : cell;
}

/** The separator that splits the rows most evenly into two cells or more. */
function delimiterOf(sample: string, declared: boolean): string | undefined {
  let best: { delimiter: string; even: number; cells: number } | undefined;
  for (const delimiter of delimiters) {
    if (!sample.includes(delimiter)) continue;
    const counts: number[] = [];
    for (const row of rowsOf(sample, delimiter)) {
      if (row.length > 1 || row[0] !== '') counts.push(row.length);
      if (counts.length === sampleRows) break;
    }
    // The sample may end within a row.
    if (counts.length > 2 && counts.length < sampleRows && sample.length === sampleLength) counts.pop();
    const cells = mostFrequent(counts);
    const even = counts.filter((count) => count === cells).length / counts.length;
    const enough = declared
      ? cells >= 2 && even >= 0.3
      : counts.length >= 3 && even >= 0.9 && cells >= (delimiter === ',' ? 3 : 2);
    if (enough && (best === undefined || even * Math.min(cells, 4) > best.even * Math.min(best.cells, 4)))
      best = { delimiter, even, cells };
  }
  return best?.delimiter;
}

function mostFrequent(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/** Records of RFC 4180, read generously: quotes within and after a cell are kept, and an unclosed quote is a character. */
function* rowsOf(text: string, delimiter: string): Generator<string[]> {
  let row: string[] = [];
  for (let at = 0; at <= text.length;) {
    const quoted = text[at] === '"' ? quotedCell(text, at) : undefined;
    const from = quoted?.end ?? at;
    let end = from;
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
    row.push((quoted?.content ?? '') + text.slice(from, end));
    if (text[end] !== delimiter) {
      // A line end after the last row begins no further row.
      if (end < text.length || row.length > 1 || row[0] !== '') yield row;
      row = [];
    }
    at = end + 1;
  }
}

/** The cell that begins with the quote at `start`, with double quotes as one; undefined where the quote is not closed. */
function quotedCell(text: string, start: number): { content: string; end: number } | undefined {
  const pieces: string[] = [];
  for (let from = start + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0 || quote - start > maxCellLength) return undefined;
    pieces.push(text.slice(from, quote));
    if (text[quote + 1] !== '"') return { content: pieces.join(''), end: quote + 1 };
    pieces.push('"');
    from = quote + 2;
  }
}

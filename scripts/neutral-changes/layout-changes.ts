/** Changes of a text's layout and letters, as programs and people make them; the words stay. */
import { createTextCopy, type ChangedText } from './changed-text.ts';

/** A row of a table: cells parted by tabs, bars, or gaps of two spaces. Programs that break it break the table. */
const tableRow = /\S(?:\t| {2,}|\s*\|)\s*\S/;
const quoteMarks = /^(?:> ?)+/;

/** Letters that have a small form of the same length; everything else stays. */
export function lowerCase(text: string): ChangedText {
  const lower = [...text].map((char) => {
    const small = char.toLowerCase();
    return small.length === char.length ? small : char;
  });
  return { ...createTextCopy(text).finish(), text: lower.join('') };
}

/** Line breaks in place of spaces, so that no line is longer than `width` where a space allows it. Rows of tables stay. */
export function wrapped(text: string, width: number): ChangedText {
  const copy = createTextCopy(text);
  for (const { start, end, line } of linesOf(text)) {
    if (tableRow.test(line)) continue;
    const marks = quoteMarks.exec(line)?.[0] ?? '';
    let from = start;
    while (end - from > width) {
      const inside = text.lastIndexOf(' ', from + width);
      const space = inside > from + marks.length ? inside : text.indexOf(' ', from + width);
      if (space < 0 || space >= end) break;
      copy.keepTo(space);
      copy.replaceTo(space + 1, `\n${marks}`);
      from = space + 1;
    }
  }
  return copy.finish();
}

/** Each space between two words becomes two. Rows of tables stay. */
export function doubleSpaces(text: string): ChangedText {
  const copy = createTextCopy(text);
  for (const { start, line } of linesOf(text)) {
    if (tableRow.test(line)) continue;
    const marks = quoteMarks.exec(line)?.[0].length ?? 0;
    for (const { index } of line.matchAll(/(?<=\S) (?=\S)/g)) {
      if (index < marks) continue;
      copy.keepTo(start + index + 1);
      copy.add(' ');
    }
  }
  return copy.finish();
}

/** An empty line after each line. */
export function blankLines(text: string): ChangedText {
  const copy = createTextCopy(text);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    copy.keepTo(end + 1);
    copy.add('\n');
  }
  return copy.finish();
}

/** Parted by one of these, lines of equally many cells are a table. */
const delimiters = ['\t', '|', ';', ','];
/** Values that people write without saying what they are. */
const selfEvident = /name|student|address|street|phone/i;
/** A part of a name needs its label. */
const partOfName = /\b(?:first|last|given|family|sur)/i;

interface Cell {
  readonly start: number;
  readonly end: number;
}

/** Tables with headings as blocks of lines, one a row with an empty line behind it: labels, forms, what a reader of PDF files gives. */
export function rowsAsBlocks(text: string): ChangedText {
  const copy = createTextCopy(text);
  for (const { head, rows } of tablesOf(text)) {
    const labels = head.map(({ start, end }) => text.slice(start, end));
    // The headings are left out: each value has its own.
    copy.keepTo(head[0]!.start);
    for (const [nth, row] of rows.entries()) {
      for (const [at, { start, end }] of row.entries()) {
        const label = labels[at]!;
        const plain = label === '' || (selfEvident.test(label) && !partOfName.test(label));
        const gap = at > 0 ? '\n' : nth > 0 ? '\n\n' : '';
        copy.replaceTo(start, plain ? gap : `${gap}${label}: `);
        copy.keepTo(end);
      }
      const line = text.indexOf('\n', row.at(-1)!.end);
      copy.replaceTo(line < 0 ? text.length : line, '');
    }
  }
  return copy.finish();
}

/** Runs of three lines and more with the same number of cells, the first without a digit. */
function* tablesOf(text: string): Generator<{ head: readonly Cell[]; rows: readonly (readonly Cell[])[] }> {
  let run: (readonly Cell[])[] = [];
  for (const { start, line } of [...linesOf(text), { start: text.length, line: '' }]) {
    const cells = cellsOf(line, start);
    if (cells.length > 1 && (run.length === 0 || run[0]!.length === cells.length)) {
      run.push(cells);
      continue;
    }
    const [head, ...rows] = run;
    if (head && rows.length > 1 && !/\d/.test(text.slice(head[0]!.start, head.at(-1)!.end))) yield { head, rows };
    run = cells.length > 1 ? [cells] : [];
  }
}

/** Without quotation marks and spaces around them. A comma with a space after it parts no cells. */
function cellsOf(line: string, offset: number): Cell[] {
  const delimiter = delimiters.find((one) => line.includes(one));
  if (!delimiter || /, /.test(line.replace(/"[^"]*"/g, ''))) return [];
  const cells: Cell[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= line.length; at += 1) {
    if (line[at] === '"') quoted = !quoted;
    if (at < line.length && (quoted || line[at] !== delimiter)) continue;
    const raw = line.slice(from, at);
    const before = /^[\s"]*/.exec(raw)![0].length;
    const inside = raw.slice(before).replace(/[\s"]+$/, '').length;
    cells.push({ start: offset + from + before, end: offset + from + before + inside });
    from = at + 1;
  }
  return cells;
}

function* linesOf(text: string): Generator<{ start: number; end: number; line: string }> {
  for (let start = 0; start <= text.length;) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    yield { start, end, line: text.slice(start, end) };
    start = end + 1;
  }
}

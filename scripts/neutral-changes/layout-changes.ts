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

function* linesOf(text: string): Generator<{ start: number; end: number; line: string }> {
  for (let start = 0; start <= text.length;) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    yield { start, end, line: text.slice(start, end) };
    start = end + 1;
  }
}

/** Joins lines that were broken for transport: format=flowed paragraphs and folded calendar and contact fields. */

/** Undoes format=flowed (RFC 3676 4): soft-broken lines joined within the same quote depth, space-stuffing removed. */
export function unflow(text: string, deleteSpace: boolean): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let open = false;
  let openDepth = 0;
  const close = () => {
    if (open) out.push(paragraph.join(''));
    paragraph = [];
    open = false;
  };
  for (const line of text.split('\n')) {
    const { depth, content } = readQuoteMarks(line);
    const soft = content.endsWith(' ') && content !== '-- ';
    if (open && depth !== openDepth) close();
    if (!open && depth > 0) paragraph.push(`${'>'.repeat(depth)} `);
    paragraph.push(soft && deleteSpace ? content.slice(0, -1) : content);
    open = true;
    openDepth = depth;
    if (!soft) close();
  }
  close();
  return out.join('\n');
}

/** Quote marks are written `>>` (RFC 3676 4.5) but also `> >`; the space behind them is stuffing. */
function readQuoteMarks(line: string): { depth: number; content: string } {
  let depth = 0;
  let at = 0;
  while (line[at] === '>' || (depth > 0 && line[at] === ' ' && line[at + 1] === '>')) {
    if (line[at] === '>') depth += 1;
    at += 1;
  }
  return { depth, content: line.slice(line[at] === ' ' ? at + 1 : at) };
}

/** Undoes the folding of iCalendar and vCard, which puts a line end and white space into the middle of a value. */
export function unfold(text: string): string {
  return text.replace(/\n[ \t]/g, '');
}

/** Lengths between which mail programs wrap lines (RFC 5322 2.1.1 recommends 78 characters). */
const wrapFrom = 60;
const wrapTo = 80;

/**
 * Joins the lines of prose that a mail program has broken at 72 or so characters: such a line end becomes a space, so that
 * the text keeps its length and every offset. Rows, lists, headings and quote marks keep their lines.
 */
export function joinWrapped(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n');
  let joined = lines[0]!;
  const pieces: string[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    const next = lines[at]!;
    pieces.push(joined, isWrapped(lines[at - 1]!, next) ? ' ' : '\n');
    joined = next;
  }
  pieces.push(joined);
  return pieces.join('');
}

/** Whether the first word of the next line did not fit, and the line is a sentence: most of its words are in small letters. */
function isWrapped(line: string, next: string): boolean {
  if (line.length < wrapFrom || line.length > wrapTo || /\s$|\t|[|>:;]|\s{2}/.test(line)) return false;
  const first = /^[\p{L}\d(“"'’#$][^\s:]*(?=\s|$)/u.exec(next)?.[0];
  if (first === undefined || line.length + 1 + first.length <= 65 || /^\d{1,2}[.)]$/.test(first)) return false;
  const words = line.trim().split(' ');
  return words.length >= 8 && words.filter((word) => /^\p{Ll}/u.test(word)).length * 2 >= words.length;
}

/** A line of words with tabs where spaces belong: it has no space, and a tab behind a comma, which no cell of a table ends with. */
const tabbedSentence = /^[^ \n]*,\t[^ \n]*$/gm;

/** The text with spaces between words that only tabs part; other tabs stay. Places in it stay. */
export function withoutTabsBetweenWords(text: string): string {
  if (!text.includes(',\t')) return text;
  return text.replace(tabbedSentence, (line) => (line.split('\t').length > 3 ? line.replaceAll('\t', ' ') : line));
}

/** Joins the lines that were broken for transport: format=flowed paragraphs and folded calendar and contact fields. */

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

/** Undoes the line folding of iCalendar and vCard: a line end and the white space behind it were put into the middle of a value. */
export function unfold(text: string): string {
  return text.replace(/\n[ \t]/g, '');
}

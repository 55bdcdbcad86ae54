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
    let depth = 0;
    while (line[depth] === '>') depth += 1;
    const content = line.slice(depth + (line[depth] === ' ' ? 1 : 0));
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

/** Undoes the line folding of iCalendar and vCard: a line end and the white space behind it were put into the middle of a value. */
export function unfold(text: string): string {
  return text.replace(/\n[ \t]/g, '');
}

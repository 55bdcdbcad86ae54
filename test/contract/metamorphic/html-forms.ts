/** Plain text as mail programs write it in HTML: Outlook, Gmail, and the layout tables of newsletters. */

/** A page as Outlook for Windows writes it. */
export function outlookHtml(text: string): string {
  const paragraphs = blocksOf(text).map((block) =>
    block.kind === 'table'
      ? table(block.rows, 'class=MsoNormalTable border=1 cellspacing=0 cellpadding=0', (cell) => paragraph(cell))
      : paragraph(block.line),
  );
  return [
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head>',
    '<meta name=Generator content="Microsoft Word 15 (filtered medium)"><style><!--',
    '@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}',
    'p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0in; font-size:11.0pt; font-family:"Calibri",sans-serif;}',
    'span.EmailStyle17 {mso-style-type:personal-compose; color:windowtext;} div.WordSection1 {page:WordSection1;}',
    '--></style></head><body lang=EN-US link="#0563C1" vlink="#954F72" style=\'word-wrap:break-word\'>',
    `<div class=WordSection1>${paragraphs.join('\n')}</div></body></html>`,
  ].join('\n');
}

function paragraph(line: string): string {
  if (line.trim() === '') return '<p class=MsoNormal><o:p>&nbsp;</o:p></p>';
  const tabbed = escaped(line).replaceAll('\t', "<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>");
  return `<p class=MsoNormal><span style='font-size:11.0pt'>${tabbed}<o:p></o:p></span></p>`;
}

/** A body as Gmail's editor writes it. */
export function gmailHtml(text: string): string {
  const lines = blocksOf(text).map((block) => {
    if (block.kind === 'table')
      return table(block.rows, 'cellspacing="0" cellpadding="0" dir="ltr" border="1"', (cell) => escaped(cell));
    if (block.line.trim() === '') return '<div><br></div>';
    return `<div>${escaped(block.line).replaceAll('\t', '<span style="white-space:pre">\t</span>')}</div>`;
  });
  return `<div dir="ltr">${lines.join('')}</div>`;
}

/** A text within the nested tables by which newsletters centre a column. */
export function layoutTableHtml(text: string): string {
  const rows = blocksOf(text).map((block) => {
    const content =
      block.kind === 'table'
        ? table(block.rows, 'width="100%" border="0"', (cell) => escaped(cell))
        : `<span style="font-family:Arial">${escaped(block.line).replaceAll('\t', ' &nbsp; &nbsp; ') || '&nbsp;'}</span>`;
    return `<tr><td style="padding:4px 24px" align="left">${content}</td></tr>`;
  });
  return [
    '<html><body style="margin:0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>',
    '<td align="center"><table role="presentation" width="600" cellpadding="0" cellspacing="0">',
    ...rows,
    '</table></td></tr></table></body></html>',
  ].join('\n');
}

type Block = { readonly kind: 'line'; readonly line: string } | { readonly kind: 'table'; readonly rows: string[][] };

/** Lines, and runs of at least two lines with tabs as one table: so do programs show what is pasted from a sheet. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    let end = at;
    while (lines[end]?.includes('\t')) end += 1;
    if (end - at >= 2) {
      blocks.push({ kind: 'table', rows: lines.slice(at, end).map((line) => line.split('\t')) });
      at = end - 1;
    } else blocks.push({ kind: 'line', line: lines[at]! });
  }
  return blocks;
}

function table(rows: readonly string[][], attributes: string, content: (cell: string) => string): string {
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${content(cell)}</td>`).join('')}</tr>`);
  return `<table ${attributes}><tbody>${cells.join('')}</tbody></table>`;
}

/** Spaces that HTML would drop become no-break spaces, as editors write them. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^ | (?= )/g, '&nbsp;');
}

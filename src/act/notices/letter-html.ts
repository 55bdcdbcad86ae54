/** Letters as HTML for mail clients: one column, no images, no scripts, light and dark; readable without styles. */
import type { Letter } from './letter.ts';

/** Some clients drop the style block and keep the inline styles; dark colours need the block and its !important. */
const css = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) { .page { padding: 0 !important; } .card { padding: 24px 20px !important; border-radius: 0 !important; border-width: 0 !important; } .button { display: block !important; text-align: center; } }
@media (prefers-color-scheme: dark) {
  body, .page { background: #14181f !important; }
  .card { background: #1d232c !important; border-color: #313a47 !important; }
  .card, h1, h2, .value { color: #e7ebf0 !important; }
  .soft, .soft td { color: #a9b4c2 !important; }
  .quote { border-color: #4b5a6e !important; }
  a { color: #8fbcf5 !important; }
  .button { background: #8fbcf5 !important; color: #10161f !important; }
  code { background: #2a323e !important; }
}`.trim();

const font = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;";
const soft = 'color: #5a6675;';
const style = {
  body: `margin: 0; background: #f2f4f7; ${font} font-size: 16px; line-height: 1.5; color: #1b2330; -webkit-text-size-adjust: 100%;`,
  page: 'max-width: 600px; margin: 0 auto; padding: 24px 16px;',
  card: 'background: #ffffff; border: 1px solid #dfe4ea; border-radius: 8px; padding: 28px 32px; color: #1b2330;',
  label: `margin: 0 0 4px; font-size: 14px; font-weight: 600; ${soft}`,
  h1: 'margin: 0 0 16px; font-size: 22px; line-height: 1.3; font-weight: 600; color: #1b2330; overflow-wrap: anywhere;',
  h2: 'margin: 28px 0 6px; font-size: 16px; line-height: 1.4; font-weight: 600; color: #1b2330;',
  p: 'margin: 0 0 12px; overflow-wrap: break-word;',
  button:
    'display: inline-block; margin: 8px 0 12px; padding: 12px 22px; border-radius: 6px; background: #1f5fa8; color: #ffffff; font-weight: 600; text-decoration: none;',
  small: `margin: 0 0 12px; font-size: 13px; overflow-wrap: anywhere; ${soft}`,
  quote: 'margin: 0 0 12px; padding: 2px 0 2px 14px; border-left: 3px solid #b9c3cf; overflow-wrap: break-word;',
  ul: 'margin: 0 0 8px; padding-left: 22px;',
  td: 'padding: 2px 0; vertical-align: top; overflow-wrap: anywhere;',
  th: `padding: 2px 16px 2px 0; vertical-align: top; text-align: left; font-weight: 400; ${soft}`,
  code: 'font-family: ui-monospace, Consolas, monospace; font-size: 14px; background: #eef1f5; padding: 6px 10px; border-radius: 4px; display: inline-block; overflow-wrap: anywhere;',
  footer: `margin: 28px 0 0; font-size: 13px; ${soft}`,
} as const;

/** A whole HTML document. */
export function htmlOf(letter: Letter): string {
  return `<!DOCTYPE html>
<html lang="${letter.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(letter.subject)}</title>
<style>
${css}
</style>
</head>
<body style="${style.body}">
<div class="page" style="${style.page}">
<div class="card" style="${style.card}">
${letterHtml(letter)}
</div>
</div>
</body>
</html>
`;
}

function letterHtml(letter: Letter): string {
  const parts = [
    tag('p', 'label', `${letter.mark} ${escape(letter.label)}`, 'soft'),
    tag('h1', 'h1', escape(letter.title ?? letter.what)),
    ...(letter.title === undefined ? [] : [tag('p', 'p', escape(letter.what))]),
    tag('p', 'p', escape(letter.why)),
    tag('p', 'p', escape(letter.todo.join(' '))),
  ];
  if (letter.action) {
    const href = escape(letter.action.href);
    parts.push(
      `<p style="margin: 0;"><a class="button" style="${style.button}" href="${href}">${escape(letter.action.label)}</a></p>`,
      tag('p', 'small', href, 'soft'),
    );
  }
  if (letter.command !== undefined) parts.push(tag('p', 'p', tag('code', 'code', escape(letter.command))));
  if (letter.quote) {
    parts.push(heading(letter.quote.heading), quote(letter.quote.lines.map((line) => escape(line)).join('<br>\n')));
  }
  if (letter.found) {
    const items = letter.found.items.map((item) => `<li>${escape(item)}</li>`).join('\n');
    parts.push(heading(letter.found.heading), tag('ul', 'ul', `\n${items}\n`));
    if (letter.found.examples !== undefined) parts.push(tag('p', 'small', escape(letter.found.examples), 'soft'));
  }
  if (letter.where) {
    const places = letter.where.places.map(
      ({ where, line }) =>
        `<li>${escape(where)}${line === undefined ? '' : `:<br>\n<span class="soft" style="${soft}">${escape(line)}</span>`}</li>`,
    );
    parts.push(heading(letter.where.heading), tag('ul', 'ul', `\n${places.join('\n')}\n`));
  }
  if (letter.clauses) {
    parts.push(heading(letter.clauses.heading));
    for (const { source, text } of letter.clauses.clauses) {
      parts.push(quote(`${escape(text)}<br>\n<span class="soft" style="${soft}">${escape(source)}</span>`));
    }
  }
  for (const rows of [letter.replies, letter.details]) {
    if (rows) parts.push(heading(rows.heading), table(rows.rows));
  }
  if (letter.other) {
    const { language, label, href } = letter.other;
    parts.push(
      `<p style="${style.footer}"><a lang="${language}" hreflang="${language}" href="${escape(href)}">${escape(label)}</a></p>`,
      tag('p', 'small', escape(href), 'soft'),
    );
  }
  parts.push(tag('p', 'footer', escape(letter.footer), 'soft'));
  return `<div lang="${letter.language}">\n${parts.join('\n')}\n</div>`;
}

function heading(text: string): string {
  return tag('h2', 'h2', escape(text));
}

function quote(html: string): string {
  return tag('blockquote', 'quote', html, 'quote');
}

function table(rows: readonly (readonly [string, string])[]): string {
  const cells = rows.map(
    ([label, value]) =>
      `<tr><th scope="row" class="soft" style="${style.th}">${escape(label)}</th><td class="value" style="${style.td}">${escape(value)}</td></tr>`,
  );
  return `<table style="border-collapse: collapse; font-size: 15px;">\n${cells.join('\n')}\n</table>`;
}

function tag(name: string, look: keyof typeof style, html: string, className?: string): string {
  return `<${name}${className === undefined ? '' : ` class="${className}"`} style="${style[look]}">${html}</${name}>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

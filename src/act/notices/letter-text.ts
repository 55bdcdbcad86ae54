/** Letters as plain text, for mail clients and people who prefer it. */
import type { Letter } from './letter.ts';

const width = 72;

/** Lines of at most 72 characters except for words and addresses longer than that. */
export function textOf(letter: Letter): string {
  return `${letterText(letter)}\n`;
}

function letterText(letter: Letter): string {
  const blocks = [
    wrap(`${letter.mark} ${letter.label}${letter.title === undefined ? '' : `: ${letter.title}`}`),
    wrap(letter.what),
    wrap(letter.why),
    wrap(letter.todo.join(' ')),
  ];
  if (letter.action) blocks.push(`${letter.action.label}:\n${letter.action.href}`);
  if (letter.command !== undefined) blocks.push(`    ${letter.command}`);
  if (letter.quote)
    blocks.push(block(letter.quote.heading, letter.quote.lines.map((line) => wrap(line, '> ')).join('\n')));
  if (letter.found) {
    const items = letter.found.items.map((item) => wrap(item, '- ', '  '));
    if (letter.found.examples !== undefined) items.push(wrap(letter.found.examples, '  '));
    blocks.push(block(letter.found.heading, items.join('\n')));
  }
  if (letter.where) {
    const places = letter.where.places.map(({ where, line }) =>
      wrap(line === undefined ? where : `${where}: ${line}`, '- ', '  '),
    );
    blocks.push(block(letter.where.heading, places.join('\n')));
  }
  if (letter.clauses) {
    const quotes = letter.clauses.clauses.map(({ source, text }) => `${wrap(`${source}:`)}\n${wrap(text, '> ')}`);
    blocks.push(block(letter.clauses.heading, quotes.join('\n\n')));
  }
  for (const table of [letter.replies, letter.details]) {
    if (!table) continue;
    const rows = table.rows.map(([label, value]) => wrap(value === '' ? label : `${label}: ${value}`, '', '  '));
    blocks.push(block(table.heading, rows.join('\n')));
  }
  if (letter.other) blocks.push(`${letter.other.label}:\n${letter.other.href}`);
  blocks.push(wrap(letter.footer));
  return blocks.join('\n\n');
}

function block(heading: string, body: string): string {
  return `${heading}\n${body}`;
}

function wrap(text: string, first = '', rest = first): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/u)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line.trimEnd());
  return lines.join('\n');
}

/** Reads XML as a tree with offsets, and the tables of office formats in XML as rows. */
import type { Span } from '../../../detector.ts';
import { nodeOf, type Node } from './tree.ts';

const deepest = 200;
const rowNames = new Set(['row', 'tr', 'table-row', 'p']);
const cellNames = new Set(['cell', 'tc', 'td', 'th', 'table-cell']);

export interface XmlText {
  readonly root: Node;
  /** Cells of rows: of spreadsheets and documents in XML, of which the elements say nothing. */
  readonly rows: readonly (readonly Span[])[];
  readonly end: number;
}

interface Open {
  readonly node: Node;
  readonly name: string;
  texts: Span[];
}

/** Reads from the offset to the end of the outermost element. Linear; tags that do not match are passed over. @returns undefined where nothing is closed */
export function readXml(text: string, start: number): XmlText | undefined {
  const root = nodeOf('');
  const stack: Open[] = [{ node: root, name: '', texts: [] }];
  const rows = new RowReader();
  let closed = 0;
  let at = start;
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    const until = tag < 0 ? text.length : tag;
    if (until > at && hasText(text, at, until)) {
      stack.at(-1)!.texts.push({ start: at, end: until });
      rows.text({ start: at, end: until });
    }
    if (tag < 0 || (closed > 0 && stack.length === 1 && hasText(text, at, until))) break;
    const end = tagEnd(text, tag);
    if (text[tag + 1] === '/') {
      const open = stack.length;
      closeElement(stack, localName(text, tag + 2), rows);
      if (stack.length < open) closed += 1;
    } else if (text[tag + 1] !== '!' && text[tag + 1] !== '?') {
      if (text[end - 1] === '/') closed += 1;
      openElement(text, tag, end, stack, rows);
    } else if (text.startsWith('<![CDATA[', tag))
      stack.at(-1)!.texts.push({ start: tag + 9, end: Math.max(tag + 9, end - 2) });
    at = end + 1;
  }
  while (stack.length > 1) closeElement(stack, stack.at(-1)!.name, rows);
  return closed > 0 ? { root, rows: rows.rows, end: Math.min(at, text.length) } : undefined;
}

function hasText(text: string, from: number, until: number): boolean {
  for (let at = from; at < until; at += 1) if (text.charCodeAt(at) > 32) return true;
  return false;
}

/** Offset of the `>` that ends a tag; of a CDATA section or comment the last sign. */
function tagEnd(text: string, tag: number): number {
  const mark = text.startsWith('<![CDATA[', tag) ? ']]>' : text.startsWith('<!--', tag) ? '-->' : '>';
  const end = text.indexOf(mark, tag);
  return end < 0 ? text.length : end + mark.length - 1;
}

function localName(text: string, from: number): string {
  let at = from;
  while (at < text.length && !' \t\n/>'.includes(text[at]!)) at += 1;
  const name = text.slice(from, Math.min(at, from + 80));
  return name.slice(name.indexOf(':') + 1);
}

function openElement(text: string, tag: number, end: number, stack: Open[], rows: RowReader): void {
  const name = localName(text, tag + 1);
  const top = stack.at(-1)!;
  const node = nodeOf(name);
  top.node.children.push(node);
  readAttributes(text, tag + 1 + name.length, end, node);
  rows.open(name.toLowerCase());
  if (text[end - 1] === '/' || stack.length > deepest) rows.close(name.toLowerCase());
  else stack.push({ node, name, texts: [] });
}

function readAttributes(text: string, from: number, end: number, node: Node): void {
  for (let at = from; at < end;) {
    const equals = text.indexOf('=', at);
    if (equals < 0 || equals >= end) return;
    const quote = text[equals + 1];
    if (quote !== '"' && quote !== "'") return;
    const close = text.indexOf(quote, equals + 2);
    if (close < 0 || close > end) return;
    const key =
      text
        .slice(Math.max(at, equals - 80), equals)
        .trim()
        .split(/\s/)
        .at(-1) ?? '';
    if (!key.startsWith('xmlns'))
      node.children.push({
        key: key.slice(key.indexOf(':') + 1),
        children: [],
        start: equals + 2,
        end: close,
        leaf: true,
      });
    at = close + 1;
  }
}

function closeElement(stack: Open[], name: string, rows: RowReader): void {
  let at = stack.length - 1;
  while (at > 0 && at > stack.length - 8 && stack[at]!.name !== name) at -= 1;
  if (at <= 0 || stack[at]!.name !== name) return;
  while (stack.length > at) {
    const closed = stack.pop()!;
    const [first] = closed.texts;
    const last = closed.texts.at(-1);
    // Text of an element without others in it is a value; beside others it belongs to the element itself.
    if (first && last)
      closed.node.children.push({
        key: '',
        children: [],
        start: first.start,
        end: closed.node.children.some(({ leaf }) => !leaf) ? first.end : last.end,
        leaf: true,
      });
    rows.close(closed.name.toLowerCase());
  }
}

/** Collects the cells of rows. */
class RowReader {
  readonly rows: Span[][] = [];
  private row: Span[] | undefined;
  private cell: { start: number; end: number } | undefined;
  private cells = 0;
  private readonly open_: string[] = [];

  open(name: string): void {
    if (rowNames.has(name) && !(name === 'p' && this.row)) {
      this.row = [];
      this.open_.push(name);
    } else if (cellNames.has(name) && this.row) {
      this.cell = { start: 0, end: 0 };
      this.cells += 1;
    }
  }

  text(span: Span): void {
    if (!this.row) return;
    if (!this.cell) this.row.push(span);
    else if (this.cell.end === 0) this.cell = { ...span };
    else this.cell.end = span.end;
  }

  close(name: string): void {
    if (cellNames.has(name) && this.row && this.cell) {
      this.row.push(this.cell);
      this.cell = undefined;
    } else if (this.open_.at(-1) === name && this.row) {
      if (this.row.length > 0) this.rows.push(this.row);
      this.row = undefined;
      this.open_.pop();
    }
  }
}

/** Reads JSON, also with comments, single quotes or a part missing, as a tree with offsets. */
import { nodeOf, type Node } from './tree.ts';

const deepest = 200;
const open = new Set(['{', '[']);

/**
 * The value that begins at the offset. Linear; a text that breaks off gives what was read.
 * @returns the tree and where it ends; undefined where no object or list begins, or it holds no key;
 *   where it is nested too deeply, the offset at which it was given up
 */
export function readJson(text: string, start: number): { root: Node; end: number } | { failedAt: number } | undefined {
  if (!open.has(text[start] ?? '')) return undefined;
  const root = nodeOf('');
  const stack: { node: Node; object: boolean; key: string }[] = [{ node: root, object: false, key: '' }];
  let keys = 0;
  let at = start;
  while (at < text.length) {
    const char = text[at]!;
    const top = stack.at(-1)!;
    if (char === '{' || char === '[') {
      const child = nodeOf(top.key);
      top.node.children.push(child);
      if (stack.length > deepest) return { failedAt: at };
      // What stands in a list has the list's key.
      stack.push({ node: char === '[' ? top.node : child, object: char === '{', key: top.key });
      if (char === '[') top.node.children.pop();
      at += 1;
    } else if (char === '}' || char === ']') {
      stack.pop();
      at += 1;
      if (stack.length === 1) break;
    } else if (char === '"' || char === "'") {
      const end = stringEnd(text, at + 1, char);
      const next = afterSpace(text, end + 1);
      if (top.object && text[next] === ':') {
        top.key = text.slice(at + 1, Math.min(end, at + 80));
        keys += 1;
        at = next + 1;
      } else {
        top.node.children.push({ key: top.key, children: [], start: at + 1, end, leaf: true });
        at = end + 1;
      }
    } else if (/[\s,]/.test(char)) at += 1;
    else {
      const end = wordEnd(text, at);
      const next = afterSpace(text, end);
      if (top.object && text[next] === ':' && end > at) {
        top.key = text.slice(at, Math.min(end, at + 80));
        keys += 1;
        at = next + 1;
      } else {
        const written = text.slice(at, end);
        if (end > at && written !== 'null' && written !== 'true' && written !== 'false')
          top.node.children.push({ key: top.key, children: [], start: at, end, leaf: true });
        at = Math.max(end, at + 1);
      }
    }
  }
  return keys > 0 ? { root, end: at } : undefined;
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === quote) return at;
  }
  return text.length;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !',:{}[]"\n '.includes(text[at]!)) at += 1;
  return at;
}

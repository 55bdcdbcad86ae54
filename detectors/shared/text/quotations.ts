/** Finds text in quotation marks. */
import type { Span } from '../../detector.ts';

/** A quotation longer than this is taken for a mark that was never closed. */
const longest = 600;
const closingOf: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“', '«': '»', '‘': '’', "'": "'" };

/** Ranges between quotation marks, the marks left out: sorted, without overlaps, none across an empty line. */
export function quotationsOf(text: string): Span[] {
  const found: Span[] = [];
  // Up to where a closing mark was looked for in vain: marks that are never closed must not cost a search each.
  const searched = new Map<string, number>();
  for (let at = 0; at < text.length; at += 1) {
    if (!mayOpen(text.charCodeAt(at)) || !opens(text, at)) continue;
    const close = closingOf[text[at]!];
    if (close === undefined) continue;
    if (at < (searched.get(close) ?? 0)) continue;
    const end = closingMark(text, at + 1, close);
    if (end === undefined) {
      searched.set(close, at + longest / 2);
      continue;
    }
    found.push({ start: at + 1, end });
    at = end;
  }
  return found;
}

/** The marks of `closingOf` are ASCII quotes, guillemets or general punctuation. */
function mayOpen(code: number): boolean {
  return code === 34 || code === 39 || code === 0xab || (code >= 0x2018 && code <= 0x201e);
}

/** An apostrophe and inches are no quotation marks: one opens after white space or a bracket and before a word. */
function opens(text: string, at: number): boolean {
  const before = text[at - 1];
  const after = text[at + 1];
  return (before === undefined || /[\s([{—–:>,-]/.test(before)) && after !== undefined && !/\s/.test(after);
}

function closingMark(text: string, from: number, close: string): number | undefined {
  const single = close === "'" || close === '’';
  for (let at = from; at < text.length && at < from + longest; at += 1) {
    if (text[at] === '\n' && text[at + 1] === '\n') return undefined;
    if (text[at] === close && !(single && /[\p{L}\d]/u.test(text[at + 1] ?? ''))) return at;
  }
  return undefined;
}

/** Tokens of a text for models that look at the words around something: words, numbers, signs and line ends. */
import { foldName, unitKind, letterUnit, otherUnit } from '../people/names.ts';
import type { Span } from '../../detector.ts';

export interface Token extends Span {
  readonly kind: 'word' | 'number' | 'sign' | 'line';
  /** Folded word; of a number its digits as `#`, at most four of a run; of a sign the sign; `\n` of one or `\n\n` of more line ends. */
  readonly key: string;
  /** Begins with a capital letter. */
  readonly capital: boolean;
}

/** Tokens of `text.slice(from, to)` in order, with offsets of the whole text. Linear in the length. */
export function tokensOf(text: string, from = 0, to = text.length): Token[] {
  const tokens: Token[] = [];
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === 10) at = lineEnds(text, at, to, tokens);
    else if (code <= 32 || code === 0xa0) at += 1;
    else if (isDigit(code)) at = number(text, at, to, tokens);
    else if (unitKind(code) === letterUnit) at = word(text, at, to, tokens);
    else {
      const length = code >= 0xd800 && code < 0xdc00 ? 2 : 1;
      tokens.push({ start: at, end: at + length, kind: 'sign', key: text.slice(at, at + length), capital: false });
      at += length;
    }
  }
  return tokens;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019 || code === 0x2bc;
}

/** Line ends with white space and quotation marks between them. */
function lineEnds(text: string, start: number, to: number, tokens: Token[]): number {
  let end = start + 1;
  let several = false;
  for (; end < to; end += 1) {
    const code = text.charCodeAt(end);
    if (code === 10) several = true;
    else if (code > 32 && code !== 62) break;
  }
  tokens.push({ start, end, kind: 'line', key: several ? '\n\n' : '\n', capital: false });
  return end;
}

function number(text: string, start: number, to: number, tokens: Token[]): number {
  let end = start;
  let key = '';
  let run = 0;
  for (; end < to; end += 1) {
    const code = text.charCodeAt(end);
    if (isDigit(code)) {
      if ((run += 1) <= 4) key += '#';
    } else if (
      (code === 44 || (code >= 45 && code <= 47) || code === 58) &&
      end + 1 < to &&
      isDigit(text.charCodeAt(end + 1))
    ) {
      key += text[end];
      run = 0;
    } else break;
  }
  tokens.push({ start, end, kind: 'number', key, capital: false });
  return end;
}

function word(text: string, start: number, to: number, tokens: Token[]): number {
  let end = start + 1;
  for (; end < to; end += 1) {
    const code = text.charCodeAt(end);
    if (unitKind(code) !== otherUnit) continue;
    if (!isApostrophe(code) || end + 1 >= to || unitKind(text.charCodeAt(end + 1)) !== letterUnit) break;
  }
  const last = text.charCodeAt(end - 1);
  const possessive = end - start > 2 && (last === 115 || last === 83) && isApostrophe(text.charCodeAt(end - 2));
  const raw = text.slice(start, possessive ? end - 2 : end);
  const first = text[start]!;
  tokens.push({ start, end, kind: 'word', key: foldName(raw), capital: first !== first.toLowerCase() });
  return end;
}

/** Index of the first token that ends after an offset. */
export function tokenAt(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Texts are read in pieces of this many characters, so that a long one of which little is asked is not read whole. */
const piece = 2048;

/** Tokens around a span, read when first asked for. The list reaches at least `reach` characters beyond it on either side. */
export function tokenReader(text: string): (span: Span, reach?: number) => readonly Token[] {
  const kept = new Map<number, readonly Token[]>();
  return ({ start, end }, reach = 400) => {
    const first = Math.max(0, Math.floor((start - reach) / piece));
    const last = Math.floor(Math.min(text.length, end + reach) / piece);
    const key = first * 1e6 + last;
    let tokens = kept.get(key);
    if (!tokens) {
      tokens = tokensOf(
        text,
        border(text, first * piece),
        Math.max(border(text, (last + 1) * piece), Math.min(end, text.length)),
      );
      kept.set(key, tokens);
    }
    return tokens;
  };
}

/** The next white space, at most a hundred characters further: no word is cut. */
function border(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  for (let end = at; end < Math.min(text.length, at + 100); end += 1) if (text.charCodeAt(end) <= 32) return end;
  return at;
}

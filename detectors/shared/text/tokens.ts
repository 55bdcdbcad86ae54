/** Tokens of a text for models that look at the words around something: words, numbers, signs and line ends. */
import { foldName } from '../people/names.ts';
import type { Span } from '../../detector.ts';

export interface Token extends Span {
  readonly kind: 'word' | 'number' | 'sign' | 'line';
  /** Folded word; of a number its digits as `#`, at most four of them; of a sign the sign; `\n` of one or more line ends. */
  readonly key: string;
  /** Begins with a capital letter. */
  readonly capital: boolean;
}

const pattern = /\n[\s>]*|\p{L}[\p{L}\p{M}]*(?:['’ʼ]\p{L}+)*|\d+(?:[.,/:-]\d+)*|[^\s\p{L}\d]/gu;

/** Tokens in order. Linear in the length of the text. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const raw = match[0];
    const start = match.index;
    const end = start + raw.length;
    const first = raw.charCodeAt(0);
    if (first === 10)
      tokens.push({ start, end, kind: 'line', key: raw.indexOf('\n', 1) > 0 ? '\n\n' : '\n', capital: false });
    else if (first >= 48 && first <= 57) tokens.push({ start, end, kind: 'number', key: shapeOf(raw), capital: false });
    else if (isLetter(raw)) {
      const possessive = /['’ʼ]s$/i.test(raw);
      const key = foldName(possessive ? raw.slice(0, -2) : raw);
      tokens.push({ start, end, kind: 'word', key, capital: raw[0] !== raw[0]!.toLowerCase() });
    } else tokens.push({ start, end, kind: 'sign', key: raw, capital: false });
  }
  return tokens;
}

function isLetter(raw: string): boolean {
  return raw.toLowerCase() !== raw.toUpperCase() || /\p{L}/u.test(raw);
}

/** `1420` is `####`, `262-555-0143` is `###-###-####`, a longer run of digits is cut after four. */
function shapeOf(raw: string): string {
  return raw.replace(/\d+/g, (digits) => '#'.repeat(Math.min(4, digits.length)));
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

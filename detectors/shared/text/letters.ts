/** What letter a character stands for: accents, full-width and mathematical letters, and look-alikes of other scripts undone. */

import { resembled } from './look-alikes.ts';

/** Symbols of folded text. Letters are 1 to 26, a to z. */
export const symbol = {
  enye: 27,
  number: 28,
  money: 29,
  space: 30,
  /** End of a clause or paragraph: phrases do not cross it. */
  stop: 31,
  /** A letter of another script. */
  foreign: 32,
  count: 33,
} as const;

/** What a character becomes. `dropped` ones leave no trace: zero-width characters and combining accents. */
export interface Letter {
  readonly kind: 'letter' | 'digit' | 'space' | 'stop' | 'newline' | 'apostrophe' | 'dropped';
  /** For letters, otherwise 0. */
  readonly symbol: number;
  /** A stand-in that nobody types by chance: a zero-width character, a mathematical letter, a look-alike. */
  readonly altered: boolean;
  /** Counts as a letter of its own script unless the text around it is Latin. */
  readonly lookalike: boolean;
}

const invisible: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

/** White letters in black circles and squares, a to z: they have no decomposition. */
const enclosed = [0x1f150, 0x1f170];

const letterNamed = (char: string): number => char.charCodeAt(0) - 96;

function make(kind: Letter['kind'], of = 0, altered = false, lookalike = false): Letter {
  return { kind, symbol: of, altered, lookalike };
}

const space = make('space');
const stop = make('stop');

function classify(char: string, code: number): Letter {
  const lower = char.toLowerCase();
  if (lower >= 'a' && lower <= 'z' && lower.length === 1) return make('letter', letterNamed(lower));
  if (char >= '0' && char <= '9') return make('digit');
  if (char === '\n') return make('newline');
  if ("'’ʼ`´".includes(char)) return make('apostrophe');
  if ('.,;:!?…¿¡|。'.includes(char)) return stop;
  if (code < 0x80) return space;
  if (code >= 0x300 && code <= 0x36f) return make('dropped', 0, code >= 0x334 && code <= 0x338);
  if (isInvisible(code)) return make('dropped', 0, true);
  if (lower === 'ñ') return make('letter', symbol.enye);
  const known = resembled.get(char);
  if (known !== undefined) return make('letter', letterNamed(known), true, true);
  const base = char.normalize('NFKD').toLowerCase();
  const first = base[0] ?? '';
  if (first >= 'a' && first <= 'z') return make('letter', letterNamed(first), code >= 0x250);
  if (first >= '0' && first <= '9') return make('digit');
  if (/^\p{Mn}$/u.test(char)) return make('dropped', 0, true);
  for (const first of enclosed) if (code >= first && code < first + 26) return make('letter', code - first + 1, true);
  const special = ({ ß: 's', ø: 'o', ł: 'l', đ: 'd', æ: 'a', œ: 'o' } as Record<string, string>)[lower];
  if (special !== undefined) return make('letter', letterNamed(special));
  return /^\p{L}$/u.test(char) ? make('letter', symbol.foreign) : space;
}

/** Characters that are not drawn: soft hyphen, joiners, direction marks, variation selectors, fillers. */
function isInvisible(code: number): boolean {
  return invisible.some(([first, last]) => code >= first && code <= last);
}

const ascii: readonly Letter[] = Array.from({ length: 0x80 }, (_, code) => classify(String.fromCharCode(code), code));
const others = new Map<number, Letter>();
const mostKept = 4096;

/** What the code point stands for. Results are kept, up to a number that no ordinary text reaches. */
export function letterOf(code: number): Letter {
  if (code < 0x80) return ascii[code]!;
  let found = others.get(code);
  if (!found) {
    found = classify(String.fromCodePoint(code), code);
    if (others.size < mostKept) others.set(code, found);
  }
  return found;
}

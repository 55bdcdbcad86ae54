/** Finds words that were masked or respelled to slip through: `f***`, `$h!t`, `b1tch`, `f u c k`, `f.u.c.k`. */
import type { Span } from '../detector.ts';
import { letterOf, symbol } from '../shared/text/letters.ts';
import { expandPhrase } from '../shared/text/phrase.ts';

export interface DisguisedMatch<Data> extends Span {
  readonly data: Data;
}

export interface DisguiseFinder<Data> {
  /** Matches by start, without overlaps. */
  find(text: string): DisguisedMatch<Data>[];
}

interface Node<Data> {
  readonly id: number;
  readonly children: Map<number, Node<Data>>;
  word?: { readonly length: number; readonly data: Data };
}

// Letters that a character is written for.
const standsFor: Readonly<Record<string, string>> = {
  '@': 'a', '4': 'a', '3': 'e', '€': 'e', '1': 'il', '!': 'i', '|': 'il', '0': 'o', $: 's', '5': 's', '7': 't', '+': 't',
  '8': 'b', '9': 'g', '6': 'g', '(': 'c', '<': 'c', '¢': 'c', '⊂': 'c', '2': 'z', '#': 'h',
}; // prettier-ignore
/** Characters that hide a letter. */
const masks = '*#%&@$^~_-•×';
const separators = ' .-_*·,/';
const longestToken = 32;
/** A letter and the punctuation behind it. */
const longestLone = 8;

/** Compiles the words (as `expandPhrase` reads them; spaces in them do not count). */
export function buildDisguiseFinder<Data>(words: readonly { phrase: string; data: Data }[]): DisguiseFinder<Data> {
  let nodes = 1;
  const root: Node<Data> = { id: 0, children: new Map() };
  for (const { phrase, data } of words) {
    for (const word of expandPhrase(phrase)) {
      const letters = [...word].map((char) => letterOf(char.codePointAt(0)!)).filter(({ kind }) => kind === 'letter');
      let node = root;
      for (const letter of letters) {
        let child = node.children.get(letter.symbol);
        if (!child) {
          child = { id: nodes, children: new Map() };
          nodes += 1;
          node.children.set(letter.symbol, child);
        }
        node = child;
      }
      node.word ??= { length: letters.length, data };
    }
  }
  const lookUp = (token: string): Data | undefined =>
    mayStand(token) ? new Walk<Data>(token, nodes).from(root) : undefined;
  return {
    find(text) {
      const found: DisguisedMatch<Data>[] = [];
      let reach = 0;
      for (const { token, start, end } of candidates(text)) {
        // A piece of a compound that was a word as a whole: `sh1t-@`.
        if (start < reach) continue;
        const data = lookUp(token);
        if (data === undefined) continue;
        found.push({ start, end, data });
        reach = end;
      }
      return found;
    },
  };
}

/** Characters that may be part of a disguised word, by code; of those beyond ASCII any may. */
const usable = asciiTable((char) => /[a-z\d]/i.test(char) || standsFor[char] !== undefined || masks.includes(char));
/** Those that disguise a word. */
const disguising = asciiTable(
  (char) => !/[a-z]/i.test(char) && (standsFor[char] !== undefined || masks.includes(char)),
);

function asciiTable(fits: (char: string) => boolean): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (fits(String.fromCharCode(code)) ? 1 : 0));
}

/** Whether `Walk` could take it at all: most tokens of tables and logs hold more digits than letters, or other signs. */
function mayStand(token: string): boolean {
  let letters = 0;
  let digits = 0;
  for (let at = 0; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    if (code < 128 && usable[code] === 0) return false;
    if (code >= 48 && code <= 57) digits += 1;
    else if (code > 127 || (code >= 97 && code <= 122) || (code >= 65 && code <= 90)) letters += 1;
  }
  return digits <= letters;
}

interface Candidate extends Span {
  readonly token: string;
}

/** Tokens that mix letters with other characters, and letters standing alone one after the other. */
function* candidates(text: string): Generator<Candidate> {
  let single: Span[] = [];
  for (let at = 0; at < text.length;) {
    if (isWhite(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    let end = at;
    let odd = 0;
    let digits = 0;
    let lastOdd = at;
    while (end < text.length && !isWhite(text.charCodeAt(end))) {
      const code = text.charCodeAt(end);
      if (!((code >= 97 && code <= 122) || (code >= 65 && code <= 90))) {
        odd += 1;
        if (code >= 48 && code <= 57) digits += 1;
        lastOdd = end;
      }
      end += 1;
    }
    // Most tokens that are not all letters are a word with a mark of punctuation behind it.
    const plainNumber = digits > 0 && odd === end - at;
    const punctuated = odd === 1 && lastOdd === end - 1 && '.,;:?)"'.includes(text[lastOdd]!);
    const letterEnd = end - at > longestLone ? undefined : endOfLoneLetter(text, at, end);
    const lone = letterEnd !== undefined;
    const close = single.length === 0 || at - single.at(-1)!.end === gapOf(single, at);
    if (!(lone && close) && single.length > 0) {
      if (single.length >= fewestLone) yield* spelledOut(text, single);
      single = [];
    }
    if (lone) single.push({ start: at, end: letterEnd });
    else if (odd > 0 && !plainNumber && !punctuated && end - at <= longestToken) yield* oddToken(text, at, end);
    at = end;
  }
  if (single.length >= fewestLone) yield* spelledOut(text, single);
}

/** Fewer letters that stand alone are initials. */
const fewestLone = 4;

/** End of the letter where the token is one, with or without punctuation behind it. */
function endOfLoneLetter(text: string, start: number, end: number): number | undefined {
  if (!/[a-z*]/i.test(text[start]!) && standsFor[text[start]!] === undefined) return undefined;
  for (let at = start + 1; at < end; at += 1) if (!'.,;:!?'.includes(text[at]!)) return undefined;
  return start + 1;
}

/** Letters of one word stand equally far apart: a wider gap begins the next word. */
function gapOf(single: readonly Span[], at: number): number {
  return single.length > 1 ? single[1]!.start - single[0]!.end : Math.min(at - single[0]!.end, 2);
}

function* spelledOut(text: string, single: readonly Span[]): Generator<Candidate> {
  if (single.length > longestToken) return;
  const token = single.map(({ start }) => text[start]).join('');
  yield { token, start: single[0]!.start, end: single.at(-1)!.end };
}

function* oddToken(text: string, from: number, to: number): Generator<Candidate> {
  let start = from;
  let end = to;
  while (start < end && '"“”\'‘’([{<*_~>,;:¡¿-'.includes(text[start]!)) start += 1;
  while (end > start && '"“”\'‘’)]}>.,;:?!~'.includes(text[end - 1]!)) end -= 1;
  const token = text.slice(start, end);
  if (token.length < 3 || looksTechnical(token) || looksLikeMaskedName(token)) return;
  if (token.length >= 7 && isAlternating(token)) {
    yield { token: [...token].filter((_, index) => index % 2 === 0).join(''), start, end };
    return;
  }
  if (isDisguised(token)) yield { token, start, end };
  // Compounds and slashes: p1ss-poor, $h!t/crap.
  let begin = start;
  for (let at = start; at <= end; at += 1) {
    if (at < end && !'-/,'.includes(text[at]!)) continue;
    if (at - begin < end - start && at - begin >= 3 && isDisguised(text.slice(begin, at)))
      yield { token: text.slice(begin, at), start: begin, end: at };
    begin = at + 1;
  }
}

/** Addresses, links, file names, plain numbers. */
function looksTechnical(token: string): boolean {
  return token.includes('://') || token.includes('@.') || /@[a-z0-9-]+\.|^www\.|^[\d.,:/$%+-]+$/i.test(token);
}

/** `D***`: a name held back. */
function looksLikeMaskedName(token: string): boolean {
  return /^[A-EG-Z]\*+$/.test(token);
}

/** Every other character is the same separator: `f.u.c.k`. */
function isAlternating(token: string): boolean {
  const sign = token[1]!;
  if (!separators.includes(sign)) return false;
  for (let at = 3; at < token.length; at += 2) if (token[at] !== sign) return false;
  return true;
}

function isDisguised(token: string): boolean {
  for (let at = 0; at < token.length; at += 1) {
    const code = token.charCodeAt(at);
    if (code < 128 ? disguising[code] === 1 : standsFor[token[at]!] !== undefined || masks.includes(token[at]!))
      return true;
  }
  return false;
}

function isWhite(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x3000
  );
}

/** One token walked down the tree of words; each place in the token meets each node once, whatever the masks. */
class Walk<Data> {
  readonly #chars: readonly string[];
  readonly #nodes: number;
  readonly #seen = new Set<number>();

  constructor(token: string, nodes: number) {
    this.#chars = [...token.toLowerCase()].filter((char) => letterOf(char.codePointAt(0)!).kind !== 'dropped');
    this.#nodes = nodes;
  }

  from(root: Node<Data>): Data | undefined {
    return this.#step(0, root, { letters: 0, digits: 0, signs: 0, hidden: 0 });
  }

  #step(at: number, node: Node<Data>, tally: Tally): Data | undefined {
    const key = at * this.#nodes + node.id;
    if (this.#seen.has(key)) return undefined;
    this.#seen.add(key);
    if (at === this.#chars.length)
      return node.word && isPlausible(tally, node.word.length) ? node.word.data : undefined;
    const char = this.#chars[at]!;
    const letter = letterOf(char.codePointAt(0)!);
    if (letter.kind === 'letter' && letter.symbol !== symbol.foreign) {
      const found = this.#take(at, node, letter.symbol, { ...tally, letters: tally.letters + 1 });
      if (found !== undefined) return found;
      // fuuuck: the letter once more
      if (at > 0 && this.#chars[at - 1] === char) {
        const again = this.#step(at + 1, node, tally);
        if (again !== undefined) return again;
      }
    }
    const digit = char >= '0' && char <= '9';
    for (const written of standsFor[char] ?? '') {
      const more = digit ? { digits: tally.digits + 1 } : { signs: tally.signs + 1 };
      const found = this.#take(at, node, written.charCodeAt(0) - 96, { ...tally, ...more });
      if (found !== undefined) return found;
    }
    if (!masks.includes(char)) return undefined;
    for (const child of node.children.values()) {
      const found = this.#step(at + 1, child, { ...tally, hidden: tally.hidden + 1 });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #take(at: number, node: Node<Data>, of: number, tally: Tally): Data | undefined {
    const child = node.children.get(of);
    return child && this.#step(at + 1, child, tally);
  }
}

interface Tally {
  readonly letters: number;
  readonly digits: number;
  readonly signs: number;
  readonly hidden: number;
}

/** Whether so much of the word still stands that chance is unlikely: room and part numbers hold digits, tables hold stars. */
function isPlausible({ letters, digits, signs, hidden }: Tally, length: number): boolean {
  const shown = letters + digits + signs;
  if (digits > 0 && (length < 4 || letters < digits)) return false;
  if (letters === 0) return digits === 0 && length >= 4 && signs >= 3;
  if (hidden === 0) return true;
  if (length < 4) return false;
  return shown >= 2 ? hidden <= Math.max(3, length - 3) : hidden >= 3;
}

/** Finds many phrases at once in folded text (Aho and Corasick 1975): linear in the text, whatever the number of phrases. */
import type { ExtractedPart, Span } from '../../detector.ts';
import { foldPart, foldPieces, type FoldedText } from './fold.ts';
import { letterOf, symbol } from './letters.ts';
import { expandPhrase } from './phrase.ts';

export interface Term<Data> {
  /**
   * Words as `expandPhrase` reads them; `#` stands for a number, `$` for an amount of money. Letters may be stretched in the text.
   * `*` at an end lets the match lie inside a longer word.
   */
  readonly phrase: string;
  readonly data: Data;
  /** Doubled letters count as well, not only three or more in a row: for words that no innocent word comes near. */
  readonly loose?: boolean;
  /** Only where the text has it in lower or all upper case: `dick`, not the name. */
  readonly notAsName?: boolean;
}

/** `start` and `end` are UTF-16 offsets into the text. */
export interface LexiconMatch<Data> extends Span {
  readonly data: Data;
  /** Written with look-alikes, zero-width characters or stretched letters. */
  readonly disguised: boolean;
}

export interface Lexicon<Data> {
  /** All matches, by start; where one lies inside another of the same data, the longer one only. */
  find(text: string): LexiconMatch<Data>[];
  findInPart(part: ExtractedPart): LexiconMatch<Data>[];
}

interface Pattern<Data> {
  readonly term: Term<Data>;
  readonly symbols: readonly number[];
  readonly runs: readonly number[];
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** Compiles the automaton; do it once, at start-up. */
export function buildLexicon<Data>(terms: readonly Term<Data>[]): Lexicon<Data> {
  const patterns = terms.flatMap((term) => expandPhrase(term.phrase).map((phrase) => compile(phrase, term)));
  const { next, outputs } = buildAutomaton(patterns.map((pattern) => pattern.symbols));
  const ending = Uint8Array.from(outputs, (ended) => (ended.length > 0 ? 1 : 0));

  const matchPiece = (text: FoldedText, after: number, found: LexiconMatch<Data>[], source: string): void => {
    const { symbols, length } = text;
    let state = 0;
    for (let at = 0; at < length; at += 1) {
      state = next[state * symbol.count + symbols[at]!]!;
      if (ending[state] === 0) continue;
      for (const index of outputs[state]!) {
        const match = check(patterns[index]!, text, at, source);
        if (match && match.end > after) found.push(match);
      }
    }
  };
  const findIn = (pieces: Iterable<FoldedText>, source: string): LexiconMatch<Data>[] => {
    const found: LexiconMatch<Data>[] = [];
    let after = 0;
    for (const piece of pieces) {
      matchPiece(piece, after, found, source);
      after = piece.length > 0 ? piece.ends[piece.length - 1]! : after;
    }
    return withoutInner(found);
  };
  return {
    find: (text) => findIn(foldPieces(text), text),
    findInPart: (part) => findIn(foldPart(part), part.text),
  };
}

function compile<Data>(phrase: string, term: Term<Data>): Pattern<Data> {
  const openStart = phrase.startsWith('*');
  const openEnd = phrase.endsWith('*');
  const symbols: number[] = [];
  const runs: number[] = [];
  let joined = true;
  for (const char of phrase.slice(openStart ? 1 : 0, openEnd ? -1 : undefined)) {
    const letter = letterOf(char.codePointAt(0)!);
    if (letter.kind === 'apostrophe') {
      joined = false;
      continue;
    }
    const of =
      { '#': symbol.number, $: symbol.money }[char] ?? (letter.kind === 'letter' ? letter.symbol : symbol.space);
    if (joined && of === symbols.at(-1) && of !== symbol.number && of !== symbol.money) runs[runs.length - 1]! += 1;
    else {
      symbols.push(of);
      runs.push(1);
    }
    joined = true;
  }
  return { term, symbols, runs, openStart, openEnd };
}

function check<Data>(
  pattern: Pattern<Data>,
  text: FoldedText,
  last: number,
  source: string,
): LexiconMatch<Data> | undefined {
  const first = last - pattern.symbols.length + 1;
  if (!pattern.openStart && first > 0 && isWordy(text.symbols[first - 1]!)) return undefined;
  if (!pattern.openEnd && last + 1 < text.length && isWordy(text.symbols[last + 1]!)) return undefined;
  let disguised = false;
  for (let i = 0; i < pattern.symbols.length; i += 1) {
    const of = pattern.symbols[i]!;
    if (of > symbol.enye) continue;
    const run = text.runs[first + i]!;
    const wanted = pattern.runs[i]!;
    const open = (i === 0 && pattern.openStart) || (i === pattern.symbols.length - 1 && pattern.openEnd);
    if (run < wanted) return undefined;
    if (run > wanted && !open) {
      if (run < 3 && !pattern.term.loose) return undefined;
      disguised = true;
    }
    if (text.altered[first + i] === 1) disguised = true;
  }
  const start = text.starts[first]!;
  const end = text.ends[last]!;
  if (pattern.term.notAsName && looksLikeName(source.slice(start, end))) return undefined;
  return { start, end, data: pattern.term.data, disguised };
}

function isWordy(of: number): boolean {
  return of !== symbol.space && of !== symbol.stop;
}

/** A capital followed by a small letter. */
function looksLikeName(word: string): boolean {
  return /^\p{Lu}\p{Ll}/u.test(word);
}

function withoutInner<Data>(found: LexiconMatch<Data>[]): LexiconMatch<Data>[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const reach = new Map<Data, number>();
  return found.filter((match) => {
    if (match.end <= (reach.get(match.data) ?? -1)) return false;
    reach.set(match.data, match.end);
    return true;
  });
}

const none: readonly number[] = [];

/** Full transition table, `symbol.count` columns a state, and the patterns that end in each state. */
function buildAutomaton(patterns: readonly (readonly number[])[]): {
  next: Int32Array;
  outputs: (readonly number[])[];
} {
  const { next, outputs } = buildTrie(patterns);
  const fallback = new Int32Array(outputs.length);
  const order = new Int32Array(outputs.length);
  let queued = 0;
  for (let of = 0; of < symbol.count; of += 1) {
    const child = next[of]!;
    if (child !== 0) order[queued++] = child;
  }
  for (let i = 0; i < queued; i += 1) {
    const state = order[i]!;
    const back = fallback[state]!;
    const ended = outputs[back]!;
    if (ended.length > 0) outputs[state] = outputs[state]!.length > 0 ? [...outputs[state]!, ...ended] : ended;
    const [row, backRow] = [state * symbol.count, back * symbol.count];
    for (let of = 0; of < symbol.count; of += 1) {
      const child = next[row + of]!;
      const through = next[backRow + of]!;
      if (child === 0) next[row + of] = through;
      else {
        fallback[child] = through;
        order[queued++] = child;
      }
    }
  }
  return { next, outputs };
}

/** The phrases as a tree, state 0 its root; 0 also where it has no branch. Most phrases share beginnings, so the table grows as needed. */
function buildTrie(patterns: readonly (readonly number[])[]): { next: Int32Array; outputs: (readonly number[])[] } {
  let next = new Int32Array(1024 * symbol.count);
  const outputs: (readonly number[])[] = [none];
  for (const [index, pattern] of patterns.entries()) {
    let state = 0;
    for (const of of pattern) {
      const slot = state * symbol.count + of;
      if (next[slot] === 0) {
        next[slot] = outputs.length;
        outputs.push(none);
        if (outputs.length * symbol.count > next.length) {
          const larger = new Int32Array(2 * next.length);
          larger.set(next);
          next = larger;
        }
      }
      state = next[slot]!;
    }
    outputs[state] = [...outputs[state]!, index];
  }
  return { next: next.slice(0, outputs.length * symbol.count), outputs };
}

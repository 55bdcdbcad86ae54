/** Finds phrases in text: disguises undone, whole words, names told apart. */
import type { ExtractedPart, Span } from '../../detector.ts';
import type { FoldedText } from './fold.ts';
import { isWordy } from './phrase-automaton.ts';
import { columnsOf, numberOfPhrase, searchPart, searchText, type SearchedPiece } from './joint-phrases.ts';
import { letterOf, symbol } from './letters.ts';
import { expandPhrase } from './phrase.ts';
import { lexiconKey, type PhraseColumns } from './prepared-phrases.ts';

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

/**
 * All ways to write the terms, in columns: a list of a hundred thousand is a few arrays, and nothing that a collector of garbage must walk.
 * An entry a way, in the order of the terms; its symbols end where the next one's begin.
 */
interface Patterns extends PhraseColumns {
  /** The first way that has the symbols of a phrase, by the phrase's number, and the next one that has the same; -1: none. */
  readonly firstOf: Int32Array;
  readonly nextOf: Int32Array;
}

/** Adds the phrases to those that parts are searched for; do it once, at start-up. */
export function buildLexicon<Data>(terms: readonly Term<Data>[]): Lexicon<Data> {
  const phrases = terms.map(({ phrase }) => phrase);
  const patterns = indexed(columnsOf(lexiconKey(phrases), () => buildColumns(phrases)));
  const { firstOf, nextOf, term } = patterns;
  const findIn = (pieces: Iterable<SearchedPiece>, source: string): LexiconMatch<Data>[] => {
    const found: LexiconMatch<Data>[] = [];
    let after = 0;
    for (const {
      folded,
      found: { count, ends, phrases },
    } of pieces) {
      for (let i = 0; i < count; i += 1) {
        const phrase = phrases[i]!;
        if (phrase >= firstOf.length) continue;
        for (let at = firstOf[phrase]!; at >= 0; at = nextOf[at]!) {
          const match = check(patterns, { at, term: terms[term[at]!]! }, { text: folded, last: ends[i]! }, source);
          if (match && match.end > after) found.push(match);
        }
      }
      after = folded.length > 0 ? folded.ends[folded.length - 1]! : after;
    }
    return withoutInner(found);
  };
  return {
    find: (text) => findIn(searchText(text), text),
    findInPart: (part) => findIn(searchPart(part), part.text),
  };
}

function buildColumns(terms: readonly string[]): PhraseColumns {
  const columns: Record<keyof PhraseColumns, number[]> = {
    ...{ term: [], begin: [0], openStart: [], openEnd: [], symbols: [], runs: [], numbers: [] },
  };
  for (const [term, written] of terms.entries())
    for (const phrase of expandPhrase(written)) {
      const openStart = phrase.startsWith('*');
      const openEnd = phrase.endsWith('*');
      const from = columns.symbols.length;
      addSymbols(openStart || openEnd ? phrase.slice(Number(openStart), openEnd ? -1 : undefined) : phrase, columns);
      columns.numbers.push(numberOfPhrase(columns.symbols, from, { openStart, openEnd }));
      columns.term.push(term);
      columns.begin.push(columns.symbols.length);
      columns.openStart.push(Number(openStart));
      columns.openEnd.push(Number(openEnd));
    }
  return {
    term: Uint32Array.from(columns.term),
    begin: Uint32Array.from(columns.begin),
    openStart: Uint8Array.from(columns.openStart),
    openEnd: Uint8Array.from(columns.openEnd),
    symbols: Uint8Array.from(columns.symbols),
    runs: Uint8Array.from(columns.runs),
    numbers: Uint32Array.from(columns.numbers),
  };
}

function indexed(columns: PhraseColumns): Patterns {
  const { numbers } = columns;
  let phrases = 0;
  for (let at = 0; at < numbers.length; at += 1) phrases = Math.max(phrases, numbers[at]! + 1);
  const firstOf = new Int32Array(phrases).fill(-1);
  const nextOf = new Int32Array(numbers.length);
  for (let at = numbers.length - 1; at >= 0; at -= 1) {
    nextOf[at] = firstOf[numbers[at]!]!;
    firstOf[numbers[at]!] = at;
  }
  return { ...columns, firstOf, nextOf };
}

const numberSign = '#'.charCodeAt(0);
const moneySign = '$'.charCodeAt(0);

/** Appends the symbols of a phrase, each with the number of times that it stands in a row. */
function addSymbols(phrase: string, { symbols, runs }: Readonly<Record<'symbols' | 'runs', number[]>>): void {
  let joined = false;
  for (let at = 0; at < phrase.length; at += 1) {
    const code = phrase.codePointAt(at)!;
    if (code > 0xffff) at += 1;
    const { kind, symbol: own } = letterOf(code);
    if (kind === 'apostrophe') {
      joined = false;
      continue;
    }
    const stands = code === numberSign || code === moneySign;
    const letter = kind === 'letter' ? own : symbol.space;
    const of = code === numberSign ? symbol.number : code === moneySign ? symbol.money : letter;
    if (joined && !stands && of === symbols[symbols.length - 1]) runs[runs.length - 1]! += 1;
    else {
      symbols.push(of);
      runs.push(1);
    }
    joined = true;
  }
}

function check<Data>(
  { begin, openStart, openEnd, symbols, runs }: Patterns,
  { at, term }: { at: number; term: Term<Data> },
  { text, last }: { text: FoldedText; last: number },
  source: string,
): LexiconMatch<Data> | undefined {
  const from = begin[at]!;
  const length = begin[at + 1]! - from;
  const first = last - length + 1;
  if (openStart[at] === 0 && first > 0 && isWordy(text.symbols[first - 1]!)) return undefined;
  if (openEnd[at] === 0 && last + 1 < text.length && isWordy(text.symbols[last + 1]!)) return undefined;
  let disguised = false;
  for (let i = 0; i < length; i += 1) {
    if (symbols[from + i]! > symbol.enye) continue;
    const run = text.runs[first + i]!;
    const wanted = runs[from + i]!;
    const open = (i === 0 && openStart[at] === 1) || (i === length - 1 && openEnd[at] === 1);
    if (run < wanted) return undefined;
    if (run > wanted && !open) {
      if (run < 3 && !term.loose) return undefined;
      disguised = true;
    }
    if (text.altered[first + i] === 1) disguised = true;
  }
  const start = text.starts[first]!;
  const end = text.ends[last]!;
  if (term.notAsName && looksLikeName(source.slice(start, end))) return undefined;
  return { start, end, data: term.data, disguised };
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

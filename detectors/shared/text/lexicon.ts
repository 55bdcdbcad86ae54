/** Finds phrases in text: disguises undone, whole words, names told apart. */
import type { ExtractedPart, Span } from '../../detector.ts';
import type { FoldedText } from './fold.ts';
import { isWordy } from './phrase-automaton.ts';
import { numberOfPhrase, searchPart, searchText, type SearchedPiece } from './joint-phrases.ts';
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

/** Adds the phrases to those that parts are searched for; do it once, at start-up. */
export function buildLexicon<Data>(terms: readonly Term<Data>[]): Lexicon<Data> {
  const all = terms.flatMap((term) => expandPhrase(term.phrase).map((phrase) => compile(phrase, term)));
  const numbers = all.map((pattern) => numberOfPhrase(pattern.symbols, pattern));
  /** By number of the phrase; allocated at once, since an array with large gaps is slow. */
  const patterns = new Array<Pattern<Data>[] | undefined>(numbers.reduce((most, of) => Math.max(most, of + 1), 0));
  for (let at = 0; at < all.length; at += 1) (patterns[numbers[at]!] ??= []).push(all[at]!);

  const findIn = (pieces: Iterable<SearchedPiece>, source: string): LexiconMatch<Data>[] => {
    const found: LexiconMatch<Data>[] = [];
    let after = 0;
    for (const {
      folded,
      found: { count, ends, phrases },
    } of pieces) {
      for (let i = 0; i < count; i += 1) {
        const ended = patterns[phrases[i]!];
        if (ended === undefined) continue;
        for (let each = 0; each < ended.length; each += 1) {
          const match = check(ended[each]!, folded, ends[i]!, source);
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

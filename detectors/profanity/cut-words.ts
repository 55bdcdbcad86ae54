/** Finds words that were cut in pieces to slip through: `f uck`, `sh it`, `wan k ers`, `b.astard`. */
import type { Span } from '../detector.ts';

export interface CutWord<Data> extends Span {
  readonly data: Data;
}

/** Letters of one piece; what stands between pieces is one space or one of these signs. */
const piece = /[a-z]+/gi;
const between = ' .-_/';
const mostPieces = 4;
/** Longer pieces without a vowel are abbreviations. */
const longestScrap = 3;

/**
 * Words of the map that are written in two to four pieces. One piece at least is a scrap: no word has no vowel, so that
 * "was hit" and "as shown" are left alone.
 * @param words small letters only
 * @param innocent pieces joined by a space that mean something else: `s hit`
 */
export function findCutWords<Data>(
  text: string,
  words: ReadonlyMap<string, Data>,
  innocent: ReadonlySet<string>,
): CutWord<Data>[] {
  const found: CutWord<Data>[] = [];
  let run: Span[] = [];
  for (const match of text.matchAll(piece)) {
    const span = { start: match.index, end: match.index + match[0].length };
    const last = run.at(-1);
    if (last && !(span.start === last.end + 1 && between.includes(text[last.end]!))) {
      search(text, run, words, innocent, found);
      run = [];
    }
    run.push(span);
  }
  search(text, run, words, innocent, found);
  return found;
}

function search<Data>(
  text: string,
  run: readonly Span[],
  words: ReadonlyMap<string, Data>,
  innocent: ReadonlySet<string>,
  found: CutWord<Data>[],
): void {
  let next = 0;
  for (let at = 0; at < run.length; at += 1) {
    if (!isScrap(text, run[at]!)) continue;
    const match = around(text, run, at, next, words, innocent);
    if (!match) continue;
    found.push({ start: run[match.from]!.start, end: run[match.to]!.end, data: match.data });
    next = match.to + 1;
    at = match.to;
  }
}

function around<Data>(
  text: string,
  run: readonly Span[],
  at: number,
  first: number,
  words: ReadonlyMap<string, Data>,
  innocent: ReadonlySet<string>,
): { from: number; to: number; data: Data } | undefined {
  for (let from = Math.max(first, at - mostPieces + 1); from <= at; from += 1) {
    if (isJoined(text, run[from]!.start - 1)) continue;
    let pieces = text.slice(run[from]!.start, run[from]!.end).toLowerCase();
    for (let to = from + 1; to < Math.min(run.length, from + mostPieces); to += 1) {
      pieces += ` ${text.slice(run[to]!.start, run[to]!.end).toLowerCase()}`;
      if (to < at || isJoined(text, run[to]!.end)) continue;
      const data = words.get(pieces.replaceAll(' ', ''));
      if (data !== undefined && !innocent.has(pieces)) return { from, to, data };
    }
  }
  return undefined;
}

/** A letter or two that are no word: "f", "ck", "tch". */
function isScrap(text: string, { start, end }: Span): boolean {
  return end - start <= longestScrap && !/[aeiouy]/i.test(text.slice(start, end));
}

/** An apostrophe, a digit or a letter with an accent belongs to the piece beside it. */
function isJoined(text: string, at: number): boolean {
  return /['’`´\p{L}\p{N}@]/u.test(text[at] ?? ' ');
}

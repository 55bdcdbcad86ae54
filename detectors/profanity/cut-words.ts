/** Finds words that were cut in pieces to slip through: `f uck`, `sh it`, `wan k ers`, `b.astard`. */
import type { Span } from '../detector.ts';

export interface CutWord<Data> extends Span {
  readonly data: Data;
}

/** What stands between pieces is one space or one of these signs. */
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
  for (let at = 0; at < text.length;) {
    if (!isLetter(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    let pieces = 0;
    let scraps = 0;
    for (;;) {
      const end = endOfPiece(text, at);
      pieces += 1;
      if (isScrap(text, at, end)) scraps += 1;
      at = end + 1;
      if (!(isLetter(text.charCodeAt(at)) && between.includes(text[end]!))) break;
    }
    if (pieces > 1 && scraps > 0) search(text, piecesFrom(text, start, pieces), words, innocent, found);
  }
  return found;
}

/** Pieces are letters of ASCII. */
function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function endOfPiece(text: string, start: number): number {
  let end = start + 1;
  while (isLetter(text.charCodeAt(end))) end += 1;
  return end;
}

function piecesFrom(text: string, from: number, count: number): Span[] {
  const pieces: Span[] = [];
  for (let start = from; pieces.length < count;) {
    const end = endOfPiece(text, start);
    pieces.push({ start, end });
    start = end + 1;
  }
  return pieces;
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
    if (!isScrap(text, run[at]!.start, run[at]!.end)) continue;
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
function isScrap(text: string, start: number, end: number): boolean {
  if (end - start > longestScrap) return false;
  for (let at = start; at < end; at += 1) if (vowels.includes(text[at]!)) return false;
  return true;
}

const vowels = 'aeiouyAEIOUY';

/** An apostrophe, a digit or a letter with an accent belongs to the piece beside it. */
function isJoined(text: string, at: number): boolean {
  return /['’`´\p{L}\p{N}@]/u.test(text[at] ?? ' ');
}

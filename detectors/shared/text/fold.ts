/** Folds text into the symbols that lexicons are matched on: case, accents, look-alikes and stretched letters undone, each with its place. */
import type { ExtractedPart, Span } from '../../detector.ts';
import { letterOf, symbol, type Letter } from './letters.ts';
import { machineText } from './machine-text.ts';
import { firstEndingAfter } from './sorted-spans.ts';

/** One entry a symbol: a run of the same letter is one symbol, so is a number, and so is white space. */
export interface FoldedText {
  readonly length: number;
  readonly symbols: Uint8Array;
  /** How often the letter stands in a row, at most 255. */
  readonly runs: Uint8Array;
  /** UTF-16 offsets into the text. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 where a look-alike or zero-width character was undone. */
  readonly altered: Uint8Array;
}

/** Text longer than this is folded piece by piece, so that memory stays small beside the text. */
const pieceLength = 65_536;
/** Pieces overlap, so that no phrase is lost at their border. */
const overlap = 512;

const folded = new WeakMap<ExtractedPart, readonly FoldedText[]>();

/** Longer parts are folded anew for each lexicon: what is kept takes eleven bytes a character. */
const keptLength = 2_000_000;

/** The folded text of a part, kept while the part lives, since every lexicon asks for it. */
export function foldPart(part: ExtractedPart): Iterable<FoldedText> {
  if (part.text.length > keptLength) return foldPieces(part.text);
  let known = folded.get(part);
  if (!known) {
    known = [...foldPieces(part.text)];
    folded.set(part, known);
  }
  return known;
}

/** Folded pieces of a text, in order. Consecutive ones overlap by some hundred characters. */
export function* foldPieces(text: string): Generator<FoldedText> {
  const machine = machineText(text);
  for (let from = 0; ;) {
    const to = endOfPiece(text, from);
    yield fold(text, from, to, machine);
    if (to === text.length) return;
    from = to - overlap;
  }
}

/** At white space where there is any, so that no word is cut. */
function endOfPiece(text: string, from: number): number {
  const most = from + pieceLength;
  if (most >= text.length) return text.length;
  for (let at = most; at > most - overlap; at -= 1) if (text[at] === ' ' || text[at] === '\n') return at;
  return most;
}

/**
 * Folds `text.slice(from, to)`; offsets are those of the whole text.
 * @param machine runs that nobody reads, sorted: each becomes one foreign letter
 */
export function fold(
  text: string,
  from = 0,
  to = text.length,
  machine: readonly Span[] = machineText(text),
): FoldedText {
  const size = to - from + 1;
  const symbols = new Uint8Array(size);
  const runs = new Uint8Array(size);
  const starts = new Uint32Array(size);
  const ends = new Uint32Array(size);
  const altered = new Uint8Array(size);
  let latin: boolean | undefined;
  let last = -1;
  let newlines = 0;
  // An apostrophe inside a word is dropped but ends a run: "boss's" is no stretched "boss".
  let joined = true;
  let pendingAltered = 0;
  let nextMachine = firstEndingAfter(machine, from);

  for (let at = from; at < to;) {
    if (nextMachine < machine.length && at >= machine[nextMachine]!.start) {
      const end = Math.min(machine[nextMachine]!.end, to);
      push(symbol.foreign, at, end);
      joined = false;
      nextMachine += 1;
      at = end;
      continue;
    }
    const unit = text.charCodeAt(at);
    const plain = unit < 128 ? plainLetters[unit]! : 0;
    if (plain > 0) {
      if (last >= 0 && joined && symbols[last] === plain) {
        if (runs[last]! < 255) runs[last]! += 1;
        ends[last] = at + 1;
      } else push(plain, at, at + 1);
      if (pendingAltered) {
        altered[last] = 1;
        pendingAltered = 0;
      }
      joined = true;
      newlines = 0;
      at += 1;
    } else if (unit === 32) {
      separate(symbol.space, at, at + 1);
      at += 1;
    } else if (isDigit(unit)) {
      at = foldNumber(at, at + 1);
    } else at = foldOther(at);
  }
  return { length: last + 1, symbols, runs, starts, ends, altered };

  /** Anything but a letter of ASCII or a space; gives where to go on. */
  function foldOther(at: number): number {
    const code = text.codePointAt(at)!;
    const end = Math.min(at + (code > 0xffff ? 2 : 1), to);
    const letter: Letter = letterOf(code);
    const before = last < 0 ? symbol.space : symbols[last]!;
    switch (letter.kind) {
      case 'letter': {
        latin ??= isMostlyLatin(text, from, to);
        const foreign = letter.lookalike && !latin;
        const of = foreign ? symbol.foreign : letter.symbol;
        if (of === before && joined && last >= 0) {
          if (runs[last]! < 255) runs[last]! += 1;
          ends[last] = end;
        } else push(of, at, end);
        if ((letter.altered && !foreign) || pendingAltered) altered[last] = 1;
        pendingAltered = 0;
        joined = true;
        break;
      }
      case 'digit':
        return foldNumber(at, end);
      case 'apostrophe':
        if (isLetter(before) && letterFollows(text, end, to)) joined = false;
        else separate(symbol.space, at, end);
        break;
      case 'dropped':
        if (letter.altered && isLetter(before)) pendingAltered = 1;
        break;
      case 'newline':
        newlines += 1;
        separate(newlines > 1 || startsItem(text, end, to) ? symbol.stop : symbol.space, at, end);
        break;
      case 'stop':
        separate(symbol.stop, at, end);
        break;
      case 'space':
        separate(symbol.space, at, end);
        break;
    }
    if (letter.kind === 'letter' || letter.kind === 'stop') newlines = 0;
    return end;
  }

  function foldNumber(at: number, end: number): number {
    const before = last < 0 ? symbol.space : symbols[last]!;
    const sign = at > 0 ? text[at - 1] : ' ';
    const money = (sign === '$' || sign === '€') && (before === symbol.space || before === symbol.stop);
    const after = endOfNumber(text, end, to);
    push(money ? symbol.money : symbol.number, money ? at - 1 : at, after);
    joined = true;
    return after;
  }

  function push(of: number, start: number, end: number): void {
    last += 1;
    symbols[last] = of;
    runs[last] = 1;
    starts[last] = start;
    ends[last] = end;
  }

  function separate(of: number, start: number, end: number): void {
    pendingAltered = 0;
    joined = true;
    const before = last < 0 ? 0 : symbols[last]!;
    if (before === symbol.space || before === symbol.stop) {
      if (of === symbol.stop) symbols[last] = symbol.stop;
      ends[last] = end;
    } else push(of, start, end);
  }
}

/** Symbols of the letters of ASCII; 0 for what is none. */
const plainLetters = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = letterOf(code);
  return letter.kind === 'letter' ? letter.symbol : 0;
});

export function isLetter(of: number): boolean {
  return (of > 0 && of <= symbol.enye) || of === symbol.foreign;
}

function isMostlyLatin(text: string, from: number, to: number): boolean {
  let latin = 0;
  let other = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) latin += 1;
    else if (code >= 0x370 && code <= 0x58f) other += 1;
  }
  return latin >= other;
}

/** `1,204`, `4.30`, `3:15` and `24/7` are one number each. */
function endOfNumber(text: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    if (isDigit(text.charCodeAt(at))) at += 1;
    else if (at + 1 < to && joinsDigits(text.charCodeAt(at)) && isDigit(text.charCodeAt(at + 1))) at += 2;
    else break;
  }
  return at;
}

/** A comma, a full stop, a slash or a colon. */
function joinsDigits(code: number): boolean {
  return code === 44 || code === 46 || code === 47 || code === 58;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function letterFollows(text: string, at: number, to: number): boolean {
  return at < to && letterOf(text.codePointAt(at)!).kind === 'letter';
}

/** The next line is empty or begins a list item or quotation. */
function startsItem(text: string, at: number, to: number): boolean {
  return at < to && '-*•>\n'.includes(text[at]!);
}

/** Folds one stretch of text into symbols with their places, one character after the other. */
import type { Span } from '../../detector.ts';
import { letterOf, symbol, type Letter } from './letters.ts';
import { firstEndingAfter } from './sorted-spans.ts';

/** One entry for each symbol: a run of the same letter is one symbol, and so are a number and white space. */
export interface FoldedText {
  readonly length: number;
  readonly symbols: Uint8Array;
  /** Length of the run of the letter, at most 255. */
  readonly runs: Uint8Array;
  /** UTF-16 offsets into the text. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 where a look-alike or a zero-width character was undone. */
  readonly altered: Uint8Array;
}

export class TextFolder {
  private readonly text: string;
  private readonly from: number;
  private readonly to: number;
  private readonly symbols: Uint8Array;
  private readonly runs: Uint8Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly altered: Uint8Array;
  private latin: boolean | undefined;
  /** Index of the last symbol. */
  private last = -1;
  private newlines = 0;
  /** False after an apostrophe inside a word, which is dropped but ends a run: "boss's" is no stretched "boss". */
  private joined = true;
  private pendingAltered = false;

  /** Folds `text.slice(from, to)`; offsets are those of the whole text. */
  constructor(text: string, from: number, to: number) {
    this.text = text;
    this.from = from;
    this.to = to;
    const size = to - from + 1;
    this.symbols = new Uint8Array(size);
    this.runs = new Uint8Array(size);
    this.starts = new Uint32Array(size);
    this.ends = new Uint32Array(size);
    this.altered = new Uint8Array(size);
  }

  /** @param machine runs that nobody reads, sorted: each becomes one foreign letter */
  fold(machine: readonly Span[]): FoldedText {
    const { text, to, symbols, runs, starts, ends, altered } = this;
    let nextMachine = firstEndingAfter(machine, this.from);
    for (let at = this.from; at < to;) {
      const run = machine[nextMachine];
      if (run && at >= run.start) {
        const end = Math.min(run.end, to);
        this.push(symbol.foreign, at, end);
        this.joined = false;
        nextMachine += 1;
        at = end;
        continue;
      }
      const unit = text.charCodeAt(at);
      const plain = unit < 128 ? plainLetters[unit]! : 0;
      if (plain > 0) {
        this.letter(plain, at, at + 1, false);
        this.newlines = 0;
        at += 1;
      } else if (unit === 32) {
        this.separate(symbol.space, at, at + 1);
        at += 1;
      } else if (isDigit(unit)) at = this.number(at, at + 1);
      else at = this.other(at);
    }
    return { length: this.last + 1, symbols, runs, starts, ends, altered };
  }

  /** Folds any character but a letter of ASCII or a space. @returns the offset after it */
  private other(at: number): number {
    const { text, to } = this;
    const code = text.codePointAt(at)!;
    const end = Math.min(at + (code > 0xffff ? 2 : 1), to);
    const letter: Letter = letterOf(code);
    const before = this.last < 0 ? symbol.space : this.symbols[this.last]!;
    switch (letter.kind) {
      case 'letter': {
        this.latin ??= isMostlyLatin(text, this.from, to);
        const foreign = letter.lookalike && !this.latin;
        this.letter(foreign ? symbol.foreign : letter.symbol, at, end, letter.altered && !foreign);
        break;
      }
      case 'digit':
        return this.number(at, end);
      case 'apostrophe':
        if (isLetter(before) && letterFollows(text, end, to)) this.joined = false;
        else this.separate(symbol.space, at, end);
        break;
      case 'dropped':
        if (letter.altered && isLetter(before)) this.pendingAltered = true;
        break;
      case 'newline':
        this.newlines += 1;
        this.separate(this.newlines > 1 || startsItem(text, end, to) ? symbol.stop : symbol.space, at, end);
        break;
      case 'stop':
        this.separate(symbol.stop, at, end);
        break;
      case 'space':
        this.separate(symbol.space, at, end);
        break;
    }
    if (letter.kind === 'letter' || letter.kind === 'stop') this.newlines = 0;
    return end;
  }

  /** Begins a run of a letter, or makes the last one longer. */
  private letter(of: number, start: number, end: number, isAltered: boolean): void {
    const { last } = this;
    if (last >= 0 && this.joined && this.symbols[last] === of) {
      if (this.runs[last]! < 255) this.runs[last]! += 1;
      this.ends[last] = end;
    } else this.push(of, start, end);
    if (isAltered || this.pendingAltered) this.altered[this.last] = 1;
    this.pendingAltered = false;
    this.joined = true;
  }

  private number(at: number, end: number): number {
    const before = this.last < 0 ? symbol.space : this.symbols[this.last]!;
    const sign = at > 0 ? this.text[at - 1] : ' ';
    const money = (sign === '$' || sign === '€') && (before === symbol.space || before === symbol.stop);
    const after = endOfNumber(this.text, end, this.to);
    this.push(money ? symbol.money : symbol.number, money ? at - 1 : at, after);
    this.joined = true;
    return after;
  }

  private push(of: number, start: number, end: number): void {
    this.last += 1;
    this.symbols[this.last] = of;
    this.runs[this.last] = 1;
    this.starts[this.last] = start;
    this.ends[this.last] = end;
  }

  private separate(of: number, start: number, end: number): void {
    this.pendingAltered = false;
    this.joined = true;
    const { last } = this;
    const before = last < 0 ? 0 : this.symbols[last]!;
    if (before === symbol.space || before === symbol.stop) {
      if (of === symbol.stop) this.symbols[last] = symbol.stop;
      this.ends[last] = end;
    } else this.push(of, start, end);
  }
}

/** Symbols of the letters of ASCII; 0 for other characters. */
const plainLetters = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = letterOf(code);
  return letter.kind === 'letter' ? letter.symbol : 0;
});

/** Whether a symbol is a letter, of any script. */
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

/** Whether the next line is empty or begins a list item or a quotation. */
function startsItem(text: string, at: number, to: number): boolean {
  return at < to && '-*•>\n'.includes(text[at]!);
}

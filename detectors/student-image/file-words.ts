/** Cuts the name of a file or a caption into words, as people and programs put names together: signs, capitals, escapes. */
import { foldName, type Word } from '../shared/people/names.ts';

export interface FileWords {
  /** Runs of letters, as `maya`, `vang` of `maya-vang_5b`; offsets are those of the text. */
  readonly whole: readonly Word[];
  /** The same cut where a capital begins: `Vang`, `Maya` of `VangMaya2026`. */
  readonly pieces: readonly Word[];
  /** For each word of `whole` its pieces. */
  readonly piecesOf: readonly (readonly Word[])[];
  /** Letters and numbers in order, numbers as `#`: what phrases are looked for in. */
  readonly spoken: readonly Word[];
  /** As long as the text; between words stand spaces, and commas where the text has them. */
  readonly gaps: string;
}

/** One character of the text, with an escape such as `%C3%A9` undone. */
interface Unit {
  readonly char: string;
  readonly start: number;
  readonly end: number;
}

const letter = /[\p{L}\p{M}]/u;
const apostrophe = /['’ʼ`]/;

/** @param text one line; linear in its length */
export function fileWords(text: string): FileWords {
  const units = unitsOf(text);
  const whole: Word[] = [];
  const piecesOf: (readonly Word[])[] = [];
  const spoken: Word[] = [];
  const gaps = Array.from(text, (char) => (char === ',' ? ',' : ' '.repeat(char.length)));
  for (let at = 0; at < units.length;) {
    const { char } = units[at]!;
    let end = at + 1;
    if (letter.test(char)) {
      while (end < units.length && inWord(units, end)) end += 1;
      const cut = cutAtCapitals(units.slice(at, end));
      whole.push(wordOf(units.slice(at, end)));
      piecesOf.push(cut);
      spoken.push(...cut);
    } else if (/\d/.test(char)) {
      while (end < units.length && /\d/.test(units[end]!.char)) end += 1;
      spoken.push({ start: units[at]!.start, end: units[end - 1]!.end, key: '#', capital: false });
    }
    at = end;
  }
  return { whole, pieces: piecesOf.flat(), piecesOf, spoken, gaps: gaps.join('') };
}

function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  let next = 0;
  const plain = (to: number) => {
    for (const char of text.slice(next, to)) {
      units.push({ char, start: next, end: next + char.length });
      next += char.length;
    }
  };
  for (const { 0: run, index } of text.matchAll(/(?:%[0-9a-f]{2})+/gi)) {
    const decoded = unescaped(run);
    if (decoded === undefined) continue;
    plain(index);
    for (const char of decoded) {
      const end = next + 3 * Buffer.byteLength(char);
      units.push({ char, start: next, end });
      next = end;
    }
  }
  plain(text.length);
  return units;
}

/** Undefined where it is no UTF-8: then it stands as it is. */
function unescaped(run: string): string | undefined {
  try {
    return decodeURIComponent(run);
  } catch {
    return undefined;
  }
}

/** A letter, or an apostrophe between two. */
function inWord(units: readonly Unit[], at: number): boolean {
  if (letter.test(units[at]!.char)) return true;
  return apostrophe.test(units[at]!.char) && letter.test(units[at + 1]?.char ?? ' ');
}

/** `DeShawn`, `VANGMaya` and `mayaVang` are two pieces each; `VANG` is one. */
function cutAtCapitals(units: readonly Unit[]): Word[] {
  const pieces: Word[] = [];
  let from = 0;
  for (let at = 1; at <= units.length; at += 1) {
    const begins =
      at < units.length &&
      isCapital(units[at]!) &&
      (!isCapital(units[at - 1]!) || (at + 1 < units.length && isSmall(units[at + 1]!)));
    if (at < units.length && !begins) continue;
    pieces.push(wordOf(units.slice(from, at)));
    from = at;
  }
  return pieces;
}

const isCapital = ({ char }: Unit): boolean => char !== char.toLowerCase();
const isSmall = ({ char }: Unit): boolean => char !== char.toUpperCase();

function wordOf(units: readonly Unit[]): Word {
  const text = units.map(({ char }) => char).join('');
  return { start: units[0]!.start, end: units.at(-1)!.end, key: foldName(text), capital: isCapital(units[0]!) };
}

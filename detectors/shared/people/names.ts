/** Words of a text in the form that names are compared in: lower case, without accents, apostrophes and possessives. */

import type { ExtractedPart } from '../../detector.ts';
import { machineText } from '../text/machine-text.ts';

export interface Word {
  /** UTF-16 offsets into the text; a possessive `'s` is left out. */
  readonly start: number;
  readonly end: number;
  /** Folded form: `O’Brien's` is `obrien`. */
  readonly key: string;
  /** As it stands begins with a capital letter. */
  readonly capital: boolean;
}

/** Letters that NFD does not take apart. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
};

/** Lower case, accents and apostrophes dropped; what is not a letter or digit stays as it is. */
export function foldName(text: string): string {
  // Most words are ASCII and need no normalisation.
  if (isAscii(text)) return text.includes("'") ? text.toLowerCase().replaceAll("'", '') : text.toLowerCase();
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}'’ʼ`´]/gu, '')
    .replace(/[ßæøœđðłþı]/g, (letter) => letters[letter]!);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** What a character is to a word, by UTF-16 code unit; found when first met. */
const unknownUnit = 0;
export const letterUnit = 1;
const markUnit = 2;
export const otherUnit = 3;
const units = new Uint8Array(0x10000);

/** Whether a UTF-16 code unit is a letter, a mark or something else. */
export function unitKind(code: number): number {
  if (units[code] !== unknownUnit) return units[code]!;
  const char = String.fromCharCode(code);
  return (units[code] = /\p{L}/u.test(char) ? letterUnit : /\p{M}/u.test(char) ? markUnit : otherUnit);
}

/**
 * Words in order. A hyphen or any other sign ends a word: `Jackson-Reed` is two; letter-spaced words are put together. Runs of
 * base64 and the like are left out. Letters beyond the basic plane are none of a name.
 */
export function words(text: string): Word[] {
  const found: Word[] = [];
  const machine = machineText(text);
  let next = 0;
  let singles = 0;
  for (let at = 0; at < text.length;) {
    if (next < machine.length && at >= machine[next]!.start) {
      at = machine[next]!.end;
      next += 1;
      continue;
    }
    if (unitKind(text.charCodeAt(at)) !== letterUnit) {
      at += 1;
      continue;
    }
    const end = endOfWord(text, at);
    const possessive = end - at > 2 && (text[end - 1] === 's' || text[end - 1] === 'S') && isApostrophe(text, end - 2);
    const bareEnd = possessive ? end - 2 : end;
    if (bareEnd - at === 1) singles += 1;
    found.push(toWord(text, at, bareEnd, text.slice(at, bareEnd)));
    at = end;
  }
  return singles >= fewestSpaced ? joinSpaced(text, found) : found;
}

const kept = new WeakMap<ExtractedPart, readonly Word[]>();

/** Words of a part, kept while the part lives. */
export function wordsOfPart(part: ExtractedPart): readonly Word[] {
  let known = kept.get(part);
  if (!known) {
    known = words(part.text);
    kept.set(part, known);
  }
  return known;
}

/** Letters and marks, and apostrophes between them. */
function endOfWord(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length) {
    const kind = unitKind(text.charCodeAt(end));
    if (kind === otherUnit && !(isApostrophe(text, end) && unitKind(text.charCodeAt(end + 1) || 32) !== otherUnit))
      break;
    end += 1;
  }
  return end;
}

function isApostrophe(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x27 || code === 0x2019 || code === 0x2bc;
}

/** Fewer single letters are initials. */
const fewestSpaced = 4;

/** `W-y-n-t-e-r` and `K n u t s o n`: four or more single letters, each one sign apart, are one word. */
function joinSpaced(text: string, found: Word[]): Word[] {
  if (!hasSpaced(text, found)) return found;
  const joined: Word[] = [];
  for (let i = 0; i < found.length;) {
    let next = i + 1;
    while (next < found.length && isSingle(found[next - 1]!) && isSingle(found[next]!) && apart(text, found, i, next))
      next += 1;
    if (next - i >= fewestSpaced) {
      const letters = found.slice(i, next).map((entry) => text.slice(entry.start, entry.end));
      joined.push(toWord(text, found[i]!.start, found[next - 1]!.end, letters.join('')));
    } else {
      joined.push(...found.slice(i, next));
    }
    i = next;
  }
  return joined;
}

/** Whether four single letters stand one sign apart. */
function hasSpaced(text: string, found: readonly Word[]): boolean {
  for (let first = 0, at = 1; at < found.length; at += 1) {
    if (!(isSingle(found[at - 1]!) && isSingle(found[at]!) && apart(text, found, first, at))) first = at;
    else if (at - first + 1 >= fewestSpaced) return true;
  }
  return false;
}

/** One sign lies between, the same as between the first two. */
function apart(text: string, found: readonly Word[], first: number, at: number): boolean {
  const gap = found[at]!.start - found[at - 1]!.end;
  const sign = text[found[at - 1]!.end]!;
  return gap === 1 && /[ .-]/.test(sign) && sign === text[found[first]!.end];
}

function isSingle(entry: Word): boolean {
  return entry.end - entry.start === 1;
}

function toWord(text: string, start: number, end: number, bare: string): Word {
  const first = text[start]!;
  return { start, end, key: foldName(bare), capital: first !== first.toLowerCase() };
}

/** Folded words of a name, in order. */
export function nameKeys(name: string): string[] {
  return words(name).map((entry) => entry.key);
}

/** Where a name ends that begins with the word at `from`: up to three further words that are names too, joined by a space or a hyphen. */
export function endOfName(
  { words, text }: { readonly words: readonly Word[]; readonly text: string },
  from: number,
  isName: (word: Word) => boolean,
): number {
  let last = from;
  while (last + 1 < words.length && last < from + 3) {
    const gap = text.slice(words[last]!.end, words[last + 1]!.start);
    if ((gap !== ' ' && gap !== '-') || !isName(words[last + 1]!)) break;
    last += 1;
  }
  return words[last]!.end;
}

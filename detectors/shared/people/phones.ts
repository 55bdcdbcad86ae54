/** Finds North American phone numbers in a text, also badly typed and spelled-out ones. */
import { createRequire } from 'node:module';
import type * as PhoneNumbers from 'libphonenumber-js/min';
import { readPhrases } from '../text/phrase-pattern.ts';

export interface PhoneMatch {
  readonly start: number;
  readonly end: number;
  /** Ten digits, or seven where the area code is missing; of a number abroad the last ten. */
  readonly digits: string;
}

/** Optional country code, area code, exchange, line; O and l as scanners read 0 and 1. Every part has a fixed length. */
const written =
  /(?<![\p{L}\d])(?:\+?1[-. ]?)?(?:\(([2-9Oo][\dOol]{2})\)|([2-9Oo][\dOol]{2}))[-–—‑./ \u00a0]{0,3}([\dOol]{3})[-–—‑./ \u00a0]{0,3}([\dOol]{4})(?:[ ,]{0,2}(?:x|ext\.?|extension)[ ]?\d{1,6})?(?![\p{L}\d])/gu;
/** With a country code: eight digits and more in groups. */
const abroad = /(?<![\p{L}\d+])\+(?!1[-. (]?[2-9])\d{1,3}(?:[-. ]?\(?\d{1,5}\)?){2,5}(?![\p{L}\d])/gu;
/** Groups of digits as other countries write them; a phone only after a word that says so. */
const groups = /(?<![\p{L}\d/.:#$-])\(?\d{2,5}\)?(?:[-. ]\d{2,5}){1,4}(?![\p{L}\d/:-]|[.,]\d)/gu;
const { pattern } = readPhrases(new URL('./contact-phrases.yaml', import.meta.url));
const strictCue = pattern(String.raw`\b<phoneWords>\b[^.!?\n]{0,24}$`, 'i');
const local = /(?<![\d\p{L}/.-])\d{3}[-.‑]\d{4}(?![\d\p{L}])/gu;

/** What makes seven digits a phone number. */
const cue = pattern(String.raw`\b<nearPhones>\b`, 'i');

/**
 * Phone numbers in order, without overlaps. Linear in the length of the text.
 *
 * @param bare seven digits are one wherever they stand, and not only after words that say so
 */
export function findPhones(text: string, bare = false): PhoneMatch[] {
  const found: PhoneMatch[] = [];
  for (const match of text.matchAll(written)) {
    const digits = (match[1] ?? match[2]!).concat(match[3]!, match[4]!).replace(/[Oo]/g, '0').replace(/l/g, '1');
    const typed = match[0].replace(/\D/g, '').length;
    if (typed >= 7 && isPhone(digits)) found.push({ start: match.index, end: match.index + match[0].length, digits });
  }
  for (const match of text.matchAll(local)) {
    const before = text.slice(Math.max(0, match.index - 32), match.index);
    if (bare || cue.test(before)) found.push(span(match.index, match[0], match[0].replace(/\D/g, '')));
  }
  for (const match of text.matchAll(abroad)) {
    const digits = match[0].replace(/\D/g, '');
    if (
      digits.length >= 8 &&
      digits.length <= 15 &&
      phoneNumbers().parsePhoneNumberFromString(match[0])?.isPossible() === true
    )
      found.push(span(match.index, match[0], digits.slice(-10)));
  }
  for (const match of text.matchAll(groups)) {
    const digits = match[0].replace(/\D/g, '');
    if (digits.length < 7 || digits.length > 12 || /^\d{5}-\d{4}$|^(?:19|20)\d\d-/.test(match[0])) continue;
    if (strictCue.test(text.slice(Math.max(0, match.index - 40), match.index)))
      found.push(span(match.index, match[0], digits.slice(-10)));
  }
  found.push(...findSpelled(text));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  return found.filter((phone, index) => index === 0 || phone.start >= found[index - 1]!.end);
}

/** Last ten digits of a number as a roster or a configuration writes it; empty where it has fewer than seven. */
export function phoneDigits(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits.length < 7 ? '' : digits.slice(-10);
}

/** Answers of the library by area code and exchange, on which they depend: a list holds thousands of one district's numbers. */
const possible = new Map<string, boolean>();
const mostKept = 10_000;

function isPhone(digits: string): boolean {
  const key = digits.slice(0, 6);
  let answer = possible.get(key);
  if (answer === undefined) {
    answer = phoneNumbers().parsePhoneNumberFromString(digits, 'US')?.isPossible() === true;
    if (possible.size < mostKept) possible.set(key, answer);
  }
  return answer;
}

let loaded: typeof PhoneNumbers | undefined;

/** A hundred modules, loaded with the first number that looks like a phone: most processes of the gateway never see one. */
function phoneNumbers(): typeof PhoneNumbers {
  loaded ??= createRequire(import.meta.url)('libphonenumber-js/min') as typeof PhoneNumbers;
  return loaded;
}

function span(start: number, raw: string, digits: string): PhoneMatch {
  return { start, end: start + raw.length, digits };
}

const spelled: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  cero: '0',
  uno: '1',
  dos: '2',
  tres: '3',
  cuatro: '4',
  cinco: '5',
  seis: '6',
  siete: '7',
  ocho: '8',
  nueve: '9',
};
/** `triple five`, `double oh`. */
const repeated: Readonly<Record<string, number>> = { double: 2, doble: 2, triple: 3 };
const unit = /\p{L}+|\d+/gu;
const anyDigitWord = new RegExp(`(?<!\\p{L})(?:${Object.keys(spelled).join('|')})(?!\\p{L})`, 'giu');
/** Digit words that follow each other stand within it; ten digits take at most as much on either side of one. */
const spelledReach = 90;

/** `two-six-two, five five five, oh one four three`: a run of digits and digit words that comes to ten. */
function findSpelled(text: string): PhoneMatch[] {
  const found: PhoneMatch[] = [];
  const near: number[] = [];
  const finishWindow = () => {
    if (near.length >= 3)
      found.push(...spelledIn(text, Math.max(0, near[0]! - spelledReach), near.at(-1)! + spelledReach));
    near.length = 0;
  };
  for (const { index } of text.matchAll(anyDigitWord)) {
    if (near.length > 0 && index - near.at(-1)! > spelledReach) finishWindow();
    near.push(index);
  }
  finishWindow();
  return found;
}

/** Looks at `text.slice(from, to)`; offsets are those of the whole text. */
function spelledIn(whole: string, from: number, to: number): PhoneMatch[] {
  const text = whole.slice(from, to);
  const found: PhoneMatch[] = [];
  let digits = '';
  let spelledCount = 0;
  let start = 0;
  let end = 0;
  const finish = () => {
    if (digits.length === 10 && spelledCount >= 3 && isPhone(digits))
      found.push({ start: from + start, end: from + end, digits });
    digits = '';
    spelledCount = 0;
  };
  let times = 1;
  for (const match of text.matchAll(unit)) {
    const word = match[0].toLowerCase();
    if (repeated[word] !== undefined && match.index - end <= 3) {
      times = repeated[word];
      spelledCount += 1;
      end = match.index + word.length;
      continue;
    }
    const value = spelled[word]?.repeat(times);
    times = 1;
    const piece = value ?? (/^\d/.test(word) ? word : undefined);
    const adjoins = digits !== '' && match.index - end <= 3 && !/[\n:;?!]/.test(text.slice(end, match.index));
    if (piece === undefined || !adjoins || digits.length + piece.length > 10) finish();
    if (piece === undefined) continue;
    if (digits === '') start = match.index;
    digits += piece;
    spelledCount += value === undefined ? 0 : 1;
    end = match.index + match[0].length;
  }
  finish();
  return found;
}

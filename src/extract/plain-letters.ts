/** Writes the text of a part in plain letters: drops invisible characters, replaces look-alikes and letter styles, moves marks along. */
import type { Span, TextPlace } from '../../detectors/detector.ts';
import { asShown, plainTwin, twinClass, withoutTwins } from './look-alikes.ts';

/**
 * No-break and other odd spaces, soft hyphens, zero-width and direction characters, variation selectors and tags, full-width
 * and mathematical letters. As code points, because most of them are invisible in a class.
 */
const ranges: readonly (readonly [number, number])[] = [
  [0x01, 0x08],
  [0x0b, 0x0b],
  [0x0e, 0x1f],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x1680, 0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180e],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xff01, 0xff5e],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffc],
];
/** Marks that are drawn over, under and through the character before them. */
const marks =
  '[\\u0300-\\u034e\\u0350-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20f0\\ufe20-\\ufe2f]+';
const superscripts = '[\\u00b2\\u00b3\\u00b9\\u2070-\\u209c]+';
/** Mathematical letters, tags, letters and digits in boxes, and the letters of flags. */
const pairs =
  '\\ud835[\\udc00-\\udfff]|\\udb40[\\udc00-\\udfef]|\\ud83c[\\udd10-\\udd89]|(?:\\ud83c[\\udde6-\\uddff])+';
const hex = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const odd = new RegExp(
  `[${ranges.map(([from, to]) => `${hex(from)}-${hex(to)}`).join('')}${twinClass}]|${marks}|${superscripts}|${pairs}`,
);
const oddRuns = new RegExp(odd.source, 'g');
// eslint-disable-next-line no-misleading-character-class -- each of the marks by itself
const anyMark = new RegExp(`^${marks}$`);
const twin = new RegExp(`^[${twinClass}]$`);
const spaces = /[\v\u0085\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0]/;

/** Text with the spans that belong to it. */
export interface MarkedText {
  readonly text: string;
  readonly quoted: readonly Span[];
  readonly hidden: readonly Span[];
  readonly places?: readonly TextPlace[];
  readonly images?: readonly Span[];
}

/**
 * Makes plain text of characters that a reader cannot tell from plain text, so that no detector needs to know them. Ordinary
 * text is returned as it is, after one search. Line and paragraph separators become line ends.
 */
export function plainLetters<Marked extends MarkedText>(marked: Marked): Marked {
  if (!odd.test(marked.text)) {
    const text = withoutTwins(marked.text);
    return text === marked.text ? marked : { ...marked, text };
  }
  /** Offsets in the old text after which the new text is shorter, each with the total difference there. */
  const cuts: number[] = [];
  const lost: number[] = [];
  let total = 0;
  const shown = asShown(marked.text);
  const text = shown.replace(oddRuns, (found, at: number) => {
    const plain = plainOf(found, shown, at);
    if (plain.length !== found.length) {
      total += found.length - plain.length;
      cuts.push(at + Math.min(plain.length, found.length - 1));
      lost.push(total);
    }
    return plain;
  });
  const move = (offset: number): number => {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cuts[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return offset - (low === 0 ? 0 : lost[low - 1]!);
  };
  const moveSpans = (spans: readonly Span[]): Span[] =>
    spans.map(({ start, end }) => ({ start: move(start), end: move(end) })).filter(({ start, end }) => end > start);
  return {
    ...marked,
    text: withoutTwins(text),
    quoted: moveSpans(marked.quoted),
    hidden: moveSpans(marked.hidden),
    ...(marked.places && { places: marked.places.map((place) => ({ ...place, start: move(place.start) })) }),
    ...(marked.images && {
      images: marked.images.map((image) => ({ ...image, start: move(image.start), end: move(image.end) })),
    }),
  };
}

function plainOf(found: string, text: string, at: number): string {
  // This space is thinner than any blank between words.
  if (found === '\u200a' && isAmongLetters(text, at)) return '';
  if (spaces.test(found)) return ' ';
  if (found === '\u2028' || found === '\u2029') return '\n';
  // Joins the pictures of an emoji, or chooses between its forms.
  if (found === '\u200d' || found === '\ufe0f') return isPicture(text, at) ? found : '';
  if (anyMark.test(found)) return marksOfLetter(found, text[at - 1] ?? '');
  if (/^[\u00b2\u00b3\u00b9\u2070-\u209c]/.test(found)) return raised(found);
  if (/^\ud83c[\udde6-\uddff]/.test(found)) return flag(found);
  const plain = plainTwin(found);
  if (plain !== undefined) return plain;
  const composed = found.normalize('NFKC');
  if (composed === found) return isKept(found) ? found : '';
  return composed.length <= found.length ? composed : found;
}

/** Characters in the range of a twin that have a meaning of their own. */
function isKept(found: string): boolean {
  return twin.test(found) || found.startsWith('\ud83c');
}

function isAmongLetters(text: string, at: number): boolean {
  const [before = '', after = ''] = [text[at - 1], text[at + 1]];
  return before === ' ' || after === ' ' || (/[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}.,]/u.test(after));
}

/** Keeps marks that make another letter of the letter before them, such as accents; lines through letters and piles of marks are dropped. */
function marksOfLetter(found: string, letter: string): string {
  return [...found].filter((mark) => (letter + mark).normalize('NFC').length === 1).join('');
}

/** Small raised numbers are notes and powers; three or more digits are a number. */
function raised(found: string): string {
  const plain = found.normalize('NFKC');
  return /\d{3}/.test(plain) && plain.length === found.length ? plain : found;
}

/** Two of these letters are a flag; others are written as letters. */
function flag(found: string): string {
  const letters = [...found];
  if (letters.length === 2) return found;
  return letters.map((letter) => String.fromCharCode(65 + letter.codePointAt(0)! - 0x1f1e6)).join('');
}

function isPicture(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const isArrowOrSymbol = before >= 0x2190 && before <= 0x2bff;
  const isEndOfPair = before >= 0xdc00 && before <= 0xdfff;
  return isArrowOrSymbol || isEndOfPair || before === 0xfe0f || before === 0x20e3;
}

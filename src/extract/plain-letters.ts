/** Writes a part's text in plain letters: invisible characters dropped, look-alike spaces and letter styles undone, marks moved along. */
import type { Span, TextPlace } from '../../detectors/detector.ts';

/**
 * No-break and other odd spaces, soft hyphens, zero-width and direction characters, variation selectors and tags, full-width
 * and mathematical letters. By code points, since most of them cannot be seen in a class.
 */
const ranges: readonly (readonly [number, number])[] = [
  [0xa0, 0xa0],
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
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xff01, 0xff5e],
  [0xffa0, 0xffa0],
];
const hex = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const odd = new RegExp(
  `[${ranges.map(([from, to]) => `${hex(from)}-${hex(to)}`).join('')}]|\\ud835[\\udc00-\\udfff]|\\udb40[\\udc00-\\udfef]`,
);
const oddRuns = new RegExp(odd.source, 'g');
const spaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;

/** Text with the spans that belong to it. */
export interface MarkedText {
  readonly text: string;
  readonly quoted: readonly Span[];
  readonly hidden: readonly Span[];
  readonly places?: readonly TextPlace[];
}

/**
 * What a reader cannot tell from plain text becomes plain text, so that no detector needs to know of it. Ordinary text comes
 * back as it is, at the price of one search. Line and paragraph separators become line ends.
 */
export function plainLetters<Marked extends MarkedText>(marked: Marked): Marked {
  if (!odd.test(marked.text)) return marked;
  /** Offsets in the old text behind which the new one is shorter, with how much shorter it is by then. */
  const cuts: number[] = [];
  const lost: number[] = [];
  let total = 0;
  const text = marked.text.replace(oddRuns, (found, at: number) => {
    const plain = plainOf(found, marked.text, at);
    if (plain.length < found.length) {
      total += found.length - plain.length;
      cuts.push(at + plain.length);
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
    text,
    quoted: moveSpans(marked.quoted),
    hidden: moveSpans(marked.hidden),
    ...(marked.places && { places: marked.places.map((place) => ({ ...place, start: move(place.start) })) }),
  };
}

function plainOf(found: string, text: string, at: number): string {
  if (spaces.test(found)) return ' ';
  if (found === '\u2028' || found === '\u2029') return '\n';
  // Joins the pictures of an emoji, or chooses between its forms.
  if (found === '\u200d' || found === '\ufe0f') return isPicture(text, at) ? found : '';
  const composed = found.normalize('NFKC');
  return composed === found ? '' : composed.length <= found.length ? composed : found;
}

function isPicture(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const isArrowOrSymbol = before >= 0x2190 && before <= 0x2bff;
  const isEndOfPair = before >= 0xdc00 && before <= 0xdfff;
  return isArrowOrSymbol || isEndOfPair || before === 0xfe0f || before === 0x20e3;
}

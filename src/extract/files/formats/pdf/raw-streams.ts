/** Reads the streams of a PDF without its structure: for what pdf.js does not hand out, and to see whether a closer look is worth it. */
import type { UnreadReason } from '../../../../../detectors/detector.ts';
import type { ReadBudget } from '../../file-reader.ts';
import { pdfStrings, stringPattern } from './pdf-strings.ts';
import { decodedStream, isPackedPicture } from './stream-filters.ts';

const replacement = new RegExp(String.raw`/(?:ActualText|Alt)\s*(${stringPattern})`, 'g');
/** What stands in front of the data of a stream: the end of its dictionary, and comments. */
const beginning = />>(?:\s|%[^\r\n]{0,1000}[\r\n])*stream[ \t]{0,10}(?:\r\n|\n|\r)/g;
/** An object has no more streams than one, also where the end of its stream is not marked. */
const ending = /endstream|endobj/g;

export interface RawStream {
  /** Unpacked, as Latin-1. */
  readonly content: string;
  /** Why it is not all of the content. */
  readonly missed: UnreadReason | undefined;
  /** It is drawn by others: a part of pages, or what an annotation looks like. */
  readonly isForm: boolean;
  /** It contains objects without streams. */
  readonly isObjects: boolean;
  /** Number and generation of its object: `12 0`. */
  readonly object: string | undefined;
  /** Bytes, packed. */
  readonly size: number;
}

interface StreamPlace {
  /** Source of the object up to the data. */
  readonly head: string;
  readonly start: number;
  readonly end: number;
}

function* streamPlaces(source: string): Generator<StreamPlace> {
  const begin = new RegExp(beginning);
  let from = 0;
  for (let found = begin.exec(source); found; found = begin.exec(source)) {
    const start = found.index + found[0].length;
    const end = endOfStream(source, start);
    yield { head: source.slice(from, start), start, end };
    begin.lastIndex = from = end;
  }
}

/** Where the data that begin at `start` end; at the end of the file where it is not marked. */
export function endOfStream(source: string, start: number): number {
  const finish = new RegExp(ending);
  finish.lastIndex = start;
  return finish.exec(source)?.index ?? source.length;
}

/** The text of the objects, without the data of their streams. */
export function outsideOfStreams(bytes: Buffer): string {
  const source = bytes.toString('latin1');
  const pieces: string[] = [];
  let from = 0;
  for (const { head, end } of streamPlaces(source)) {
    pieces.push(head);
    from = end;
  }
  return [...pieces, source.slice(from)].join('\n');
}

/** The streams that may contain text or objects. Pictures, fonts and tables of objects are passed over. */
export function* rawStreams(bytes: Buffer, budget: ReadBudget): Generator<RawStream> {
  for (const { head, start, end } of streamPlaces(bytes.toString('latin1'))) {
    budget.checkTime();
    const { object, dictionary } = objectOf(head);
    const isForm = /\/Subtype\s*\/Form\b/.test(dictionary);
    const isObjects = /\/ObjStm\b/.test(dictionary);
    if (!isForm && !isObjects && (hasNoText.test(dictionary) || isPackedPicture(dictionary))) continue;
    const { content, missed } = decodedStream(bytes.subarray(start, end), dictionary, budget);
    // Files inside are read as such, whatever their size.
    const isCut = missed === 'too-big' && /\/EmbeddedFile\b/.test(dictionary);
    yield {
      content: content.toString('latin1'),
      missed: isCut ? undefined : missed,
      ...{ isForm, isObjects, object, size: end - start },
    };
  }
}

const hasNoText =
  /\/Type\s*\/XRef\b|\/Subtype\s*\/(?:Image|CIDFontType0C|Type1C|OpenType)\b|\/(?:FontFile\d?|ICCBased)\b|\/Length1\b/;

/** The last object in the source, and what stands in it. */
function objectOf(head: string): { object: string | undefined; dictionary: string } {
  for (let at = head.lastIndexOf('obj'); at >= 0; at = at === 0 ? -1 : head.lastIndexOf('obj', at - 1)) {
    const [, number, generation] =
      /(\d{1,10})\s{1,10}(\d{1,5})\s{0,10}$/.exec(head.slice(Math.max(0, at - 40), at)) ?? [];
    if (number !== undefined) return { object: `${number} ${generation!}`, dictionary: head.slice(at + 3) };
  }
  return { object: undefined, dictionary: head };
}

/** Replacement texts, which programs give out when the text is copied (ISO 32000-1 14.9.4). */
export function replacementTexts(stream: string): string[] {
  return [...stream.matchAll(replacement)].flatMap(([, string]) => pdfStrings(string ?? ''));
}

/** The values and captions of an XFA form (12.7.8): the text between the tags of its packets. */
export function xfaTexts(stream: string): string[] {
  if (!/^[^<]{0,20}<(?:\?xml[^>]{0,200}>\s*)?(?:xdp:|xfa:)?(?:xdp|template|datasets|data|form)\b/.test(stream))
    return [];
  const text = Buffer.from(stream, 'latin1').toString('utf8');
  return text
    .replace(/<!\[CDATA\[([^]*?)\]\]>/g, (_, content: string) => content.replace(/[<&]/g, ' '))
    .replace(/<script\b[^]*?<\/script>/g, ' ')
    .split(/<[^>]*>/)
    .map((words) => entities(words).trim())
    .filter((words) => words !== '');
}

function entities(text: string): string {
  const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name = '') => {
      const code = decimal === undefined ? (hex === undefined ? undefined : parseInt(hex, 16)) : Number(decimal);
      return code === undefined
        ? (names[name as string] ?? whole)
        : code < 0x110000
          ? String.fromCodePoint(code)
          : whole;
    },
  );
}

/** Text operators that put text where or as nobody sees it: tiny, far outside, or in white. */
const white = String.raw`(?:1(?:\.0*)? 1(?:\.0*)? 1(?:\.0*)? (?:rg|scn?)|\b1(?:\.0*)? (?:g|scn?)|0(?:\.0*)? 0(?:\.0*)? 0(?:\.0*)? 0(?:\.0*)? (?:k|scn?))\s`;
const suspicious = [
  /\s-?0?\.?0*\d? Tf\s/, // a size below 10 in one digit: whether it is tiny depends on the matrix
  /-?0?\.\d+ -?[\d.]+ -?[\d.]+ -?0?\.\d+ -?[\d.]+ -?[\d.]+ (?:Tm|cm)\s/,
  /(?:-\d{2,}|\d{4,})(?:\.\d+)? -?[\d.]+ (?:Tm|cm|Td|TD)\s|-?[\d.]+ (?:-\d{2,}|\d{4,})(?:\.\d+)? (?:Tm|cm|Td|TD)\s/,
  new RegExp(white),
];

/** Whether a closer look at the operators of the pages is worth its time. */
export function mayHideText(stream: string): boolean {
  return showsText(stream) && suspicious.some((pattern) => pattern.test(stream));
}

/** Whether it has an operator that shows text. */
export function showsText(stream: string): boolean {
  return /\bT[jJ]\b|['"]\s/.test(stream);
}

/** Reads the streams of a PDF without its structure: for what pdf.js does not hand out, and to see whether a closer look is worth it. */
import { inflateSync } from 'node:zlib';
import { ReadLimit, type ReadBudget } from '../../file-reader.ts';
import { pdfStrings, stringPattern } from './pdf-strings.ts';

const replacement = new RegExp(String.raw`/(?:ActualText|Alt)\s*(${stringPattern})`, 'g');

/** Unpacked bytes of one stream that are looked at. */
const mostBytes = 8 * 1024 * 1024;
/** Dictionaries are short; what stands further in front is another object. */
const dictionaryBytes = 1024;

export interface RawStream {
  /** Unpacked, as Latin-1. */
  readonly content: string;
  /** It is drawn by others: a part of pages, or what an annotation looks like. */
  readonly isForm: boolean;
  /** It contains objects without streams. */
  readonly isObjects: boolean;
  /** Number and generation of its object: `12 0`. */
  readonly object: string | undefined;
}

/** The text of the objects, without the data of their streams. */
export function outsideOfStreams(bytes: Buffer): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue;
    pieces.push(bytes.toString('latin1', from, at));
    const end = bytes.indexOf('endstream', at);
    from = end < 0 ? bytes.length : end + 9;
    if (end < 0) break;
    at = end + 3;
  }
  return [...pieces, bytes.toString('latin1', from)].join('\n');
}

/** The streams that may contain text or objects. Pictures and fonts are passed over. */
export function* rawStreams(bytes: Buffer, budget: ReadBudget): Generator<RawStream> {
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.toString('latin1', at - 3, at) === 'end') continue;
    const head = bytes.toString('latin1', Math.max(0, at - dictionaryBytes), at);
    const objectAt = head.lastIndexOf(' obj');
    const dictionary = head.slice(Math.max(0, objectAt));
    if (
      /\/(?:Image|FontFile\d?|DCTDecode|JPXDecode|CIDFontType0C|Type1C|OpenType|ICCBased)\b|\/Length1\b/.test(
        dictionary,
      )
    )
      continue;
    const start = at + (bytes[at + 6] === 13 ? 8 : 7);
    const end = bytes.indexOf('endstream', start);
    if (end < 0) return;
    budget.checkTime();
    yield {
      content: unpacked(bytes.subarray(start, end), dictionary, budget),
      isForm: /\/Subtype\s*\/Form\b/.test(dictionary),
      isObjects: /\/ObjStm\b/.test(dictionary),
      object: /(\d{1,10} \d{1,5})$/.exec(head.slice(0, Math.max(0, objectAt)))?.[1],
    };
    at = end + 3;
  }
}

function unpacked(data: Buffer, dictionary: string, budget: ReadBudget): string {
  if (!/\/(?:FlateDecode|Fl)\b/.test(dictionary)) return data.toString('latin1', 0, mostBytes);
  try {
    const content = inflateSync(data, { maxOutputLength: mostBytes, finishFlush: 2 });
    budget.spendBytes(content.length);
    return content.toString('latin1');
  } catch (error) {
    if (error instanceof ReadLimit) throw error;
    return ''; // damaged, encrypted or too big: pdf.js says whether the file can be read
  }
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

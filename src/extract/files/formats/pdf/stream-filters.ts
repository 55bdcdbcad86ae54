/** Undoes the filters of PDF streams (ISO 32000-1 7.4), as far as they pack text and objects. */
import { inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { UnreadReason } from '../../../../../detectors/detector.ts';
import { codeOf } from '../../../../errors/hallpass-error.ts';
import type { ReadBudget } from '../../file-reader.ts';
import { fromAscii85, fromAsciiHex, fromLzw, fromRunLength, withoutPredictor } from './packed-data.ts';

/** Unpacked bytes of one stream. */
const mostBytes = 32 * 1024 * 1024;

export interface DecodedStream {
  readonly content: Buffer;
  /** Why it is not all of the content. */
  readonly missed?: UnreadReason;
}

/** What one filter makes of the data; undefined where it is damaged from the beginning. */
interface Step {
  readonly bytes: Buffer;
  readonly missed?: UnreadReason | undefined;
}

const pictureFilters = new Set(['DCTDecode', 'DCT', 'JPXDecode', 'CCITTFaxDecode', 'CCF', 'JBIG2Decode']);

const steps: Readonly<Record<string, (data: Buffer, dictionary: string) => Step>> = {
  FlateDecode: (data, dictionary) => unpredicted(inflated(data), dictionary),
  LZWDecode: (data, dictionary) =>
    unpredicted(limited(fromLzw(data, mostBytes, !/\/EarlyChange\s+0\b/.test(dictionary))), dictionary),
  ASCII85Decode: (data) => limited(fromAscii85(data)),
  ASCIIHexDecode: (data) => limited(fromAsciiHex(data)),
  RunLengthDecode: (data) => limited(fromRunLength(data, mostBytes)),
  // The decryption is done before.
  Crypt: (data) => ({ bytes: data }),
};
const shortNames: Readonly<Record<string, string>> = {
  Fl: 'FlateDecode',
  LZW: 'LZWDecode',
  A85: 'ASCII85Decode',
  AHx: 'ASCIIHexDecode',
  RL: 'RunLengthDecode',
};

/** Whether the data are those of a picture, which has no filter that unpacks text. */
export function isPackedPicture(dictionary: string): boolean {
  return filtersOf(dictionary).some((name) => pictureFilters.has(name));
}

/**
 * @param dictionary source of the stream's dictionary
 * @param budget is charged for what is unpacked
 */
export function decodedStream(data: Buffer, dictionary: string, budget: ReadBudget): DecodedStream {
  let content = data;
  for (const name of filtersOf(dictionary)) {
    const step = steps[shortNames[name] ?? name];
    if (!step) return { content: Buffer.alloc(0), missed: 'unsupported' };
    // A stream without content may have line ends in it.
    if (/^\s*$/.test(content.toString('latin1', 0, 64)) && content.length <= 64) return { content: Buffer.alloc(0) };
    const { bytes, missed } = step(content, dictionary);
    budget.spendBytes(bytes.length);
    content = bytes;
    if (missed) return { content, missed };
  }
  return { content };
}

/** Their names, in the order in which they are undone. A name may be written with numbers of its letters (7.3.5). */
function filtersOf(dictionary: string): string[] {
  const plain = ownEntries(dictionary).replace(/#([\da-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(parseInt(digits, 16)),
  );
  const entry = [...plain.matchAll(/\/Filter\s*(\[[^\]]{0,1000}\]|\/[^\s/<>[\]()%]{1,100}|\d{1,10}\s+\d{1,5}\s+R)/g)];
  const names = entry.at(-1)?.[1] ?? '';
  return /R$/.test(names) ? ['reference'] : [...names.matchAll(/\/([^\s/<>[\]()%]{1,100})/g)].map(([, name]) => name!);
}

/** The dictionary without the dictionaries in it. */
function ownEntries(dictionary: string): string {
  let [depth, from, own] = [0, 0, ''];
  for (const { 0: bracket, index } of dictionary.matchAll(/<<|>>/g)) {
    if (depth <= 1) own += dictionary.slice(from, index);
    depth += bracket === '<<' ? 1 : -1;
    from = index + 2;
  }
  return depth <= 1 ? own + dictionary.slice(from) : own;
}

const limited = (bytes: Buffer | undefined): Step =>
  bytes === undefined
    ? { bytes: Buffer.alloc(0), missed: 'damaged' }
    : bytes.length > mostBytes
      ? { bytes: Buffer.alloc(0), missed: 'too-big' }
      : { bytes };

/** Programs that show a PDF do not look at the check sum, and take data that end early as far as they go. */
function inflated(data: Buffer): Step {
  const options: ZlibOptions = { maxOutputLength: mostBytes, finishFlush: 2 };
  try {
    return { bytes: inflateSync(data, options) };
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return { bytes: Buffer.alloc(0), missed: 'too-big' };
  }
  const raw = data.subarray(2);
  const unpacked = (length: number): Buffer | undefined => {
    try {
      return inflateRawSync(raw.subarray(0, length), options);
    } catch {
      return undefined;
    }
  };
  const all = unpacked(raw.length);
  if (all) return { bytes: all };
  // The part before the damage: the longest beginning that can be unpacked.
  let [good, bad] = [0, raw.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (unpacked(middle)) good = middle;
    else bad = middle;
  }
  return { bytes: unpacked(good) ?? Buffer.alloc(0), missed: 'damaged' };
}

function unpredicted({ bytes, missed }: Step, dictionary: string): Step {
  const number = (name: string, otherwise: number): number =>
    Number(new RegExp(String.raw`/${name}\s+(\d{1,8})\b`).exec(dictionary)?.[1] ?? otherwise);
  const predictor = number('Predictor', 1);
  if (predictor <= 1) return { bytes, missed };
  if (predictor < 10) return { bytes: Buffer.alloc(0), missed: 'unsupported' };
  const pixelBits = number('Colors', 1) * number('BitsPerComponent', 8);
  return {
    bytes: withoutPredictor(bytes, Math.ceil(pixelBits / 8), Math.ceil((pixelBits * number('Columns', 1)) / 8)),
    missed,
  };
}

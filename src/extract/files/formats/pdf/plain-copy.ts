/** Makes a copy of an encrypted PDF without its encryption, for what is read beside the pages that pdf.js shows. */
import type { UnreadReason } from '../../../../../detectors/detector.ts';
import type { ReadBudget } from '../../file-reader.ts';
import { pdfCiphers, type PdfCiphers } from './encryption.ts';
import { pdfStringBytes, stringPattern } from './pdf-strings.ts';
import { endOfStream } from './raw-streams.ts';
import { decodedStream } from './stream-filters.ts';

/** What ends strings, streams and objects, and what begins them. */
const token =
  /\(|(?<!<)<(?!<)|%[^\r\n]{0,1000}|(\d{1,10})\s{1,10}(\d{1,5})\s{1,10}obj\b|\bendobj\b|\bstream[ \t]{0,10}(?:\r\n|\n|\r)/g;

export interface MadePlain {
  readonly bytes: Buffer;
  /** Streams that cannot be decrypted, and objects that cannot be unpacked. */
  readonly missed: readonly (readonly [reason: UnreadReason, size: number])[];
}

/**
 * Every object is kept, also those that a later one replaces; streams of objects are unpacked.
 *
 * @param password with which pdf.js has opened the file; empty where anybody can open it
 * @returns undefined where the handler is not the standard one, or its dictionary is not found
 */
export function plainCopy(bytes: Buffer, password: string, budget: ReadBudget): MadePlain | undefined {
  const source = bytes.toString('latin1');
  const reference = [...source.matchAll(/\/Encrypt\s*(?:(\d{1,10})\s+(\d{1,5})\s+R|(<<))/g)].at(-1);
  const root = [...source.matchAll(/\/Root\s+(\d{1,10}\s+\d{1,5}\s+R)/g)].at(-1)?.[1];
  if (!reference || root === undefined) return undefined;
  const id = new RegExp(String.raw`/ID\s*\[\s*(${stringPattern})`).exec(source)?.[1];
  const ciphers = pdfCiphers(
    dictionaryOf(source, reference),
    id === undefined ? Buffer.alloc(0) : pdfStringBytes(id),
    password,
  );
  if (!ciphers) return undefined;
  budget.spendBytes(bytes.length);
  const info = [...source.matchAll(/\/Info\s+(\d{1,10}\s+\d{1,5}\s+R)/g)].at(-1)?.[1];
  const copy = new PlainCopy(source, bytes, { ciphers, budget, handler: Number(reference[1] ?? -1) });
  return { bytes: copy.written(`/Root ${root}${info === undefined ? '' : ` /Info ${info}`}`), missed: copy.missed };
}

function dictionaryOf(source: string, reference: RegExpMatchArray): string {
  const [, object, generation] = reference;
  if (object === undefined) return source.slice(reference.index, reference.index! + 4096);
  const at = source.search(new RegExp(String.raw`(?<!\d)${object}\s+${generation!}\s+obj\b`));
  const end = source.indexOf('endobj', at);
  return at < 0 ? '' : source.slice(at, Math.min(end < 0 ? source.length : end, at + 4096));
}

interface Copying {
  readonly ciphers: PdfCiphers;
  readonly budget: ReadBudget;
  /** Number of the encryption dictionary, which is itself not encrypted. */
  readonly handler: number;
}

class PlainCopy {
  readonly missed: [UnreadReason, number][] = [];
  private readonly source: string;
  private readonly bytes: Buffer;
  private readonly copying: Copying;
  private readonly pieces: Buffer[] = [];
  private length = 0;
  /** Where the last object of each number stands. */
  private readonly offsets = new Map<number, { readonly offset: number; readonly generation: number }>();

  constructor(source: string, bytes: Buffer, copying: Copying) {
    this.source = source;
    this.bytes = bytes;
    this.copying = copying;
    this.add('%PDF-1.7\n');
    this.copyObjects();
  }

  /** The copy with a table of its objects. */
  written(trailer: string): Buffer {
    const table = this.length;
    const numbers = [...this.offsets.keys()].sort((one, other) => one - other);
    this.add('xref\n0 1\n0000000000 65535 f \n');
    for (const number of numbers) {
      const { offset, generation } = this.offsets.get(number)!;
      this.add(`${number} 1\n${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`);
    }
    this.add(`trailer\n<< /Size ${(numbers.at(-1) ?? 0) + 1} ${trailer} >>\nstartxref\n${table}\n%%EOF\n`);
    return Buffer.concat(this.pieces);
  }

  private add(piece: string | Buffer): void {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
    this.pieces.push(bytes);
    this.length += bytes.length;
  }

  private begin(number: number, generation: number): void {
    this.offsets.set(number, { offset: this.length, generation });
    this.add(`${number} ${generation} obj`);
  }

  /** Walks from token to token; what stands between objects is of no object. */
  private copyObjects(): void {
    const pattern = new RegExp(token);
    let current: { number: number; generation: number; dictionary: string } | undefined;
    let from = 0;
    for (let found = pattern.exec(this.source); found; found = pattern.exec(this.source)) {
      this.copying.budget.checkTime();
      const [word, number, generation] = found;
      if (current) current.dictionary += this.source.slice(from, found.index);
      from = found.index + word.length;
      if (number !== undefined) {
        if (current) this.finish(current, '');
        current = { number: Number(number), generation: Number(generation), dictionary: '' };
      } else if (!current || word[0] === '%') continue;
      else if (word === '(' || word === '<') {
        from = this.endOfString(found.index);
        current.dictionary += this.openString(found.index, from, current.number, current.generation);
      } else {
        if (word === 'endobj') this.finish(current, '');
        else from = this.openStream(current, from);
        current = undefined;
      }
      pattern.lastIndex = from;
    }
    if (current) this.finish(current, '');
  }

  private finish(object: { number: number; generation: number; dictionary: string }, rest: string | Buffer): void {
    if (object.number === this.copying.handler) return;
    this.begin(object.number, object.generation);
    this.add(object.dictionary);
    this.add(rest);
    this.add('\nendobj\n');
  }

  /** Behind the closing bracket. */
  private endOfString(start: number): number {
    if (this.source[start] === '<') {
      const end = this.source.indexOf('>', start);
      return end < 0 ? this.source.length : end + 1;
    }
    for (let at = start, depth = 0; at < this.source.length; at += 1) {
      const letter = this.source[at];
      if (letter === '\\') at += 1;
      else if (letter === '(') depth += 1;
      else if (letter === ')') depth -= 1;
      if (depth === 0) return at + 1;
    }
    return this.source.length;
  }

  private openString(start: number, end: number, number: number, generation: number): string {
    const string = this.source.slice(start, end);
    if (number === this.copying.handler) return string;
    const opened = this.copying.ciphers.strings(pdfStringBytes(string), number, generation);
    // Where it is too short to be encrypted, it is taken as it is.
    return opened ? `<${opened.toString('hex')}>` : string;
  }

  /** @returns where the walk goes on */
  private openStream(object: { number: number; generation: number; dictionary: string }, start: number): number {
    const { ciphers } = this.copying;
    const { number, generation, dictionary } = object;
    const end = endOfStream(this.source, start);
    if (/\/Type\s*\/XRef\b/.test(dictionary)) return end;
    const isPlain =
      (/\/Crypt\b/.test(dictionary) && /\/Name\s*\/Identity\b/.test(dictionary)) ||
      (!ciphers.encryptsMetadata && /\/Type\s*\/Metadata\b/.test(dictionary));
    const data = this.bytes.subarray(start, this.endOfData(dictionary, start, end));
    const opened = isPlain ? data : this.opened(data, number, generation);
    if (/\/Type\s*\/ObjStm\b/.test(dictionary)) {
      this.copyPacked(opened, dictionary);
      return end;
    }
    const length = dictionary.replace(/\/Length\s+\d{1,10}(?:\s+\d{1,5}\s+R)?/, `/Length ${opened.length}`);
    this.finish(
      { ...object, dictionary: `${length}stream\n` },
      Buffer.concat([opened, Buffer.from('\nendstream', 'latin1')]),
    );
    return end;
  }

  private opened(data: Buffer, number: number, generation: number): Buffer {
    const opened = this.copying.ciphers.streams(data, number, generation);
    if (!opened && data.toString('latin1').trim() !== '') this.missed.push(['encrypted', data.length]);
    return opened ?? Buffer.alloc(0);
  }

  /** By the length in the dictionary where it says so; otherwise the end of line behind the data may be among them. */
  private endOfData(dictionary: string, start: number, end: number): number {
    const said = start + Number(/\/Length\s+(\d{1,10})(?!\s+\d{1,5}\s+R)\b/.exec(dictionary)?.[1] ?? NaN);
    return said <= end && end - said <= 2 ? said : end;
  }

  /** Writes the objects of a stream as objects of their own. */
  private copyPacked(data: Buffer, dictionary: string): void {
    const { budget } = this.copying;
    const decoded = decodedStream(data, dictionary, budget);
    if (decoded.missed) this.missed.push([decoded.missed, data.length]);
    const content = decoded.content.toString('latin1');
    const number = (name: string): number =>
      Number(new RegExp(String.raw`/${name}\s+(\d{1,10})\b`).exec(dictionary)?.[1] ?? 0);
    const first = number('First');
    const pairs = content.slice(0, first).trim().split(/\s+/).map(Number);
    for (let index = 0; index + 1 < Math.min(pairs.length, 2 * number('N')); index += 2) {
      const [object, offset, next] = [pairs[index]!, pairs[index + 1]!, pairs[index + 3]];
      if (!Number.isSafeInteger(object) || !Number.isSafeInteger(offset)) {
        this.missed.push(['damaged', data.length]);
        return;
      }
      const source = content.slice(first + offset, next === undefined ? undefined : first + next);
      budget.spendBytes(source.length);
      this.begin(object, 0);
      this.add(`\n${source}\nendobj\n`);
    }
  }
}

/** Follows the groups of an RTF file: where the text of each goes, its charset, and whether it is hidden. */
import iconv from 'iconv-lite';
import { ReadLimit } from '../../file-reader.ts';
import type { Collected } from '../collected.ts';
import { isCompoundFile } from '../compound-file.ts';
import { nativeFile, readOleObject } from '../legacy/ole-object.ts';
import type { PlacedText } from '../placed-text.ts';
import { destinations, symbols, type Destination } from './rtf-words.ts';
import type { RtfHandler } from './rtf-tokens.ts';

interface Group {
  destination: Destination;
  font: number;
  hidden: boolean;
  deleted: boolean;
  /** Number of characters after a Unicode character, for programs that do not know it. */
  fallback: number;
  /** Text that is kept for the end of this group or an outer one: a note, a field code, hexadecimal data. */
  kept: string[] | undefined;
  ownsKept: boolean;
  /** HTML from which the RTF was made: the RTF copy is left out. */
  copy: boolean;
}

const maxDepth = 5000;

export class RtfText implements RtfHandler {
  /** HTML from which the RTF was made, if any. */
  readonly html: string[] = [];
  private readonly text: PlacedText;
  private readonly into: Collected;
  private readonly groups: Group[] = [];
  private group: Group = {
    destination: 'text',
    font: -1,
    hidden: false,
    deleted: false,
    fallback: 1,
    kept: undefined,
    ownsKept: false,
    copy: false,
  };
  private charset = 'windows-1252';
  private readonly fonts = new Map<number, string>();
  /** Text that is kept for the end: notes, headers and field codes would cut the words of the text. */
  private readonly asides: { readonly label: string; readonly text: string }[] = [];
  private pending: number[] = [];
  private skip = 0;
  private star = false;
  private fromHtml = false;
  private blobs = 0;

  constructor(text: PlacedText, into: Collected) {
    this.text = text;
    this.into = into;
    text.place('document');
  }

  open(): void {
    this.flush();
    if (this.groups.length > maxDepth) throw new ReadLimit('too-deep');
    this.groups.push(this.group);
    this.group = { ...this.group, ownsKept: false };
    this.star = false;
  }

  close(): void {
    this.flush();
    this.skip = 0;
    const { kept, ownsKept, destination } = this.group;
    const outer = this.groups.pop();
    if (kept && ownsKept) this.endKept(destination, kept.join(''));
    if (outer) this.group = outer;
  }

  byte(code: number): void {
    if (this.skip > 0) this.skip -= 1;
    else this.pending.push(code);
  }

  bytes(data: Buffer): void {
    const skipped = Math.min(this.skip, data.length);
    this.skip -= skipped;
    for (const code of data.subarray(skipped)) this.pending.push(code);
  }

  binary(data: Buffer): void {
    if (this.group.kept && (this.group.destination === 'picture' || this.group.destination === 'object')) {
      this.group.kept.push(data.toString('hex'));
    }
  }

  word(name: string, value: number | undefined): void {
    if (name === 'u' && value !== undefined) {
      this.flush();
      this.write(String.fromCharCode(value & 0xffff));
      this.skip = this.group.fallback;
      return;
    }
    this.flush();
    this.skip = 0;
    const symbol = symbols.get(name);
    if (symbol !== undefined) {
      this.write(symbol);
      return;
    }
    const destination = destinations.get(name);
    if (destination !== undefined) this.enter(destination);
    else if (this.star && name !== '*') this.group.destination = 'nothing';
    this.star = name === '*';
    this.format(name, value);
  }

  /** Writes the text that was kept for the end. */
  end(): void {
    this.flush();
    for (const { label, text } of this.asides) {
      this.text.place(label);
      this.text.writeLine(text, label === 'field codes');
    }
  }

  private format(name: string, value: number | undefined): void {
    const on = value !== 0;
    if (name === 'v') this.group.hidden = on;
    else if (name === 'deleted') this.group.deleted = on;
    else if (name === 'plain') this.group.hidden = this.group.deleted = false;
    else if (name === 'fs') this.group.hidden ||= value !== undefined && value <= 2;
    else if (name === 'uc') this.group.fallback = Math.max(0, value ?? 1);
    else if (name === 'ansicpg' && value !== undefined) this.charset = codePage(value);
    else if (name === 'mac') this.charset = 'macroman';
    else if (name === 'fromhtml') this.fromHtml = true;
    else if (name === 'htmlrtf') this.group.copy = on;
    else if (name === 'f' && value !== undefined) this.group.font = value;
    else if (name === 'fcharset' && value !== undefined && this.group.destination === 'fonts') {
      this.fonts.set(this.group.font, fontCharset(value) ?? this.charset);
    }
  }

  private enter(destination: Destination): void {
    // Inside a group without text, only wanted destinations become text again.
    if (this.group.destination === 'nothing' && destination !== 'object' && destination !== 'picture') return;
    if (destination === 'same') return;
    this.group.destination = destination;
    if (destination !== 'nothing' && destination !== 'fonts' && destination !== 'html') {
      this.group.kept = [];
      this.group.ownsKept = true;
    }
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    const bytes = Buffer.from(this.pending);
    this.pending = [];
    if (this.group.destination === 'picture' || this.group.destination === 'object') {
      this.keep(bytes.toString('latin1'));
      return;
    }
    this.write(iconv.decode(bytes, this.fonts.get(this.group.font) ?? this.charset));
  }

  private write(text: string): void {
    const { destination, hidden, deleted, copy } = this.group;
    if (destination === 'html') this.html.push(text);
    else if (destination === 'nothing' || destination === 'fonts') return;
    else if (destination !== 'text') this.keep(text);
    else if (this.fromHtml) {
      if (!copy) this.html.push(text);
    } else this.text.write(text, hidden || deleted);
  }

  private keep(text: string): void {
    this.group.kept?.push(text);
  }

  private endKept(destination: Destination, kept: string): void {
    if (destination === 'picture' || destination === 'object') {
      this.blobs += 1;
      const bytes = Buffer.from(kept.replace(/[^0-9a-fA-F]/g, ''), 'hex');
      if (destination === 'picture') this.into.file(`picture ${this.blobs}`, bytes);
      else this.object(bytes);
      return;
    }
    const words = kept.trim();
    // Values of shapes are numbers, except for alternative texts.
    if (words === '' || /^-?\d{1,12}$/.test(words)) return;
    this.asides.push({ label: destination, text: words });
  }

  /** OLE 1.0 (MS-OLEDS 2.2.5): class, topic and item with their lengths, then the data. */
  private object(bytes: Buffer): void {
    let at = 8;
    for (let count = 0; count < 3 && at + 4 <= bytes.length; count += 1) at += 4 + bytes.readUInt32LE(at);
    if (at + 4 > bytes.length) return;
    const data = bytes.subarray(at + 4, at + 4 + bytes.readUInt32LE(at));
    const name = `object ${this.blobs}`;
    if (isCompoundFile(data)) readOleObject(data, name, this.into);
    else {
      const inner = nativeFile(Buffer.concat([Buffer.alloc(4), data]));
      this.into.file(inner.name === '' ? name : inner.name, inner.bytes);
    }
  }
}

function codePage(value: number): string {
  if (value === 65001) return 'utf8';
  const name = `cp${value}`;
  return iconv.encodingExists(name) ? name : 'windows-1252';
}

/** Charsets of fonts by their Windows numbers. */
function fontCharset(value: number): string | undefined {
  const pages: Readonly<Record<number, number>> = {
    77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256,
    186: 1257, 204: 1251, 222: 874, 238: 1250,
  }; // prettier-ignore
  const page = pages[value];
  return page === undefined ? undefined : page === 10000 ? 'macroman' : codePage(page);
}

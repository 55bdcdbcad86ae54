/** Finds files that are written into a text as characters: uuencode (POSIX.1), yEnc 1.3, base64 and `data:` addresses. */
import { inflateRawSync, inflateSync } from 'node:zlib';
import { hasSignature } from './files/recognise.ts';
import type { ContentFields } from './content-fields.ts';
import { recogniseText } from './files/recognise-text.ts';
import type { Place } from './mime-tree.ts';
import type { EncodedData } from './opaque/opaque-text.ts';

export interface WrittenFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Lines are missing, or their lengths do not fit. */
  readonly damaged: boolean;
}

export interface EmbeddedFile extends WrittenFile {
  /** The characters in which it is written, with line ends as `\n`. */
  readonly source: string;
}

/** More files in one text are an attack: the caller lists the rest as unread. */
export const maxEmbeddedFiles = 100;

/** Longer texts are not packed into a line; a bomb ends here. */
const maxUnpacked = 1_048_576;

/** Whether the text may contain such files: one search before the detailed one. */
const marker = /^(?:begin [0-7]{3,4} |=ybegin )/m;

/**
 * @param body the part's bytes, transfer encoding undone; yEnc is no text
 * @returns one more than `maxEmbeddedFiles` where there are more
 */
export function embeddedFiles(body: Buffer): EmbeddedFile[] {
  const text = body.toString('latin1');
  const files = base64Files(text);
  if (!marker.test(text)) return files;
  const lines = text.split(/\r\n|\n/);
  for (let at = 0; at < lines.length && files.length <= maxEmbeddedFiles; at += 1) {
    const line = lines[at]!;
    const uu = /^begin [0-7]{3,4} (.{1,200})$/.exec(line);
    if (uu && isUuLine(lines[at + 1] ?? '')) {
      const { file, last } = readUu(lines, at + 1, uu[1]!);
      files.push({ ...file, source: lines.slice(at, last + 1).join('\n') });
      at = last;
    } else if (line.startsWith('=ybegin ')) {
      const { file, last } = readYenc(lines, at);
      files.push({ ...file, source: lines.slice(at, last + 1).join('\n') });
      at = last;
    }
  }
  return files;
}

/**
 * The first files of a text as parts below the part in which they are written.
 *
 * @param before how many of its files have a place already
 */
export function placedFiles(place: Place, fields: ContentFields, files: readonly WrittenFile[], before = 0) {
  const path = fields.filename === undefined ? place.path : [...place.path, fields.filename];
  return files.slice(0, Math.max(0, maxEmbeddedFiles - before)).map(({ name, bytes, damaged }, index) => ({
    at: { ...place, path, id: `${place.id}.${before + index + 1}`, depth: place.depth + 1 },
    inner: { ...fields, contentType: 'application/octet-stream', params: {}, encoding: '', filename: name },
    bytes,
    damaged,
  }));
}

/** What is read of the other encoded data in a text. */
export function writtenIn({ readable }: EncodedData): WrittenFile[] {
  return readable.map((bytes) => ({ name: 'encoded data', bytes, damaged: false }));
}

/** A single line of this length is enough; the last line may be shorter. */
const shortestRun = 56;
const address = /data:([a-z]{1,20}\/[a-z0-9.+-]{1,60})?(?:;[a-z0-9=."_-]{1,80}){0,4};base64,\s{0,4}$/i;

/**
 * Reads base64 in a text that decodes to text or to a file of a known format, and `data:` addresses of any content. Text in
 * a `data:` address is read with the text around it.
 */
function base64Files(text: string): EmbeddedFile[] {
  const files: EmbeddedFile[] = [];
  for (let start = startOfRun(text, 0); start >= 0 && files.length <= maxEmbeddedFiles;) {
    const { long, end } = endOfRun(text, start);
    const [stated, type = 'text/plain'] = address.exec(text.slice(Math.max(0, start - 400), start)) ?? [];
    const from = start;
    start = startOfRun(text, end);
    if (stated !== undefined && /^text\//i.test(type)) continue;
    const found = [end, long]
      .map((until) => text.slice(from, until))
      .map((source) => readable(source, stated !== undefined))
      .find((file) => file !== undefined);
    const ending = stated === undefined ? undefined : /^[a-z]+\/(?:x-|vnd\.)?([a-z0-9]{1,8})$/i.exec(type)?.[1];
    const name = ending === undefined ? 'base64' : `base64.${ending}`;
    if (found) files.push({ ...found, name, damaged: false, source: found.source.replaceAll('\r\n', '\n') });
  }
  return files;
}

/** The text without the files that are written into it. Files are searched for in order, so the time is linear. */
export function withoutEmbedded(text: string, files: readonly EmbeddedFile[]): string {
  const rest: string[] = [];
  let from = 0;
  for (const { source } of files) {
    const at = text.indexOf(source, from);
    if (at < 0) continue;
    rest.push(text.slice(from, at));
    from = at + source.length;
  }
  return from === 0 ? text : `${rest.join(' ')} ${text.slice(from)}`;
}

/** Where the first run of letters of base64 begins from an offset on; -1 where there is none. */
function startOfRun(text: string, from: number): number {
  for (let at = from; at + shortestRun <= text.length;) {
    // What is no letter at the end of the window rules out all runs that begin before it.
    let other = at + shortestRun - 1;
    while (other >= at && base64Letter[text.charCodeAt(other)] === 1) other -= 1;
    if (other < at) return at;
    at = other + 1;
  }
  return -1;
}

/** The end of a run of long lines and the shorter last line. */
function endOfRun(text: string, start: number): { long: number; end: number } {
  let long = endOfLetters(text, start);
  for (;;) {
    const next = lineBehind(text, long);
    const end = endOfLetters(text, next);
    if (end - next < shortestRun) return { long, end: next > long ? end : long };
    long = end;
  }
}

function endOfLetters(text: string, start: number): number {
  let end = start;
  while (base64Letter[text.charCodeAt(end)] === 1) end += 1;
  return end;
}

/** The offset after the line end, or the same offset where the line continues. */
function lineBehind(text: string, at: number): number {
  if (text[at] === '\n') return at + 1;
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at;
}

const base64Letter = Uint8Array.from({ length: 256 }, (_, code) =>
  /[A-Za-z0-9+/]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** The content of base64; undefined where it is no file. Programs for diagrams write text in raw deflate or zlib. */
function readable(source: string, isFile: boolean): Pick<EmbeddedFile, 'source' | 'bytes'> | undefined {
  const bytes = Buffer.from(source, 'base64');
  if (isFile || makesSense(bytes)) return { source, bytes };
  for (const inflate of [inflateSync, inflateRawSync]) {
    try {
      const text = inflate(bytes, { maxOutputLength: maxUnpacked });
      if (text.length > 0 && recogniseText(text) !== undefined) return { source, bytes: text };
    } catch {
      continue; // not packed in this way
    }
  }
  return undefined;
}

function makesSense(bytes: Buffer): boolean {
  if (hasSignature(bytes)) return true;
  const head = bytes.subarray(0, 512).toString('utf8');
  return (
    /\p{L}{2,}[\s,.]+\p{L}{2,}/u.test(head) &&
    !head.slice(0, -4).includes('\ufffd') &&
    recogniseText(bytes) !== undefined
  );
}

/** A length character and that many encoded bytes, or the empty line of an empty file. */
function isUuLine(line: string): boolean {
  const length = (line.charCodeAt(0) - 32) & 63;
  return /^[ -`]+$/.test(line) && line.length >= 1 + Math.ceil((length * 4) / 3) && line.length <= 1 + 4 * 22;
}

function readUu(lines: readonly string[], from: number, name: string): { file: WrittenFile; last: number } {
  const chunks: Buffer[] = [];
  let at = from;
  for (; at < lines.length && isUuLine(lines[at]!); at += 1) {
    const line = lines[at]!;
    const length = (line.charCodeAt(0) - 32) & 63;
    if (length === 0) continue;
    const bytes = Buffer.alloc(Math.ceil(length / 3) * 3);
    for (let four = 0; four * 3 < length; four += 1) {
      const value = [0, 1, 2, 3].reduce(
        (sum, n) => (sum << 6) | (((line.charCodeAt(1 + four * 4 + n) || 32) - 32) & 63),
        0,
      );
      bytes.writeUIntBE(value, four * 3, 3);
    }
    chunks.push(bytes.subarray(0, length));
  }
  const ended = lines[at]?.startsWith('end') ?? false;
  return { file: { name, bytes: Buffer.concat(chunks), damaged: !ended }, last: ended ? at : at - 1 };
}

function readYenc(lines: readonly string[], from: number): { file: WrittenFile; last: number } {
  const name = /\bname=(.{1,200})$/.exec(lines[from]!)?.[1]?.trim() ?? 'unnamed';
  const size = Number(/\bsize=(\d{1,12})/.exec(lines[from]!)?.[1] ?? Number.NaN);
  const out: number[] = [];
  let at = from + 1;
  for (; at < lines.length && !lines[at]!.startsWith('=yend'); at += 1) {
    const line = lines[at]!;
    if (line.startsWith('=ypart ')) continue;
    for (let i = 0; i < line.length; i += 1) {
      const escaped = line[i] === '=';
      if (escaped) i += 1;
      if (i < line.length) out.push((line.charCodeAt(i) - (escaped ? 106 : 42)) & 255);
    }
  }
  return { file: { name, bytes: Buffer.from(out), damaged: out.length !== size }, last: at };
}

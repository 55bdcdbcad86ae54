/** Walks the MIME tree of a raw message (RFC 2046) by offsets, without copying or decoding, within limits. */
import { decodeBody, isKnownEncoding } from './transfer-encoding.ts';
import { readHeader, type HeaderSection } from '../message/header.ts';
import { readContentFields, readOtherContentFields, type ContentFields } from './content-fields.ts';
import type { UnreadReason } from '../../detectors/detector.ts';
import type { FileLimits } from './files/budget.ts';
import type { PicturesToRead } from './files/formats/image/pictures-to-read.ts';
import { hasSignature } from './files/recognise.ts';
import { isOpaqueHeader } from './opaque/opaque-header.ts';

export interface ExtractLimits extends FileLimits {
  /** MIME parts read of one message, containers included. */
  readonly maxParts: number;
  /** Nesting of attached messages and files inside files, and of multiparts within one message. */
  readonly maxDepth: number;
  /** Header bytes of one message or part. */
  readonly maxHeaderBytes: number;
  /** Decoded text bytes of one message. */
  readonly maxTextBytes: number;
  /** Has pictures and scanned pages read and classified; absent where nobody asks for it. */
  readonly pictures?: PicturesToRead | undefined;
}

/** The place of a part in the message. */
export interface Place {
  /** Part number as in IMAP (RFC 9051 6.4.5): `1`, `2.1`; `1~2` is the second reading of a part that clients read in two ways. */
  readonly id: string;
  /** Names of the attached messages around it. */
  readonly path: readonly string[];
  /** Within `multipart/encrypted` (RFC 1847). */
  readonly encrypted: boolean;
  /** Number of messages and files around it, including itself. */
  readonly depth: number;
}

/** Receives what the walk finds, in the order of the message. */
export interface TreeVisitor {
  leaf(place: Place, fields: ContentFields, body: Buffer): void;
  /** The header of an attached message; its parts follow. */
  message(place: Place, fields: ContentFields, header: HeaderSection): void;
  /** Text outside of all parts: before the first boundary, after the last, between header fields. */
  stray(place: Place, text: Buffer): void;
  /** A part that is not walked because of a limit or damage. */
  skipped(place: Place, contentType: string, size: number, reason: UnreadReason): void;
  /** The message is written in a way that mail clients read differently. */
  anomaly(): void;
}

/** The walk through one message and the messages in its files, which share the count of parts. */
export interface Walk {
  readonly limits: ExtractLimits;
  readonly visitor: TreeVisitor;
  parts: number;
  /** Multiparts around the current part, within its message. */
  multiparts: number;
}

export function createWalk(limits: ExtractLimits, visitor: TreeVisitor): Walk {
  return { limits, visitor, parts: 0, multiparts: 0 };
}

/** Walks the message and calls the visitor for each part. @returns the header of the message */
export function walkMessage(walk: Walk, received: Buffer): HeaderSection {
  const { limits, visitor } = walk;
  const raw = withLineFeeds(received);
  const place: Place = { id: '', path: [], encrypted: false, depth: 0 };
  const header = readHeader(raw, { maxBytes: limits.maxHeaderBytes });
  if (header.cut) visitor.skipped({ ...place, id: 'headers' }, 'text/rfc822-headers', header.bodyStart, 'too-big');
  noteOpaqueHeader(walk, place, header);
  walkEntity(walk, place, raw, header, raw.length, 'text/plain', 1);
  return header;
}

/** Header fields carry data that no mail program shows. */
function noteOpaqueHeader({ visitor }: Walk, place: Place, header: HeaderSection): void {
  if (!isOpaqueHeader(header)) return;
  const id = place.id === '' ? 'headers' : place.id;
  visitor.skipped({ ...place, id }, 'text/rfc822-headers', header.bodyStart, 'opaque');
}

/** Walks a message or part whose header is read; twice where its fields contradict each other. */
function walkEntity(
  walk: Walk,
  place: Place,
  raw: Buffer,
  header: HeaderSection,
  end: number,
  defaultType: string,
  depth: number,
): void {
  const body = raw.subarray(header.bodyStart, end);
  const fields = readContentFields(header, defaultType);
  if (header.junk !== '') walk.visitor.stray(child(place, 0), Buffer.from(header.junk));
  walkAs(walk, place, fields, body, depth);
  if (header.junk !== '' && (fields.encoding === 'base64' || fields.encoding === 'quoted-printable')) {
    // Some clients take the first line that is no field for the beginning of the body.
    const rest = Buffer.concat([Buffer.from(`${header.junk}\n\n`), body]);
    walkAs(walk, { ...place, id: `${ownId(place)}~3` }, fields, rest, depth);
  }
  const other = readOtherContentFields(header, defaultType);
  if (other) {
    walk.visitor.anomaly();
    walkAs(walk, { ...place, id: `${ownId(place)}~2` }, other, body, depth);
  }
}

/** Replaces the line ends of a message that uses carriage returns alone, as old Macs do. */
function withLineFeeds(raw: Buffer): Buffer {
  const head = raw.subarray(0, 65_536);
  if (head.includes(10) || !head.includes(13)) return raw;
  return raw.map((byte) => (byte === 13 ? 10 : byte)) as Buffer;
}

/** The only part of a message has the number 1. */
function ownId(place: Place): string {
  return place.id === '' || place.id.endsWith('.') ? `${place.id}1` : place.id;
}

/** Walks the body of an entity under one reading of its header. */
function walkAs(walk: Walk, place: Place, fields: ContentFields, body: Buffer, depth: number): void {
  walk.parts += 1;
  const { visitor } = walk;
  const own = { ...place, id: ownId(place), depth };
  if (fields.contentType.startsWith('multipart/')) {
    const split = splitMultipart(body, fields, walk.limits);
    if (!split.plain) visitor.anomaly();
    if (!split.declared && body.length > 0) visitor.skipped(own, fields.contentType, body.length, 'damaged');
    if (split.delimiters.length === 0) {
      // The declared boundary is missing or does not occur: the body is read as it is, without decoding parts in it.
      visitor.leaf(own, { ...fields, contentType: 'text/plain' }, body);
    } else if (walk.multiparts >= walk.limits.maxDepth) {
      visitor.skipped(own, fields.contentType, body.length, 'too-deep');
    } else {
      walk.multiparts += 1;
      walkMultipart(walk, place, fields, split.body, split.delimiters, depth);
      walk.multiparts -= 1;
    }
    return;
  }
  if (isMessage(fields) && !hasSignature(decodeBody(body.subarray(0, 2048), fields.encoding, 1024).bytes)) {
    if (depth > walk.limits.maxDepth) visitor.skipped(own, fields.contentType, body.length, 'too-deep');
    else walkAttachedMessage(walk, own, fields, body);
    return;
  }
  visitor.leaf(own, fields, body);
  // The other pieces (RFC 2046 5.2.2) are in other messages, and an external body (5.2.3) is on a server.
  if (/^message\/(?:partial|external-body)$/.test(fields.contentType))
    visitor.skipped(own, fields.contentType, body.length, 'unsupported');
}

/**
 * Finds the delimiters of a multipart's body. Where the declared boundary does not occur, it takes the boundary that the
 * body seems to use; where the body is encoded as a whole (RFC 2045 6.4 forbids it, some clients read it), it decodes it.
 */
function splitMultipart(body: Buffer, fields: ContentFields, limits: ExtractLimits): SplitBody {
  const boundary = fields.params['boundary'];
  const most = limits.maxParts + 1;
  const delimiters = boundary ? findDelimiters(body, boundary, most) : [];
  if (delimiters.some(({ closing }) => !closing)) return { body, delimiters, declared: true, plain: true };
  if (boundary && (fields.encoding === 'base64' || fields.encoding === 'quoted-printable')) {
    const { bytes } = decodeBody(body, fields.encoding, body.length);
    const inner = findDelimiters(bytes, boundary, most);
    if (inner.length > 0) return { body: bytes, delimiters: inner, declared: true, plain: false };
  }
  const head = body.toString('latin1', 0, 65_536);
  const guess = /^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=[A-Za-z-]{1,60}:|\r?\n)/m.exec(head)?.[1];
  if (guess === undefined || guess === `${boundary}--`)
    return { body, delimiters, declared: delimiters.length > 0, plain: body.length === 0 };
  return { body, delimiters: findDelimiters(body, guess, most), declared: false, plain: false };
}

interface SplitBody {
  readonly body: Buffer;
  readonly delimiters: readonly Delimiter[];
  /** The delimiters are those of the declared boundary. */
  readonly declared: boolean;
  /** All clients find the same parts. */
  readonly plain: boolean;
}

function walkMultipart(
  walk: Walk,
  place: Place,
  fields: ContentFields,
  body: Buffer,
  delimiters: readonly Delimiter[],
  depth: number,
): void {
  const encrypted = place.encrypted || fields.contentType === 'multipart/encrypted';
  const defaultType = fields.contentType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  walk.visitor.stray(child(place, 0), body.subarray(0, delimiters[0]!.start));
  let number = 0;
  for (const [index, delimiter] of delimiters.entries()) {
    const next = delimiters[index + 1];
    const end = next ? next.start : body.length;
    if (delimiter.closing && (next || delimiters.length <= walk.limits.maxParts)) {
      // Clients do not show the text after the closing delimiter. In some clients further delimiters open further parts.
      if (next) walk.visitor.anomaly();
      walk.visitor.stray(child(place, 0), body.subarray(Math.min(delimiter.end, end), end));
      continue;
    }
    number += 1;
    const part = { ...child(place, number), encrypted };
    const tooMany =
      walk.parts >= walk.limits.maxParts || (next === undefined && delimiters.length > walk.limits.maxParts);
    if (tooMany) {
      walk.visitor.skipped(part, 'multipart/mixed', body.length - delimiter.end, 'too-many');
      return;
    }
    const start = Math.min(delimiter.end, end);
    const header = readHeader(body, { start, end, maxBytes: walk.limits.maxHeaderBytes });
    if (header.cut) walk.visitor.skipped(part, 'text/rfc822-headers', header.bodyStart - start, 'too-big');
    walkEntity(walk, part, body, header, end, defaultType, depth);
  }
}

/** Walks a message that is a part or a file: the ids of its parts begin with its own id. */
export function walkAttachedMessage(walk: Walk, place: Place, fields: ContentFields, body: Buffer): void {
  const { limits, visitor } = walk;
  if (!isKnownEncoding(fields.encoding)) return visitor.skipped(place, fields.contentType, body.length, 'unsupported');
  // RFC 2046 5.2.1 forbids base64 here, but clients read it.
  const { bytes: decoded, cut } = decodeBody(body, fields.encoding, body.length);
  const bytes = withLineFeeds(decoded);
  if (cut) visitor.skipped(place, fields.contentType, body.length, 'too-big');
  const header = readHeader(bytes, { maxBytes: limits.maxHeaderBytes });
  if (header.cut) visitor.skipped(place, 'text/rfc822-headers', header.bodyStart, 'too-big');
  noteOpaqueHeader(walk, place, header);
  visitor.message(place, fields, header);
  const inner: Place = {
    id: `${place.id}.`,
    path: [...place.path, fields.filename ?? 'message.eml'],
    encrypted: place.encrypted,
    depth: place.depth,
  };
  const around = walk.multiparts;
  walk.multiparts = 0;
  walkEntity(walk, inner, bytes, header, bytes.length, 'text/plain', place.depth + 1);
  walk.multiparts = around;
}

/** Whether it is declared as a message, or as plain bytes with the file name of one. */
function isMessage({ contentType, filename = '' }: ContentFields): boolean {
  if (/^(?:message\/(?:rfc822|global|news|x-rfc822)|message\/global-headers)$/.test(contentType)) return true;
  return /\.eml$/i.test(filename) && /^(application\/|text\/plain$)/.test(contentType);
}

/** The ids `''` and `2.` are messages with the parts `1` and `2.1`; the id `2` is a multipart within a multipart. */
function child(place: Place, number: number): Place {
  const prefix = place.id === '' || place.id.endsWith('.') ? place.id : `${place.id}.`;
  return { ...place, id: `${prefix}${number}` };
}

interface Delimiter {
  /** Offset of the line end before the delimiter, which belongs to the delimiter (RFC 2046 5.1.1). */
  readonly start: number;
  /** Offset after the line of the delimiter. */
  readonly end: number;
  readonly closing: boolean;
}

/** Finds the delimiter lines of a boundary (RFC 2046 5.1.1): `--boundary`, an optional `--`, white space, line end. */
function findDelimiters(body: Buffer, boundary: string, maxCount: number): Delimiter[] {
  const found: Delimiter[] = [];
  const marker = Buffer.from(`--${boundary}`);
  const other = Buffer.from(`--${boundary}`, 'latin1');
  scan(body, marker, maxCount, found);
  if (found.length === 0 && !other.equals(marker)) scan(body, other, maxCount, found);
  return found;
}

function scan(body: Buffer, marker: Buffer, maxCount: number, found: Delimiter[]): void {
  let from = 0;
  while (found.length < maxCount) {
    const at = body.indexOf(marker, from);
    if (at < 0) return;
    const delimiter = at === 0 || body[at - 1] === 10 ? delimiterAt(body, at, marker.length) : undefined;
    if (delimiter) found.push(delimiter);
    // A delimiter begins a line. Searching on within this line would make a line of a million dashes quadratic.
    const lineEnd = body.indexOf(10, at);
    if (lineEnd < 0) return;
    from = lineEnd + 1;
  }
}

function delimiterAt(body: Buffer, at: number, length: number): Delimiter | undefined {
  let after = at + length;
  const closing = body[after] === 0x2d && body[after + 1] === 0x2d;
  if (closing) after += 2;
  while (body[after] === 0x20 || body[after] === 0x09) after += 1;
  if (after < body.length && body[after] !== 10 && body[after] !== 13) return undefined;
  const end = body[after] === 13 && body[after + 1] === 10 ? after + 2 : Math.min(after + 1, body.length);
  const start = at - (at > 1 && body[at - 2] === 13 ? 2 : at > 0 ? 1 : 0);
  return { start, end, closing };
}

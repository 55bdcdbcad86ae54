/** Opens the zip that an office file is: its parts by name, inflated in pieces, from a damaged one whatever can be found. */
import { createInflateRaw } from 'node:zlib';
import { ReadLimit, type ReadBudget } from '../file-reader.ts';

export interface PackagePart {
  /** As the package names it, without a leading slash. */
  readonly name: string;
  /** Uncompressed, as the package says. */
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly encrypted: boolean;
  /** Offset of the local header. */
  readonly at: number;
}

/** Source: PKWARE APPNOTE 6.3.9, 4.3. */
const localHeader = Buffer.from('PK\u0003\u0004', 'latin1');
const centralHeader = 0x02014b50;
const endOfDirectory = Buffer.from('PK\u0005\u0006', 'latin1');
const maxParts = 20_000;
/** Inflated XML is not kept but costs time: more than this in one office file is no document. */
const maxInflated = 1024 * 1024 * 1024;

export class ZipPackage {
  readonly parts: readonly PackagePart[];
  /** The directory at the end is missing or wrong; the parts were found by their own headers. */
  readonly damaged: boolean;
  private readonly bytes: Buffer;
  private readonly budget: ReadBudget;
  private readonly byName = new Map<string, PackagePart>();
  private inflated = 0;
  /** Contents of parts that were encrypted. */
  private opened: ReadonlyMap<string, Buffer> = new Map();

  /** @throws Error where no part can be found */
  constructor(bytes: Buffer, budget: ReadBudget) {
    this.bytes = bytes;
    this.budget = budget;
    const listed = readDirectory(bytes);
    this.damaged = listed === undefined;
    const parts = listed ?? findLocalHeaders(bytes);
    if (parts.length === 0) throw new Error('no parts in the package');
    this.parts = parts.filter((part) => !part.name.endsWith('/'));
    for (const part of this.parts)
      if (!this.byName.has(part.name.toLowerCase())) this.byName.set(part.name.toLowerCase(), part);
  }

  find(name: string): PackagePart | undefined {
    return this.byName.get(name.replace(/^\//, '').toLowerCase());
  }

  /** From now on these parts have these contents. */
  useOpened(contents: ReadonlyMap<string, Buffer>): void {
    this.opened = contents;
  }

  /** The part's bytes in pieces. Throws ReadLimit for encryption and limits, other errors where the data is damaged. */
  async *chunks(part: PackagePart): AsyncGenerator<Buffer> {
    const opened = this.opened.get(part.name);
    if (opened) {
      yield opened;
      return;
    }
    if (part.encrypted) throw new ReadLimit('encrypted');
    const data = this.dataOf(part);
    if (part.method === 0) {
      this.count(data.length);
      yield data;
      return;
    }
    if (part.method !== 8) throw new ReadLimit('unsupported');
    const inflate = createInflateRaw({ chunkSize: 128 * 1024 });
    inflate.end(data);
    for await (const chunk of inflate) {
      this.count((chunk as Buffer).length);
      yield chunk as Buffer;
    }
  }

  /** The whole part, for the parts that are kept as they are. */
  async read(part: PackagePart): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.chunks(part)) {
      length += chunk.length;
      if (length > this.budget.bytesLeft) throw new ReadLimit('too-big');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  private dataOf(part: PackagePart): Buffer {
    if (!this.bytes.subarray(part.at, part.at + 4).equals(localHeader)) throw new Error('no local header');
    const start = part.at + 30 + this.bytes.readUInt16LE(part.at + 26) + this.bytes.readUInt16LE(part.at + 28);
    // A size of zero stands where the writer did not know it; inflating ends by itself.
    const end = part.compressedSize > 0 ? start + part.compressedSize : part.size === 0 ? start : this.bytes.length;
    return this.bytes.subarray(start, end);
  }

  private count(bytes: number): void {
    this.inflated += bytes;
    if (this.inflated > maxInflated) throw new ReadLimit('too-big');
    this.budget.checkTime();
  }
}

/** Offsets of the parts that an office program would find, by which the rest of the file can be told. */
export function packageOffsets(bytes: Buffer): ReadonlySet<number> {
  return new Set((readDirectory(bytes) ?? findLocalHeaders(bytes)).map(({ at }) => at));
}

function readDirectory(bytes: Buffer): PackagePart[] | undefined {
  const end = bytes.lastIndexOf(endOfDirectory);
  if (end < 0 || end + 22 > bytes.length) return undefined;
  const size = bytes.readUInt32LE(end + 12);
  const declared = bytes.readUInt32LE(end + 16);
  // Data put in front of a zip shifts its offsets; office programs and unzip follow.
  const shift = declared + size <= end && !isCentral(bytes, declared) ? end - size - declared : 0;
  const parts: PackagePart[] = [];
  let at = declared + shift;
  while (isCentral(bytes, at) && at + 46 <= bytes.length) {
    if (parts.length >= maxParts) throw new ReadLimit('too-many');
    const nameLength = bytes.readUInt16LE(at + 28);
    parts.push({
      name: partName(bytes, at + 46, nameLength, bytes.readUInt16LE(at + 8)),
      encrypted: (bytes.readUInt16LE(at + 8) & 1) !== 0,
      method: bytes.readUInt16LE(at + 10),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42) + shift,
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts.length > 0 ? parts : undefined;
}

function isCentral(bytes: Buffer, at: number): boolean {
  return at >= 0 && at + 4 <= bytes.length && bytes.readUInt32LE(at) === centralHeader;
}

function findLocalHeaders(bytes: Buffer): PackagePart[] {
  const parts: PackagePart[] = [];
  for (let at = bytes.indexOf(localHeader); at >= 0; at = bytes.indexOf(localHeader, at + 4)) {
    if (at + 30 > bytes.length) break;
    if (parts.length >= maxParts) throw new ReadLimit('too-many');
    const flags = bytes.readUInt16LE(at + 6);
    const size = bytes.readUInt32LE(at + 22);
    parts.push({
      name: partName(bytes, at + 30, bytes.readUInt16LE(at + 26), flags),
      encrypted: (flags & 1) !== 0,
      method: bytes.readUInt16LE(at + 8),
      compressedSize: bytes.readUInt32LE(at + 18),
      size: size === 0 ? -1 : size,
      at,
    });
  }
  return parts;
}

function partName(bytes: Buffer, at: number, length: number, flags: number): string {
  const utf8 = (flags & 0x800) !== 0;
  return bytes
    .toString(utf8 ? 'utf8' : 'latin1', at, at + length)
    .replaceAll('\\', '/')
    .replace(/^\/+/, '');
}

/** Opens the zip file that an Office file is: its parts by name, inflated in pieces; of a damaged file the parts that are found. */
import { createInflateRaw } from 'node:zlib';
import { readZipDirectory } from '../archives/zip-directory.ts';
import type { ZipEntry } from '../archives/zip-entry.ts';
import { ReadLimit, type ReadBudget } from '../file-reader.ts';

/** An entry whose name has slashes alone, and none in front. */
export type PackagePart = ZipEntry;

const maxParts = 20_000;
/** Inflated bytes of one Office file. They are not kept, but they cost time, and no document has more. */
const maxInflated = 1024 * 1024 * 1024;

export class ZipPackage {
  readonly parts: readonly PackagePart[];
  /** The directory is missing or wrong. */
  readonly damaged: boolean;
  private readonly bytes: Buffer;
  private readonly budget: ReadBudget;
  private readonly byName = new Map<string, PackagePart>();
  private inflated = 0;
  private opened: ReadonlyMap<string, Buffer> = new Map();

  /** @throws Error where no part can be found */
  constructor(bytes: Buffer, budget: ReadBudget) {
    this.bytes = bytes;
    this.budget = budget;
    const { listed, damaged } = listedIn(bytes);
    this.damaged = damaged;
    if (listed.length === 0) throw new Error('no parts in the package');
    this.parts = listed.filter(({ isFolder }) => !isFolder).map((entry) => ({ ...entry, name: partName(entry.name) }));
    for (const part of this.parts)
      if (!this.byName.has(part.name.toLowerCase())) this.byName.set(part.name.toLowerCase(), part);
  }

  find(name: string): PackagePart | undefined {
    return this.byName.get(name.replace(/^\//, '').toLowerCase());
  }

  /** Sets the contents of parts that were encrypted. */
  useOpened(contents: ReadonlyMap<string, Buffer>): void {
    this.opened = contents;
  }

  /** The bytes of the part in pieces. @throws ReadLimit for encryption and limits; other errors where the data is damaged */
  async *chunks(part: PackagePart): AsyncGenerator<Buffer> {
    const opened = this.opened.get(part.name);
    if (opened) {
      yield opened;
      return;
    }
    if (part.encryption !== 'none') throw new ReadLimit('encrypted');
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

  /** The bytes of the whole part. */
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
    const { dataStart, compressedSize, size } = part;
    // Some writers leave a packed size of zero that they do not know. The deflate data says itself where it ends.
    const end = compressedSize > 0 || size === 0 ? dataStart + compressedSize : this.bytes.length;
    return this.bytes.subarray(dataStart, end);
  }

  private count(bytes: number): void {
    this.inflated += bytes;
    if (this.inflated > maxInflated) throw new ReadLimit('too-big');
    this.budget.checkTime();
  }
}

/** Offsets of the parts that an Office program finds; other entries of the file are not parts of the document. */
export function packageOffsets(bytes: Buffer): ReadonlySet<number> {
  return new Set(listedIn(bytes).listed.map(({ offset }) => offset));
}

function listedIn(bytes: Buffer): { listed: readonly ZipEntry[]; damaged: boolean } {
  const { entries, listed, damaged, cut } = readZipDirectory(bytes, maxParts);
  if (cut) throw new ReadLimit('too-many');
  return { listed: listed.length === 0 ? entries : listed, damaged };
}

function partName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '');
}

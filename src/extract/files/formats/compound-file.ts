/** Opens OLE compound files (old Office documents, Outlook messages, embedded objects). Source: MS-CFB. */
import { ReadLimit } from '../file-reader.ts';

export interface CompoundStream {
  /** Names of the storages and of the stream: `Storage/Stream`, without the root. */
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** The bytes of the stream, as far as its sectors can be followed. */
  read(): Buffer;
}

const signature = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const lastSector = 0xfffffff9;
const noEntry = 0xffffffff;
const maxEntries = 100_000;
const maxDepth = 64;

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

export function isCompoundFile(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(signature);
}

export interface CompoundContents {
  /** The streams in the order of the directory. Chains that loop or leave the file end there. */
  readonly streams: readonly CompoundStream[];
  /** Whether a sector was missing. Ask after reading. */
  isDamaged(): boolean;
}

/** @throws Error where it is no compound file or has no directory */
export function openCompoundFile(bytes: Buffer): CompoundContents {
  const file = new CompoundFile(bytes);
  return { streams: file.streams(), isDamaged: () => file.damaged };
}

/** The first stream with this name at the root, in any case. */
export function findStream(streams: readonly CompoundStream[], path: string): CompoundStream | undefined {
  const wanted = path.toLowerCase();
  return streams.find((stream) => stream.path.toLowerCase() === wanted);
}

class CompoundFile {
  damaged = false;
  private readonly bytes: Buffer;
  private readonly sectorSize: number;
  private readonly table: number[];
  private readonly miniTable: number[];
  private readonly miniLimit: number;
  private readonly entries: Entry[];
  private readonly miniSectors: Buffer;

  constructor(bytes: Buffer) {
    if (!isCompoundFile(bytes) || bytes.length < 512) throw new Error('not a compound file');
    this.bytes = bytes;
    const shift = bytes.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw new Error('sectors of an unknown size');
    this.sectorSize = 1 << shift;
    this.miniLimit = bytes.readUInt32LE(56) || 4096;
    this.table = this.readTable();
    this.entries = this.readEntries(this.chain(bytes.readUInt32LE(48)));
    const root = this.entries[0];
    if (!root) throw new Error('no directory');
    this.miniSectors = this.chain(root.start);
    this.miniTable = words(this.chain(bytes.readUInt32LE(60)));
  }

  streams(): CompoundStream[] {
    const found: CompoundStream[] = [];
    const seen = new Set<number>([0]);
    const waiting = [{ id: this.entries[0]!.child, path: '', depth: 0 }];
    while (waiting.length > 0) {
      const { id, path, depth } = waiting.pop()!;
      const entry = this.entries[id];
      if (!entry || seen.has(id)) continue;
      if (depth > maxDepth) throw new ReadLimit('too-deep');
      seen.add(id);
      const own = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.type === 2) {
        found.push({ path: own, name: entry.name, size: entry.size, read: () => this.read(entry) });
      } else waiting.push({ id: entry.child, path: own, depth: depth + 1 });
      waiting.push({ id: entry.left, path, depth }, { id: entry.right, path, depth });
    }
    return found;
  }

  private read(entry: Entry): Buffer {
    if (entry.size >= this.miniLimit) return this.whole(this.chain(entry.start, entry.size), entry.size);
    const pieces: Buffer[] = [];
    let sector = entry.start;
    for (let length = 0; length < entry.size && sector < lastSector; length += 64) {
      const piece = this.miniSectors.subarray(sector * 64, sector * 64 + 64);
      if (piece.length === 0) break;
      pieces.push(piece);
      sector = this.miniTable[sector] ?? noEntry;
    }
    return this.whole(Buffer.concat(pieces).subarray(0, entry.size), entry.size);
  }

  private whole(data: Buffer, size: number): Buffer {
    this.damaged ||= data.length < size;
    return data;
  }

  /** The sectors from `first` on. A chain is never longer than the file, even where it loops. */
  private chain(first: number, size = this.bytes.length): Buffer {
    const pieces: Buffer[] = [];
    const longest = Math.min(size, this.bytes.length);
    let sector = first;
    for (let length = 0; length < longest && sector < lastSector; length += this.sectorSize) {
      const at = (sector + 1) * this.sectorSize;
      if (at >= this.bytes.length) break;
      pieces.push(this.bytes.subarray(at, at + this.sectorSize));
      sector = this.table[sector] ?? noEntry;
    }
    return Buffer.concat(pieces).subarray(0, size);
  }

  /** The allocation table. The header lists its sectors; in large files a chain of sectors lists the rest. */
  private readTable(): number[] {
    const perSector = this.sectorSize / 4;
    const sectors = words(this.bytes.subarray(76, 512)).filter((sector) => sector < lastSector);
    let next = this.bytes.readUInt32LE(68);
    const most = Math.ceil(this.bytes.length / this.sectorSize);
    for (let count = 0; next < lastSector && count < most; count += 1) {
      const at = (next + 1) * this.sectorSize;
      const list = words(this.bytes.subarray(at, at + this.sectorSize));
      if (list.length < perSector) break;
      sectors.push(...list.slice(0, -1).filter((sector) => sector < lastSector));
      next = list.at(-1)!;
    }
    const table: number[] = [];
    for (const sector of sectors.slice(0, most)) {
      const at = (sector + 1) * this.sectorSize;
      const list = words(this.bytes.subarray(at, at + this.sectorSize));
      this.damaged ||= list.length < perSector;
      for (let index = 0; index < perSector; index += 1) table.push(list[index] ?? noEntry);
    }
    return table;
  }

  private readEntries(directory: Buffer): Entry[] {
    const entries: Entry[] = [];
    for (let at = 0; at + 128 <= directory.length && entries.length < maxEntries; at += 128) {
      const nameLength = Math.min(64, directory.readUInt16LE(at + 64));
      entries.push({
        name: directory.toString('utf16le', at, at + Math.max(0, nameLength - 2)),
        type: directory[at + 66]!,
        left: directory.readUInt32LE(at + 68),
        right: directory.readUInt32LE(at + 72),
        child: directory.readUInt32LE(at + 76),
        start: directory.readUInt32LE(at + 116),
        size: directory.readUInt32LE(at + 120),
      });
    }
    return entries;
  }
}

function words(bytes: Buffer): number[] {
  const values: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) values.push(bytes.readUInt32LE(at));
  return values;
}

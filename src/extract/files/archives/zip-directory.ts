/** Lists the entries of a zip file (APPNOTE.TXT 6.3.10) as its central directory says and as its local headers say, which may differ. */

export interface ZipEntry {
  /** As the directory writes it; never a path on disk. */
  readonly name: string;
  /** Compression method, of an AES entry the one within (APPNOTE 4.4.5, WinZip AE-2). */
  readonly method: number;
  readonly compressedSize: number;
  /** As declared, which need not be true. */
  readonly size: number;
  readonly crc32: number;
  readonly encryption: 'none' | 'zipcrypto' | 'strong' | AesEncryption;
  /** The byte that the header of a ZipCrypto entry ends in. */
  readonly checkByte: number;
  /** Offset of the local header, and of the data behind it. */
  readonly offset: number;
  readonly dataStart: number;
  readonly isFolder: boolean;
}

export interface AesEncryption {
  readonly keyBits: 128 | 192 | 256;
  /** AE-2 has no CRC. */
  readonly checksCrc: boolean;
}

export interface ZipDirectory {
  /** In the order of the file. */
  readonly entries: readonly ZipEntry[];
  /** Some part of it cannot be followed, or says what is not there. */
  readonly damaged: boolean;
  /** There are more than were asked for. */
  readonly cut: boolean;
}

const localSignature = Buffer.from('PK\x03\x04', 'latin1');
const centralSignature = 0x02014b50;
const endSignature = Buffer.from('PK\x05\x06', 'latin1');
const end64Signature = 0x06064b50;
const end64Locator = 0x07064b50;
/** The end record and the longest comment behind it (APPNOTE 4.3.16). */
const endRange = 22 + 65_535;

/** Whether it ends as a zip file does, whatever it begins with. */
export function hasZipEnd(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - endRange);
  const at = bytes.lastIndexOf(endSignature);
  return at >= from && at + 22 <= bytes.length && at + 22 + bytes.readUInt16LE(at + 20) === bytes.length;
}

/**
 * Entries of every central directory that an end record points to, and those that only a reader going from local header to
 * local header would find. CPU time is linear in the file's size.
 *
 * @param maxEntries further ones are not looked at
 */
export function readZipDirectory(bytes: Buffer, maxEntries: number): ZipDirectory {
  const found = new Map<number, ZipEntry>();
  let damaged = false;
  let cut = false;
  let anyDirectory = false;
  for (const end of endRecords(bytes)) {
    const { start, count, shift } = end;
    // That of an archive within the archive: it is read as the file that it is.
    if (isWithin(found.values(), end.at)) continue;
    anyDirectory = true;
    let at = start;
    for (let n = 0; n < count; n += 1) {
      if (found.size >= maxEntries) {
        cut = true;
        break;
      }
      const central = readCentral(bytes, at, shift);
      if (!central) {
        damaged = true;
        break;
      }
      at = central.next;
      if (central.entry === undefined) damaged = true;
      else if (!found.has(central.entry.offset)) found.set(central.entry.offset, central.entry);
    }
  }
  const gaps = gapsBetween(bytes, [...found.values()]);
  for (const [start, end] of gaps) {
    let from = start;
    while (from < end) {
      const at = bytes.indexOf(localSignature, from);
      if (at < 0 || at >= end) break;
      const entry = readLocal(bytes, at, end);
      if (entry && found.size >= maxEntries) {
        cut = true;
        break;
      }
      if (entry) found.set(at, entry);
      from = entry ? Math.max(at + 4, entry.dataStart + entry.compressedSize) : at + 4;
    }
  }
  return {
    entries: [...found.values()].sort((a, b) => a.offset - b.offset),
    damaged: damaged || !anyDirectory,
    cut,
  };
}

function isWithin(entries: Iterable<ZipEntry>, at: number): boolean {
  for (const { dataStart, compressedSize } of entries)
    if (at >= dataStart && at < dataStart + compressedSize) return true;
  return false;
}

interface EndRecord {
  readonly at: number;
  readonly start: number;
  readonly count: number;
  /** What offsets are short of: bytes in front of the archive, as of a self-extracting one. */
  readonly shift: number;
}

/** End records, the last one first: some readers take the first one that they find. */
function endRecords(bytes: Buffer): EndRecord[] {
  const records: EndRecord[] = [];
  const from = Math.max(0, bytes.length - endRange);
  for (let at = bytes.lastIndexOf(endSignature); at >= from && records.length < 4;) {
    const record = at + 22 <= bytes.length ? endRecordAt(bytes, at) : undefined;
    if (record) records.push(record);
    if (at === 0) break;
    at = bytes.lastIndexOf(endSignature, at - 1);
  }
  return records;
}

function endRecordAt(bytes: Buffer, at: number): EndRecord | undefined {
  let count = bytes.readUInt16LE(at + 10);
  let size = bytes.readUInt32LE(at + 12);
  let start = bytes.readUInt32LE(at + 16);
  let directoryEnd = at;
  if (at >= 20 && bytes.readUInt32LE(at - 20) === end64Locator) {
    const pointed = Number(bytes.readBigUInt64LE(at - 12));
    const end64 = [pointed, at - 20 - 56].find(
      (place) => place >= 0 && place + 56 <= at && bytes.readUInt32LE(place) === end64Signature,
    );
    if (end64 !== undefined) {
      count = Number(bytes.readBigUInt64LE(end64 + 32));
      size = Number(bytes.readBigUInt64LE(end64 + 40));
      start = Number(bytes.readBigUInt64LE(end64 + 48));
      directoryEnd = end64;
    }
  }
  const isCentral = (place: number) =>
    place >= 0 && place + 4 <= bytes.length && bytes.readUInt32LE(place) === centralSignature;
  if (count === 0 && size === 0) return { at, start: at, count: 0, shift: 0 };
  const before = directoryEnd - size;
  if (isCentral(before)) return { at, start: before, count, shift: before - start };
  return isCentral(start) ? { at, start, count, shift: 0 } : undefined;
}

function readCentral(
  bytes: Buffer,
  at: number,
  shift: number,
): { entry: ZipEntry | undefined; next: number } | undefined {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== centralSignature) return undefined;
  const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const next = extraEnd + bytes.readUInt16LE(at + 32);
  if (extraEnd > bytes.length) return undefined;
  const fields = readFields(bytes, at + 8, bytes.subarray(at + 46, nameEnd), bytes.subarray(nameEnd, extraEnd), {
    offset: bytes.readUInt32LE(at + 42),
  });
  const offset = fields.offset + shift;
  const isLocal = offset >= 0 && offset + 30 <= bytes.length && bytes.indexOf(localSignature, offset) === offset;
  if (!isLocal) return { entry: undefined, next };
  const dataStart = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (dataStart + fields.compressedSize > bytes.length) return { entry: undefined, next };
  return { entry: { ...fields, offset, dataStart }, next };
}

/** An entry as its local header has it; where the sizes stand behind the data, these end where the next signature begins. */
function readLocal(bytes: Buffer, at: number, end: number): ZipEntry | undefined {
  if (at + 30 > bytes.length) return undefined;
  const nameEnd = at + 30 + bytes.readUInt16LE(at + 26);
  const dataStart = nameEnd + bytes.readUInt16LE(at + 28);
  const likely = bytes.readUInt16LE(at + 4) < 256 && bytes.readUInt16LE(at + 8) < 100;
  if (!likely || nameEnd === at + 30 || dataStart > end) return undefined;
  const fields = readFields(bytes, at + 6, bytes.subarray(at + 30, nameEnd), bytes.subarray(nameEnd, dataStart));
  const sizesFollow = (bytes.readUInt16LE(at + 6) & 8) !== 0 && fields.compressedSize === 0;
  const declared = dataStart + fields.compressedSize;
  const dataEnd = sizesFollow ? nextRecord(bytes, dataStart, end) : Math.min(declared, end);
  return { ...fields, compressedSize: dataEnd - dataStart, offset: at, dataStart };
}

function nextRecord(bytes: Buffer, from: number, end: number): number {
  for (let at = bytes.indexOf('PK', from, 'latin1'); at >= 0 && at < end; at = bytes.indexOf('PK', at + 2, 'latin1')) {
    const kind = bytes.toString('latin1', at + 2, at + 4);
    if (kind === '\x07\x08' || kind === '\x03\x04' || kind === '\x01\x02') return at;
  }
  return end;
}

/** What central and local headers have alike: flags at `at`, then method, time, CRC, sizes. */
function readFields(bytes: Buffer, at: number, rawName: Buffer, extra: Buffer, central?: { offset: number }) {
  const flags = bytes.readUInt16LE(at);
  const crc32 = bytes.readUInt32LE(at + 8);
  const wide = extraField(extra, 0x0001);
  let taken = 0;
  const widened = (value: number): number => {
    if (value !== 0xffffffff || !wide || wide.length < taken + 8) return value;
    taken += 8;
    return Number(wide.readBigUInt64LE(taken - 8));
  };
  const size = widened(bytes.readUInt32LE(at + 16));
  const compressedSize = widened(bytes.readUInt32LE(at + 12));
  const offset = widened(central?.offset ?? 0);
  const declaredMethod = bytes.readUInt16LE(at + 2);
  const aes = declaredMethod === 99 ? aesOf(extraField(extra, 0x9901)) : undefined;
  const unicodeName = extraField(extra, 0x7075);
  const name = unicodeName && unicodeName.length > 5 ? unicodeName.toString('utf8', 5) : decodeName(rawName, flags);
  const encryption: ZipEntry['encryption'] =
    (flags & 1) === 0
      ? 'none'
      : (flags & 0x40) !== 0 || (declaredMethod === 99 && !aes)
        ? 'strong'
        : (aes?.encryption ?? 'zipcrypto');
  return {
    name,
    method: aes?.method ?? declaredMethod,
    compressedSize,
    size,
    crc32,
    encryption,
    checkByte: (flags & 8) !== 0 ? bytes[at + 5]! : crc32 >>> 24,
    offset,
    isFolder: /[\\/]$/.test(name) && size === 0,
  };
}

function decodeName(raw: Buffer, flags: number): string {
  const utf8 = raw.toString('utf8');
  return (flags & 0x800) !== 0 || !utf8.includes('\ufffd') ? utf8 : raw.toString('latin1');
}

function extraField(extra: Buffer, wanted: number): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length;) {
    const size = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === wanted) return extra.subarray(at + 4, at + 4 + size);
    at += 4 + size;
  }
  return undefined;
}

function aesOf(field: Buffer | undefined): { encryption: AesEncryption; method: number } | undefined {
  if (!field || field.length < 7) return undefined;
  const keyBits = ([128, 192, 256] as const)[field[4]! - 1];
  if (keyBits === undefined) return undefined;
  return { encryption: { keyBits, checksCrc: field.readUInt16LE(0) === 1 }, method: field.readUInt16LE(5) };
}

/**
 * Stretches that no listed entry takes. An entry takes what both its directory and its local header say: a directory that
 * says more may hide another entry in the rest.
 */
export function gapsBetween(bytes: Buffer, entries: readonly ZipEntry[]): [number, number][] {
  const gaps: [number, number][] = [];
  let from = 0;
  for (const { offset, dataStart, compressedSize } of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (offset > from) gaps.push([from, offset]);
    const local = bytes.readUInt32LE(offset + 18);
    const sizesFollow = (bytes.readUInt16LE(offset + 6) & 8) !== 0;
    const taken = sizesFollow || local === 0 ? compressedSize : Math.min(compressedSize, local);
    from = Math.max(from, dataStart + taken);
  }
  if (from < bytes.length) gaps.push([from, bytes.length]);
  return gaps;
}

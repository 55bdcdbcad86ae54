/** Lists the entries of a zip file (APPNOTE.TXT 6.3.10) by its central directories and by its local headers, which may differ. */
import { centralSignature, localSignature, readCentral, readLocal, type ZipEntry } from './zip-entry.ts';

export interface ZipDirectory {
  /** All entries that any program finds, in the order of the file. */
  readonly entries: readonly ZipEntry[];
  /**
   * The entries of the last directory in its order, an entry once for each of its names: what most programs show. Where
   * there is no directory, all entries.
   */
  readonly listed: readonly ZipEntry[];
  /** A directory is missing, breaks off, or lists what does not exist. */
  readonly damaged: boolean;
  /** There are more entries than were asked for. */
  readonly cut: boolean;
}

const endSignature = Buffer.from('PK\x05\x06', 'latin1');
const end64Signature = 0x06064b50;
const end64Locator = 0x07064b50;
/** Length of the end record with the longest comment (APPNOTE 4.3.16). */
const endRange = 22 + 65_535;

/** Whether the bytes end as a zip file does, whatever they begin with. */
export function hasZipEnd(bytes: Buffer): boolean {
  const from = Math.max(0, bytes.length - endRange);
  const at = bytes.lastIndexOf(endSignature);
  return at >= from && at + 22 <= bytes.length && at + 22 + bytes.readUInt16LE(at + 20) === bytes.length;
}

/**
 * Lists the entries of every central directory that an end record points to, and the entries that only a program finds
 * which goes from local header to local header. CPU time is linear in the file's size.
 *
 * @param maxEntries further entries are not read
 */
export function readZipDirectory(bytes: Buffer, maxEntries: number): ZipDirectory {
  const found = new Map<number, ZipEntry>();
  let listed: readonly ZipEntry[] | undefined;
  let damaged = false;
  let cut = false;
  for (const end of endRecords(bytes)) {
    // The directory of an archive within this archive is read with the inner file.
    if (isWithin(found.values(), end.at)) continue;
    const directory = readDirectory(bytes, end, maxEntries);
    listed ??= directory.listed;
    damaged ||= directory.damaged;
    cut ||= directory.cut;
    for (const entry of directory.complete) if (!found.has(entry.offset)) found.set(entry.offset, entry);
  }
  cut = addLocal(bytes, found, maxEntries) || cut;
  const entries = [...found.values()].sort((a, b) => a.offset - b.offset);
  return { entries, listed: listed ?? entries, damaged: damaged || listed === undefined, cut };
}

interface DirectoryRecords {
  readonly listed: readonly ZipEntry[];
  /** The listed entries with all of their data. */
  readonly complete: readonly ZipEntry[];
  readonly damaged: boolean;
  readonly cut: boolean;
}

function readDirectory(bytes: Buffer, { start, count, shift }: EndRecord, maxEntries: number): DirectoryRecords {
  const listed: ZipEntry[] = [];
  const complete: ZipEntry[] = [];
  let damaged = false;
  let at = start;
  for (let n = 0; n < count; n += 1) {
    if (n >= maxEntries) return { listed, complete, damaged, cut: true };
    const record = readCentral(bytes, at, shift);
    if (!record) return { listed, complete, damaged: true, cut: false };
    at = record.next;
    if (record.entry) listed.push(record.entry);
    if (record.entry && record.complete) complete.push(record.entry);
    else damaged = true;
  }
  return { listed, complete, damaged, cut: false };
}

/** Adds the entries between the found ones. @returns whether there are more than `maxEntries` */
function addLocal(bytes: Buffer, found: Map<number, ZipEntry>, maxEntries: number): boolean {
  for (const [start, end] of gapsBetween(bytes, [...found.values()])) {
    let from = start;
    while (from < end) {
      const at = bytes.indexOf(localSignature, from);
      if (at < 0 || at >= end) break;
      const entry = readLocal(bytes, at, end);
      if (entry && found.size >= maxEntries) return true;
      if (entry) found.set(at, entry);
      from = entry ? Math.max(at + 4, entry.dataStart + entry.compressedSize) : at + 4;
    }
  }
  return false;
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
  /** Bytes in front of the archive, as in a self-extracting one: offsets do not count them. */
  readonly shift: number;
}

/** End records, the last one first. Several are read because some programs take the first that they find. */
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

/**
 * Stretches that belong to no entry. An entry has the smaller of the sizes in the directory and in its local header, because
 * a directory with a larger size may hide another entry in the rest.
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

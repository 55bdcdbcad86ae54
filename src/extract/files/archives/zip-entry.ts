/** Reads one entry of a zip file from its record in the central directory or from its local header (APPNOTE.TXT 6.3.10). */

export interface ZipEntry {
  /** As the directory writes it; never a path on disk. */
  readonly name: string;
  /** Compression method (APPNOTE 4.4.5); for an AES entry (WinZip AE-2) the method of the encrypted data. */
  readonly method: number;
  readonly compressedSize: number;
  /** As declared, which may be wrong. */
  readonly size: number;
  readonly crc32: number;
  readonly encryption: 'none' | 'zipcrypto' | 'strong' | AesEncryption;
  /** Last byte of the header of a ZipCrypto entry. */
  readonly checkByte: number;
  /** Offset of the local header. */
  readonly offset: number;
  /** Offset of the data, after the local header. */
  readonly dataStart: number;
  readonly isFolder: boolean;
}

export interface AesEncryption {
  readonly keyBits: 128 | 192 | 256;
  /** AE-2 has no CRC. */
  readonly checksCrc: boolean;
}

export const localSignature = Buffer.from('PK\x03\x04', 'latin1');
export const centralSignature = 0x02014b50;

/** A record of the central directory. */
export interface CentralRecord {
  /** Undefined where no local header stands at its offset. */
  readonly entry: ZipEntry | undefined;
  /** The data ends where the record says; otherwise the entry has what there is of it. */
  readonly complete: boolean;
  /** Offset of the next record. */
  readonly next: number;
}

/** @param shift bytes in front of the archive, see `endRecords` */
export function readCentral(bytes: Buffer, at: number, shift: number): CentralRecord | undefined {
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
  if (!isLocal) return { entry: undefined, complete: false, next };
  const dataStart = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const most = Math.max(0, bytes.length - dataStart);
  const compressedSize = Math.min(fields.compressedSize, most);
  return {
    entry: { ...fields, compressedSize, offset, dataStart },
    complete: dataStart <= bytes.length && fields.compressedSize <= most,
    next,
  };
}

/**
 * Reads an entry by its local header. Where the sizes follow the data, the data ends at the next signature.
 *
 * @param end offset up to which the entry may reach
 */
export function readLocal(bytes: Buffer, at: number, end: number): ZipEntry | undefined {
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

/** Reads the fields that central and local headers share: flags at `at`, then method, time, CRC, sizes. */
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

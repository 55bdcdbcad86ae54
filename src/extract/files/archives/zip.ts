/** Reads zip files entry by entry: stored, deflated and encrypted data, entries that only some programs find. */
import { zstdDecompressSync } from 'node:zlib';
import { codeOf } from '../../../errors/hallpass-error.ts';
import type { FileToRead, ReadBudget } from '../file-reader.ts';
import type { ArchiveEntry, ReadArchive } from './archive-entry.ts';
import { inflateEntry, type Unpacked } from './inflate.ts';
import { matchesCrc, openZipAes, openZipCrypto } from './zip-crypto.ts';
import { strayWords } from '../stray-words.ts';
import { gapsBetween, readZipDirectory } from './zip-directory.ts';
import type { ZipEntry } from './zip-entry.ts';

/** Entries of an archive that are listed; every budget is smaller. */
const maxDirectory = 20_000;
/** Passwords that opened an entry: other entries nearly always have the same. */
type KnownPasswords = Set<string>;

export const readZip: ReadArchive = (file, budget) => readEntries(file, budget, new Set());

/** Reads the entries of an Office file that are no parts of it, and the bytes between entries: other programs show them. */
export const readZipBeside =
  (listed: ReadonlySet<number>): ReadArchive =>
  (file, budget) =>
    readEntries(file, budget, listed);

/** @param left offsets of entries that are read elsewhere */
async function* readEntries(
  file: FileToRead,
  budget: ReadBudget,
  left: ReadonlySet<number>,
): AsyncGenerator<ArchiveEntry> {
  const { entries, damaged, cut } = readZipDirectory(file.bytes, maxDirectory);
  const known: KnownPasswords = new Set();
  // Candidates are looked for once, and only where an entry is encrypted.
  let candidates: readonly string[] | undefined;
  const passwords = () => [...known, ...(candidates ??= file.passwords)];
  for (const entry of entries) {
    if (entry.isFolder || left.has(entry.offset)) continue;
    budget.spendEntry();
    yield* readEntry(file.bytes, entry, passwords, known, budget);
  }
  const words = gapsBetween(file.bytes, entries).map(([start, end]) => strayWords(file.bytes.subarray(start, end)));
  const beside = words.filter((text) => text !== '').join('\n');
  if (beside !== '') yield { name: 'beside the files', bytes: Buffer.from(beside) };
  if (damaged && left.size === 0 && !isEmptyZip(file.bytes)) yield { size: file.bytes.length, unread: 'damaged' };
  if (cut) yield { size: file.bytes.length, unread: 'too-many' };
}

async function* readEntry(
  bytes: Buffer,
  entry: ZipEntry,
  passwords: () => readonly string[],
  known: KnownPasswords,
  budget: ReadBudget,
): AsyncGenerator<ArchiveEntry> {
  const { name } = entry;
  const data = bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedSize);
  if (entry.encryption === 'none') {
    yield* give(entry, await unpackEntry(entry, data, budget), budget);
    return;
  }
  if (entry.encryption !== 'strong') {
    for (const password of new Set(passwords())) {
      budget.checkTime();
      const opened = open(entry, data, password);
      const unpacked = opened && (await unpackEntry(entry, opened, budget));
      if (!unpacked || unpacked === 'unsupported' || !isRight(entry, unpacked)) continue;
      known.add(password);
      yield* give(entry, unpacked, budget);
      return;
    }
  }
  yield { name, size: entry.size, unread: 'encrypted' };
}

function open(entry: ZipEntry, data: Buffer, password: string): Buffer | undefined {
  if (entry.encryption === 'zipcrypto') return openZipCrypto(data, password, entry.checkByte);
  return typeof entry.encryption === 'object' ? openZipAes(data, password, entry.encryption) : undefined;
}

/** One in 256 wrong passwords passes the check of the traditional cipher, but does not give the right data. */
function isRight(entry: ZipEntry, { bytes, damaged, cut }: Unpacked): boolean {
  return entry.encryption !== 'zipcrypto' || cut || (!damaged && matchesCrc(bytes, entry.crc32));
}

function* give(entry: ZipEntry, unpacked: Unpacked | 'unsupported', budget: ReadBudget): Generator<ArchiveEntry> {
  const { name, size } = entry;
  if (unpacked === 'unsupported') {
    yield { name, size, unread: 'unsupported' };
    return;
  }
  budget.spendBytes(unpacked.bytes.length);
  if (unpacked.bytes.length > 0 || !unpacked.damaged) yield { name, bytes: unpacked.bytes };
  if (unpacked.cut) yield { name, size, unread: 'too-big' };
  else if (unpacked.damaged || (checksCrc(entry) && !matchesCrc(unpacked.bytes, entry.crc32)))
    yield { name, size, unread: 'damaged' };
}

/** Where only the local header lists an entry, the CRC may follow the data. */
function checksCrc({ encryption, crc32 }: ZipEntry): boolean {
  return crc32 !== 0 && (typeof encryption !== 'object' || encryption.checksCrc);
}

async function unpackEntry(entry: ZipEntry, data: Buffer, budget: ReadBudget): Promise<Unpacked | 'unsupported'> {
  switch (entry.method) {
    case 0:
      return { bytes: data.subarray(0, budget.bytesLeft), damaged: false, cut: data.length > budget.bytesLeft };
    case 8:
      return inflateEntry(data, budget.bytesLeft);
    case 93:
      return unpackZstd(data, budget.bytesLeft);
    default:
      return 'unsupported';
  }
}

function unpackZstd(data: Buffer, maxBytes: number): Unpacked {
  try {
    return { bytes: zstdDecompressSync(data, { maxOutputLength: Math.max(1, maxBytes) }), damaged: false, cut: false };
  } catch (error) {
    const cut = codeOf(error) === 'ERR_BUFFER_TOO_LARGE';
    return { bytes: Buffer.alloc(0), damaged: !cut, cut };
  }
}

/** An empty archive is an end record alone. */
function isEmptyZip(bytes: Buffer): boolean {
  return bytes.length >= 22 && bytes.readUInt32LE(0) === 0x06054b50;
}

/** Reads 7z and RAR (4 and 5), and tar files packed with xz or bzip2, with libarchive compiled to WebAssembly, entry by entry. */
import { ArchiveReader, libarchiveWasm } from 'libarchive-wasm';
import type { UnreadReason } from '../../../../detectors/detector.ts';
import { ReadLimit, type FileToRead, type ReadBudget } from '../file-reader.ts';
import type { ArchiveEntry, ReadArchive } from './archive-entry.ts';
import { openLocked } from './locked-archive.ts';

/** Regular files, and entries of archives without types. */
const fileTypes = new Set(['File', 'Invalid']);
/** Members of the compiled module that its types leave out. The view changes when the memory grows. */
interface Memory {
  readonly HEAP8: Int8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}
const chunkBytes = 262_144;

/**
 * Entries that cannot be decoded are listed and the next one is tried. libarchive cannot decrypt 7z and RAR files: where a password
 * in the message opens one, its entries come from a copy without the encryption, from the first encrypted one on.
 */
export const readByLibarchive: ReadArchive = async function* (file, budget) {
  let given = 0;
  let tried = false;
  const plainOnce = async (): Promise<Buffer | undefined> => {
    if (tried) return undefined;
    tried = true;
    return openLocked(file, budget, entriesOf);
  };
  try {
    for await (const entry of entriesOf(file.bytes, budget)) {
      const plain = 'unread' in entry && entry.unread === 'encrypted' ? await plainOnce() : undefined;
      if (plain) {
        yield* from(given, entriesOf(plain, budget));
        return;
      }
      yield entry;
      given += 1;
    }
  } catch (error) {
    // RAR files, and 7z files whose list is encrypted, are not even listed.
    const plain = error instanceof ReadLimit && error.reason === 'encrypted' ? await plainOnce() : undefined;
    if (!plain) throw error;
    yield* from(given, entriesOf(plain, budget));
  }
};

async function* from(first: number, entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<ArchiveEntry> {
  let index = 0;
  for await (const entry of entries) {
    if (index >= first) yield entry;
    index += 1;
  }
}

/** Each archive gets an instance of its own, whose memory is freed with it. */
async function* entriesOf(bytes: FileToRead['bytes'], budget: ReadBudget): AsyncGenerator<ArchiveEntry> {
  const library = await libarchiveWasm();
  const reader = new ArchiveReader(library, new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  const { archive } = reader;
  const memory = library.module as Memory;
  const chunk = memory._malloc(chunkBytes);
  let entries = 0;
  try {
    for (;;) {
      budget.checkTime();
      const pointer = library.read_next_entry(archive);
      if (pointer === 0) break;
      entries += 1;
      if (!fileTypes.has(reader.getEntryFiletype(pointer))) continue;
      budget.spendEntry();
      const name = library.entry_pathname(pointer);
      if (reader.isEntryEncrypted(pointer)) {
        yield { name, size: library.entry_size(pointer), unread: 'encrypted' };
        continue;
      }
      const pieces: Buffer[] = [];
      let length = 0;
      for (;;) {
        length = library.read_data(archive, chunk, chunkBytes);
        if (length <= 0) break;
        budget.checkTime();
        budget.spendBytes(length);
        pieces.push(Buffer.from(memory.HEAP8.slice(chunk, chunk + length).buffer));
      }
      if (pieces.length > 0 || length === 0) yield { name, bytes: Buffer.concat(pieces) };
      if (length < 0)
        yield { name, size: library.entry_size(pointer), unread: reasonOf(library.error_string(archive)) };
    }
    const failure = library.error_string(archive);
    if (entries === 0) throw new ReadLimit(reader.hasEncryptedData() === true ? 'encrypted' : notRead(failure));
    if (failure) throw new ReadLimit(reasonOf(failure));
  } finally {
    memory._free(chunk);
    reader.free();
  }
}

/** The reason where nothing could be listed: encrypted names, a packed file that is no archive, or damage from the start. */
function notRead(failure: string): UnreadReason {
  return /unrecognized archive format/i.test(failure) ? 'unsupported' : reasonOf(failure);
}

function reasonOf(failure: string): UnreadReason {
  return /encrypt|passphrase|password/i.test(failure) ? 'encrypted' : 'damaged';
}

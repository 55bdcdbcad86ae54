/** Finds the password of an encrypted 7z or RAR file in the message, and makes a copy of the file without the encryption. */
import { ReadLimit, type FileToRead, type ReadBudget } from '../file-reader.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { openRar } from './rar/open-rar.ts';
import { openSevenZip } from './seven-zip/open-seven-zip.ts';

/** A try hashes the password 32,768 to 524,288 times, so only the likeliest candidates are tried. */
const maxTries = 40;
const triesTimeMs = 4_000;
/** These are tried however busy the machine is. */
const firstTries = 5;
/** A copy of which so much can be unpacked has the right password. */
const enoughBytes = 64 * 1024 * 1024;
/** The list of the files of a 7z file. */
const maxListBytes = 16 * 1024 * 1024;

type Entries = (bytes: Buffer, budget: ReadBudget) => AsyncIterable<ArchiveEntry>;

/** @returns undefined where no password opens it */
export async function openLocked(
  file: FileToRead,
  budget: ReadBudget,
  entriesOf: Entries,
): Promise<Buffer | undefined> {
  const until = performance.now() + triesTimeMs;
  for (const [index, password] of file.passwords.slice(0, maxTries).entries()) {
    budget.checkTime();
    if (index >= firstTries && performance.now() > until) return undefined;
    const copy = file.bytes.subarray(0, 4).equals(Buffer.from('Rar!'))
      ? openRar(file.bytes, password)
      : await openSevenZip(file.bytes, password, (archive) =>
          firstOf(entriesOf(archive, scratch(budget, maxListBytes))),
        );
    if (copy && (await canBeRead(entriesOf(copy, scratch(budget, enoughBytes))))) return copy;
  }
  return undefined;
}

/** A budget of its own for a try: what is right is read again and spent then. */
function scratch(budget: ReadBudget, bytes: number): ReadBudget {
  let left = bytes;
  return {
    spendBytes(count) {
      left -= count;
      if (left < 0) throw new ReadLimit('too-big');
    },
    spendEntry: () => budget.checkTime(),
    checkTime: () => budget.checkTime(),
    get bytesLeft() {
      return left;
    },
  };
}

async function firstOf(entries: AsyncIterable<ArchiveEntry>): Promise<Buffer | undefined> {
  try {
    for await (const entry of entries) return 'bytes' in entry ? entry.bytes : undefined;
  } catch (error) {
    if (error instanceof ReadLimit && error.reason === 'too-slow') throw error;
  }
  return undefined;
}

async function canBeRead(entries: AsyncIterable<ArchiveEntry>): Promise<boolean> {
  try {
    for await (const entry of entries) if ('unread' in entry) return false;
    return true;
  } catch (error) {
    if (!(error instanceof ReadLimit)) return false; // what a wrong password makes cannot be unpacked
    if (error.reason === 'too-slow') throw error;
    return error.reason === 'too-big';
  }
}

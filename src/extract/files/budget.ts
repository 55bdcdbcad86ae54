/** The budget of one message for all of its files together: unpacked bytes, entries, time. */
import { ReadLimit, type ReadBudget } from './file-reader.ts';

export interface FileLimits {
  /** Files inside files, sheets and pages of one message. */
  readonly maxFiles: number;
  /** Bytes unpacked from the files of one message, text included. */
  readonly maxUnpackedBytes: number;
  /** Unpacked bytes for each byte of a file, above a few megabytes that every file may have. */
  readonly maxRatio: number;
  /** Wall-clock time for the files of one message. */
  readonly filesTimeoutMs: number;
}

/** Bytes that a small file may unpack to at any ratio: long runs of empty cells pack a thousandfold. */
const freeBytes = 16 * 1024 * 1024;

/**
 * @param packedBytes size of the message, from which the ratio counts
 * @param now a clock in milliseconds
 */
export function createReadBudget(limits: FileLimits, packedBytes: number, now = () => performance.now()): ReadBudget {
  const deadline = now() + limits.filesTimeoutMs;
  let bytesLeft = Math.min(limits.maxUnpackedBytes, Math.max(freeBytes, packedBytes * limits.maxRatio));
  let entriesLeft = limits.maxFiles;
  const checkTime = () => {
    if (now() > deadline) throw new ReadLimit('too-slow');
  };
  return {
    spendBytes(bytes) {
      if (bytes > bytesLeft) throw new ReadLimit('too-big');
      bytesLeft -= bytes;
    },
    spendEntry() {
      if (entriesLeft <= 0) throw new ReadLimit('too-many');
      entriesLeft -= 1;
      checkTime();
    },
    checkTime,
    get bytesLeft() {
      return bytesLeft;
    },
  };
}

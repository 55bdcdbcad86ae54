/** The interface of archive readers: they give entries one by one, so that one entry at a time is in memory. */
import type { UnreadReason } from '../../../../detectors/detector.ts';
import type { FileToRead, ReadBudget } from '../file-reader.ts';

export type ArchiveEntry =
  | { readonly name: string; readonly bytes: Buffer }
  /** Not read, or not completely read; in the second case the unpacked part comes before it. */
  | { readonly name?: string; readonly size: number; readonly unread: UnreadReason };

/** Throws `ReadLimit` where a limit ends the reading; any other error means that the rest is damaged. */
export type ReadArchive = (file: FileToRead, budget: ReadBudget) => AsyncIterable<ArchiveEntry>;

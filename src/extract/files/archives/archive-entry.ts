/** What the walk over files inside files asks of a reader of archives: entries one by one, so that one at a time is in memory. */
import type { UnreadReason } from '../../../../detectors/detector.ts';
import type { FileToRead, ReadBudget } from '../file-reader.ts';

export type ArchiveEntry =
  | { readonly name: string; readonly bytes: Buffer }
  /** Not read, or not wholly: in the latter case what could be unpacked came before it. */
  | { readonly name?: string; readonly size: number; readonly unread: UnreadReason };

/** Throws `ReadLimit` where a limit ends the whole reading; any other error means that the rest is damaged. */
export type ReadArchive = (file: FileToRead, budget: ReadBudget) => AsyncIterable<ArchiveEntry>;

/**
 * What the extract stage asks of a reader of one file format, and what it gives: text with its places, the files inside, and
 * what was not read. Readers see bytes only; the walk over files inside files, names, limits and passwords is their caller's.
 */
import type { Span, TextPlace, UnreadReason } from '../../../detectors/detector.ts';

/** Recognised by content; the names are the usual endings. */
export type FileFormat =
  | 'docx'
  | 'xlsx'
  | 'xlsb'
  | 'pptx'
  | 'odt'
  | 'ods'
  | 'odp'
  | 'doc'
  | 'xls'
  | 'ppt'
  | 'msg'
  | 'tnef'
  | 'rtf'
  | 'pdf'
  | 'zip'
  | 'gz'
  | 'tar'
  | '7z'
  | 'rar'
  | 'xz'
  | 'bz2'
  | 'image';

export interface FileToRead {
  readonly bytes: Buffer;
  readonly format: FileFormat;
  /** As declared by the mail or by the archive around it; recognition does not depend on it. */
  readonly name?: string;
  /** Candidates found in the same message, the likeliest first; none where the file is not encrypted. */
  readonly passwords: readonly string[];
  /** Pictures and scanned pages are to be read by OCR; otherwise they are unread with the reason `image`. */
  readonly ocr?: boolean;
}

/** A stretch of text: of a document, of a sheet, of the slides. */
export interface ReadText {
  readonly text: string;
  /** Sorted by start; empty where the format has none. */
  readonly places: readonly TextPlace[];
  /** What the recipient sees only after unhiding it: hidden rows, deleted tracked text, white text. Sorted, without overlaps. */
  readonly hidden: readonly Span[];
}

export interface FileInside {
  /** Path inside the archive or a name for an embedded object; never used as a path on disk. */
  readonly name: string;
  /** Where the format says it. */
  readonly contentType?: string;
  readonly bytes: Buffer;
}

export interface FileContents {
  readonly texts: readonly ReadText[];
  readonly files: readonly FileInside[];
  /** Inside the file: an encrypted entry, a damaged sheet. */
  readonly unread: readonly { readonly name?: string; readonly size: number; readonly reason: UnreadReason }[];
}

/**
 * What a message may still cost. One for all files of a message: a bomb in pieces is a bomb.
 * Each method throws `ReadLimit` when it is spent; what was read until then is kept by the caller.
 */
export interface ReadBudget {
  /** @param bytes of text or of unpacked files about to be kept */
  spendBytes(bytes: number): void;
  /** One entry of an archive, sheet, page or embedded file. */
  spendEntry(): void;
  /** To be called in loops: ends a reader that takes too long. */
  checkTime(): void;
  readonly bytesLeft: number;
}

/** The budget is spent, or the file is what no reader may go on with. */
export class ReadLimit extends Error {
  readonly reason: UnreadReason;
  constructor(reason: UnreadReason) {
    super(`not read further: ${reason}`);
    this.name = 'ReadLimit';
    this.reason = reason;
  }
}

/**
 * Reads a file of the formats that it is registered for in `src/extract/files/readers.ts`.
 * Throws `ReadLimit` for limits and encryption; any other error means that the file is damaged.
 */
export type ReadFile = (file: FileToRead, budget: ReadBudget) => Promise<FileContents>;

/**
 * The contract of a reader of one file format: it gives text with its places, the files inside, and what it did not read.
 * Readers see bytes only; the caller walks files inside files and knows names, limits and passwords.
 */
import type { Span, TextPlace, UnreadReason } from '../../../detectors/detector.ts';
import type { PicturesToRead } from './formats/image/pictures-to-read.ts';

/** Formats by content; the names are the usual file name extensions. */
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
  | 'thumbs'
  | 'dbf'
  | 'flat-opc'
  | 'flat-odf'
  | 'word-xml'
  | 'spreadsheet-xml'
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
  /** As declared by the message or by the archive around it; recognition does not depend on it. */
  readonly name?: string;
  /** Candidates from the same message, the likeliest first; none where the file is not encrypted. */
  readonly passwords: readonly string[];
  /** Has pictures and scanned pages read and classified; without it they are unread with the reason `image`. */
  readonly pictures?: PicturesToRead | undefined;
}

/** A stretch of text: a document, a sheet, the slides. */
export interface ReadText {
  readonly text: string;
  /** Sorted by start; empty where the format has none. */
  readonly places: readonly TextPlace[];
  /** Text that the recipient sees only after unhiding it: hidden rows, deleted tracked text, white text. Sorted, without overlaps. */
  readonly hidden: readonly Span[];
}

export interface FileInside {
  /** Path inside the archive or a name for an embedded object; never used as a path on disk. */
  readonly name: string;
  /** Absent where the format does not say. */
  readonly contentType?: string;
  readonly bytes: Buffer;
}

export interface FileContents {
  readonly texts: readonly ReadText[];
  readonly files: readonly FileInside[];
  /** Unread content inside the file: an encrypted entry, a damaged sheet. */
  readonly unread: readonly { readonly name?: string; readonly size: number; readonly reason: UnreadReason }[];
  /** What the classifier has seen in it. */
  readonly classified: readonly SeenPicture[];
}

export interface SeenPicture {
  /** `page 3`; absent where the file is the picture. */
  readonly place?: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

/**
 * The rest of the budget of a message. All files of a message share one, so that a bomb in pieces does not get through.
 * Each method throws `ReadLimit` when it is spent; the caller keeps what was read before.
 */
export interface ReadBudget {
  /** @param bytes of text or of unpacked files that are kept */
  spendBytes(bytes: number): void;
  /** Spends one entry of an archive, sheet, page or embedded file. */
  spendEntry(): void;
  /** Ends a reader that takes too long. Readers call it in their loops. */
  checkTime(): void;
  readonly bytesLeft: number;
}

/** The budget is spent, or no reader may continue with the file. */
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

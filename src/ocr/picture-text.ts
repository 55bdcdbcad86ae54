/** What is asked about pictures and what is answered: plain data between the scan workers, the process and the threads for pictures. */

/** A picture, or the pictures of a page, about which something is asked. */
export interface WantedPicture {
  /** Made from a hash of the file, so that the same picture is read once. */
  readonly key: string;
  /** Whose text is wanted: files in formats that OCR decodes; the pictures of a page are Netpbm in grey. Empty where no text is wanted. */
  readonly toRead: readonly Uint8Array[];
  /** Whose content is wanted: the same files, or small Netpbm pictures in colour. Empty where it is not. */
  readonly toClassify: readonly Uint8Array[];
}

export type Unread =
  /** It is in no format that is decoded here. */
  | { readonly unread: 'format' }
  /** The budget is spent, the picture is too big, or working on it failed. */
  | { readonly unread: 'not-read' };

/** With tabs between cells; empty where the picture shows no text. */
export interface PictureLines {
  readonly lines: readonly string[];
}
export type PictureText = PictureLines | Unread;

/** What a picture shows: probabilities by class, of 1 in all. Of several pictures or frames, those of the most explicit one. */
export interface PictureClasses {
  readonly probabilities: Readonly<Record<string, number>>;
}
export type PictureContent = PictureClasses | Unread;

/** What is known about the pictures of a message, by key. */
export interface PictureAnswers {
  readonly texts: ReadonlyMap<string, PictureText>;
  readonly contents: ReadonlyMap<string, PictureContent>;
}

export const notRead: Unread = { unread: 'not-read' };

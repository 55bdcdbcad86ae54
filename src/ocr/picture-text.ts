/** What is asked of OCR and what it answers: plain data that goes between the scan workers, the process and the OCR threads. */

/** A picture, or the pictures of a scanned page, whose text is wanted. */
export interface WantedPicture {
  /** Made from a hash of the file, so that the same picture is read once. */
  readonly key: string;
  /** Files in formats that OCR decodes; the pictures of a page are Netpbm. */
  readonly pictures: readonly Uint8Array[];
}

export type PictureText =
  /** With tabs between cells; empty where the picture shows no text. */
  | { readonly lines: readonly string[] }
  /** It is in no format that is decoded here. */
  | { readonly unread: 'format' }
  /** The budget is spent, the picture is too big, or reading it failed. */
  | { readonly unread: 'not-read' };

export const notRead: PictureText = { unread: 'not-read' };

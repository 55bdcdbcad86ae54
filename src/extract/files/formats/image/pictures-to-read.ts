/** The text in the pictures of a message: what OCR has read of them, and which pictures it is to read. */
import { createHash } from 'node:crypto';
import { notRead, type PictureText, type WantedPicture } from '../../../../ocr/picture-text.ts';

/** Bytes of the pictures of one message that are handed to OCR. */
const mostBytes = 96_000_000;
const mostPictures = 200;

/**
 * A message is extracted twice where OCR is to read something: the first time tells what (`wanted`), the second time has the
 * text. In between, no scan worker waits.
 */
export class PicturesToRead {
  readonly wanted: WantedPicture[] = [];
  private readonly known: ReadonlyMap<string, PictureText> | undefined;
  private bytesLeft = mostBytes;

  /** @param known what OCR has read; undefined the first time */
  constructor(known: ReadonlyMap<string, PictureText> | undefined) {
    this.known = known;
  }

  /**
   * @param file the picture, or the file that it is in
   * @param within names a place in the file where it has several
   * @param pictures called where they are to be read; without any the answer is `format`
   * @returns the text, without lines the first time
   */
  async textOf(
    file: Buffer,
    within: string,
    pictures: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>,
  ): Promise<PictureText> {
    const key = `${createHash('sha256').update(file).digest('base64')}${within}`;
    const text = this.known?.get(key);
    if (text) return text;
    const files = await pictures();
    if (files.length === 0) return { unread: 'format' };
    if (this.known) return notRead;
    this.bytesLeft -= files.reduce((sum, { length }) => sum + length, 0);
    // The key is missing the second time where there are too many.
    if (this.wanted.length < mostPictures && this.bytesLeft >= 0)
      this.wanted.push({ key, pictures: files.map((one) => Uint8Array.from(one)) });
    return { lines: [] };
  }
}

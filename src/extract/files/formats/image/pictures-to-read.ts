/** What is known about the pictures of a message, and which pictures are to be read or classified. */
import { createHash } from 'node:crypto';
import {
  notRead,
  type PictureAnswers,
  type PictureContent,
  type PictureText,
  type WantedPicture,
} from '../../../../ocr/picture-text.ts';

/** Bytes of the pictures of one message that are handed over. */
const mostBytes = 96_000_000;
const mostPictures = 200;

/** What is asked about the pictures of a message. */
export interface PictureQuestions {
  /** Which text they show: OCR answers. */
  readonly read: boolean;
  /** What they show: the classifier answers. */
  readonly classify: boolean;
}

export interface KnownPicture {
  /** Absent where no text is asked for; without lines the first time. */
  readonly text?: PictureText;
  /** Absent where it is not asked for, and the first time. */
  readonly content?: PictureContent;
}

/** The files of a picture, or of the pictures on a page: see `WantedPicture`. */
export type PictureFiles = Pick<WantedPicture, 'toRead' | 'toClassify'>;

/**
 * A message is extracted twice where something is asked about its pictures: the first time tells what (`wanted`), the second
 * time has the answers. In between, no scan worker waits.
 */
export class PicturesToRead {
  readonly wanted: WantedPicture[] = [];
  readonly questions: PictureQuestions;
  private readonly known: PictureAnswers | undefined;
  private bytesLeft = mostBytes;

  /** @param known the answers; undefined the first time */
  constructor(questions: PictureQuestions, known: PictureAnswers | undefined) {
    this.questions = questions;
    this.known = known;
  }

  /**
   * @param file the picture, or the file that it is in
   * @param within names a place in the file where it has several
   * @param pictures called where they are asked about; where one list is empty, the answer to that question is `format`
   */
  async about(
    file: Buffer,
    within: string,
    pictures: () => PictureFiles | Promise<PictureFiles>,
  ): Promise<KnownPicture> {
    const key = `${createHash('sha256').update(file).digest('base64')}${within}`;
    const { read, classify } = this.questions;
    const known = { text: this.known?.texts.get(key), content: this.known?.contents.get(key) };
    if ((!read || known.text) && (!classify || known.content)) return answered(this.questions, known);
    const files = await pictures();
    const format = { unread: 'format' } as const;
    const none = {
      text: known.text ?? (files.toRead.length === 0 ? format : this.known ? notRead : { lines: [] }),
      content: known.content ?? (files.toClassify.length === 0 ? format : this.known ? notRead : undefined),
    };
    if (!this.known) this.want(key, files);
    return answered(this.questions, none);
  }

  private want(key: string, files: PictureFiles): void {
    const toRead = this.questions.read ? files.toRead : [];
    const toClassify = this.questions.classify ? files.toClassify : [];
    const all = new Set([...toRead, ...toClassify]);
    if (all.size === 0) return;
    for (const { length } of all) this.bytesLeft -= length;
    // The key is missing the second time where there are too many.
    if (this.wanted.length >= mostPictures || this.bytesLeft < 0) return;
    const copies = new Map([...all].map((file) => [file, Uint8Array.from(file)]));
    const copiesOf = (list: readonly Uint8Array[]): Uint8Array[] => list.map((file) => copies.get(file)!);
    this.wanted.push({ key, toRead: copiesOf(toRead), toClassify: copiesOf(toClassify) });
  }
}

function answered(
  { read, classify }: PictureQuestions,
  { text, content }: { readonly text: PictureText | undefined; readonly content: PictureContent | undefined },
): KnownPicture {
  return { ...(read && text && { text }), ...(classify && content && { content }) };
}

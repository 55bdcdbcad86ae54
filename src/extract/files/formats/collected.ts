/** Collects the contents of a file; they are kept when the rest of the file is damaged or exceeds a limit. */
import type { UnreadReason } from '../../../../detectors/detector.ts';
import {
  ReadLimit,
  type FileContents,
  type FileInside,
  type FileToRead,
  type ReadBudget,
  type ReadText,
  type SeenPicture,
} from '../file-reader.ts';
import type { PictureContent } from '../../../ocr/picture-text.ts';
import { PlacedText } from './placed-text.ts';

export class Collected {
  readonly budget: ReadBudget;
  private readonly texts: PlacedText[] = [];
  private readonly files: FileInside[] = [];
  private readonly unread: { readonly name?: string; readonly size: number; readonly reason: UnreadReason }[] = [];

  private readonly classified: SeenPicture[] = [];

  constructor(budget: ReadBudget) {
    this.budget = budget;
  }

  /** Begins a new stretch of text, which is left out where nothing is written to it. */
  text(): PlacedText {
    const text = new PlacedText(this.budget);
    this.texts.push(text);
    return text;
  }

  /** What is written up to now. */
  get written(): readonly string[] {
    return this.texts.map((text) => text.since(0));
  }

  /** Adds a file inside and spends its bytes. */
  file(name: string, bytes: Buffer, contentType?: string): void {
    if (bytes.length === 0) return;
    this.budget.spendEntry();
    this.budget.spendBytes(bytes.length);
    this.files.push({ name, bytes, ...(contentType !== undefined && { contentType }) });
  }

  missed(reason: UnreadReason, size: number, name?: string): void {
    this.unread.push({ size, reason, ...(name !== undefined && { name }) });
  }

  /** Notes what the classifier says of a picture; where it says nothing, the picture is listed for the policy. */
  seen(content: PictureContent | undefined, size: number, place?: string): void {
    if (content === undefined) return;
    if ('unread' in content) this.missed('picture-not-judged', size, place);
    else this.classified.push({ ...(place !== undefined && { place }), probabilities: content.probabilities });
  }

  /** Adds what another reader made of a part of this file. */
  add(contents: FileContents): void {
    for (const text of contents.texts) this.text().append(text);
    this.files.push(...contents.files);
    this.unread.push(...contents.unread);
    this.classified.push(...contents.classified);
  }

  /** Runs one step of the reading. Damage in it is noted and the reading goes on; limits end the reading. */
  async attempt(name: string | undefined, size: number, work: () => Promise<void> | void): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ReadLimit) throw error;
      this.missed('damaged', size, name);
    }
  }

  finish(): FileContents {
    const texts: ReadText[] = this.texts.map((text) => text.finish()).filter(({ text }) => text.trim() !== '');
    return { texts, files: this.files, unread: this.unread, classified: this.classified };
  }
}

/** Runs a reader. After a limit or damage its results are kept, and the file is listed as not completely read. */
export async function collect(
  file: FileToRead,
  budget: ReadBudget,
  read: (into: Collected) => Promise<void>,
): Promise<FileContents> {
  const into = new Collected(budget);
  try {
    await read(into);
  } catch (error) {
    into.missed(error instanceof ReadLimit ? error.reason : 'damaged', file.bytes.length);
  }
  return into.finish();
}

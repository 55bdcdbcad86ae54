/** What a reader has gathered of a file so far: kept when the rest of the file is damaged or too much. */
import type { UnreadReason } from '../../../../detectors/detector.ts';
import {
  ReadLimit,
  type FileContents,
  type FileInside,
  type FileToRead,
  type ReadBudget,
  type ReadText,
} from '../file-reader.ts';
import { PlacedText } from './placed-text.ts';

export class Collected {
  readonly budget: ReadBudget;
  private readonly texts: PlacedText[] = [];
  private readonly files: FileInside[] = [];
  private readonly unread: { readonly name?: string; readonly size: number; readonly reason: UnreadReason }[] = [];

  constructor(budget: ReadBudget) {
    this.budget = budget;
  }

  /** A new stretch of text; left out at the end where nothing was written. */
  text(): PlacedText {
    const text = new PlacedText(this.budget);
    this.texts.push(text);
    return text;
  }

  /** A file inside, on the budget. */
  file(name: string, bytes: Buffer, contentType?: string): void {
    if (bytes.length === 0) return;
    this.budget.spendEntry();
    this.budget.spendBytes(bytes.length);
    this.files.push({ name, bytes, ...(contentType !== undefined && { contentType }) });
  }

  missed(reason: UnreadReason, size: number, name?: string): void {
    this.unread.push({ size, reason, ...(name !== undefined && { name }) });
  }

  /** What another reader made of a file that is part of this one. */
  add(contents: FileContents): void {
    for (const text of contents.texts) this.text().append(text);
    this.files.push(...contents.files);
    this.unread.push(...contents.unread);
  }

  /** Does one part of the work. Where it turns out damaged, that is noted and the rest goes on; limits end it all. */
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
    return { texts, files: this.files, unread: this.unread };
  }
}

/** Runs a reader. What it gathered before a limit or damage is kept, and the file is listed as not fully read. */
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

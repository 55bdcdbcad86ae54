/** Reads a file as the extract stage does, and tells where in it something stands. */
import { createReadBudget } from '../../src/extract/files/budget.ts';
import type { FileContents, FileFormat, FileToRead, ReadText } from '../../src/extract/files/file-reader.ts';
import { PicturesToRead } from '../../src/extract/files/formats/image/pictures-to-read.ts';
import { readers } from '../../src/extract/files/readers.ts';
import { recognise } from '../../src/extract/files/recognise.ts';
import { startOcr } from '../../src/ocr/start-ocr.ts';

export const limits = { maxFiles: 10_000, maxUnpackedBytes: 200_000_000, maxRatio: 1000, filesTimeoutMs: 60_000 };

/** By content alone, without passwords. */
export async function readWith(
  bytes: Buffer,
  more: Pick<FileToRead, 'pictures'> = {},
): Promise<{ kind: string; contents: FileContents }> {
  const { kind } = await recognise(bytes);
  if (!isRead(kind)) throw new Error(`no reader for ${kind}`);
  return { kind, contents: await read(kind, bytes, more) };
}

/** By the name's ending, where the content may be too damaged to tell. */
export async function readAs(name: string, bytes: Buffer): Promise<FileContents> {
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const format = ending === 'dat' ? 'tnef' : ending === 'png' || ending === 'jpg' ? 'image' : ending;
  if (!isRead(format)) throw new Error(`no reader for ${format}`);
  return read(format, bytes, {});
}

function isRead(format: string): format is FileFormat {
  return format in readers;
}

async function read(format: FileFormat, bytes: Buffer, more: Pick<FileToRead, 'pictures'>): Promise<FileContents> {
  const readFile = await readers[format]!();
  return readFile({ bytes, format, passwords: [], ...more }, createReadBudget(limits, bytes.length));
}

/** The same with the text in pictures, as the scan does it: in two readings. */
export async function readWithOcr(bytes: Buffer): Promise<FileContents> {
  const questions = { read: true, classify: false };
  const first = new PicturesToRead(questions, undefined);
  await readWith(bytes, { pictures: first });
  const ocr = startOcr({ threads: 1, messageMs: 60_000, waitMs: 600_000, waitingBytes: 100_000_000 });
  try {
    const texts = await ocr.ask(first.wanted.map(({ key, toRead }) => ({ key, pictures: toRead })));
    const pictures = new PicturesToRead(questions, { texts, contents: new Map() });
    return (await readWith(bytes, { pictures })).contents;
  } finally {
    await ocr.close();
  }
}

export interface Found {
  readonly text: ReadText;
  /** Offset in it. */
  readonly at: number;
}

export function placeAt({ text, at }: Found): string {
  return text.places.findLast(({ start }) => start <= at)?.label ?? '';
}

/** Row from 1 and column from 0, by the lines and tabs since the place began. */
export function cellAt({ text, at }: Found): { row: number; column: number } | undefined {
  const place = text.places.findLast(({ start }) => start <= at);
  if (place?.firstRow === undefined || place.firstColumn === undefined) return undefined;
  const lines = text.text.slice(place.start, at).split('\n');
  return { row: place.firstRow + lines.length - 1, column: place.firstColumn + lines.at(-1)!.split('\t').length - 1 };
}

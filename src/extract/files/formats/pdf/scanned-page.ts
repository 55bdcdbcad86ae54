/** Reads the pictures on a scanned page by OCR. */
import { extractImages } from 'unpdf';
import type { Collected } from '../collected.ts';
import { bitmapOf } from '../image/bitmap.ts';
import { readLetters } from '../image/ocr.ts';
import type { PlacedText } from '../placed-text.ts';
import type { PdfDocument } from './open-pdf.ts';

/** Smaller pictures contain no readable letters: bullets, rules, logos. */
const smallestPixels = 20_000;

/** @returns whether any picture could be read */
export async function readScannedPage(
  pdf: PdfDocument,
  number: number,
  label: string,
  text: PlacedText,
  into: Collected,
): Promise<boolean> {
  let found = false;
  for (const { data, width, height, channels } of await extractImages(pdf, number)) {
    if (width * height < smallestPixels) continue;
    const words = await readLetters(bitmapOf(data, width, height, channels), into.budget);
    found ||= words !== undefined;
    text.place(`${label}, by OCR`);
    text.writeLine(words ?? '');
  }
  return found;
}

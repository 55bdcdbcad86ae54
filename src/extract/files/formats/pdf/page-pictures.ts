/** Takes the pictures on a page out of a PDF, for OCR. */
import { extractImages } from 'unpdf';
import { bitmapOf } from '../image/bitmap.ts';
import type { PdfDocument } from './open-pdf.ts';

/** Pixels; smaller pictures contain no readable letters: bullets, rules, logos. */
const smallestOnScan = 20_000;
/** Beside text, pictures of this size are drawings and letterheads; larger ones may be a screenshot. */
const smallestBesideText = 120_000;
/** The memory that one picture may take while it is unpacked. */
const mostPixels = 40_000_000;

/** @returns Netpbm pictures; none where the page shows none that can be read */
export async function picturesOfPage(pdf: PdfDocument, number: number, isScan: boolean): Promise<Buffer[]> {
  const smallest = isScan ? smallestOnScan : smallestBesideText;
  const found: Buffer[] = [];
  for (const { data, width, height, channels } of await extractImages(pdf, number))
    if (width * height >= smallest && width * height <= mostPixels) found.push(bitmapOf(data, width, height, channels));
  return found;
}

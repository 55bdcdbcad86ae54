/** Takes the pictures on a page out of a PDF, for OCR and the classifier. */
import { extractImages } from 'unpdf';
import { bitmapOf, colourBitmapOf } from '../image/bitmap.ts';
import type { PictureFiles } from '../image/pictures-to-read.ts';
import type { PdfDocument } from './open-pdf.ts';

/** Pixels; smaller pictures contain no readable letters: bullets, rules, logos. */
const smallestOnScan = 20_000;
/** Beside text, pictures of this size are drawings and letterheads; larger ones may be a screenshot. */
const smallestBesideText = 120_000;
/** Smaller pictures are not classified. */
const smallestClassified = 16_000;
/** The memory that one picture may take while it is unpacked. */
const mostPixels = 40_000_000;

/** @returns Netpbm pictures; none where the page shows none that can be read */
export async function picturesOfPage(pdf: PdfDocument, number: number, isScan: boolean): Promise<PictureFiles> {
  const smallest = isScan ? smallestOnScan : smallestBesideText;
  const found: { toRead: Buffer[]; toClassify: Buffer[] } = { toRead: [], toClassify: [] };
  for (const { data, width, height, channels } of await extractImages(pdf, number)) {
    const pixels = width * height;
    if (pixels > mostPixels) continue;
    if (pixels >= smallest) found.toRead.push(bitmapOf(data, width, height, channels));
    if (pixels >= smallestClassified) found.toClassify.push(colourBitmapOf(data, width, height, channels));
  }
  return found;
}

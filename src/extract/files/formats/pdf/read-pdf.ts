/** The reader of PDF: text, notes and form fields of each page, then links, properties and the files inside. */
import type { FileToRead, ReadFile } from '../../file-reader.ts';
import { collect, type Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { writeAnnotations } from './annotations.ts';
import { writeDocumentParts } from './document-parts.ts';
import { openPdf, type PdfDocument, type PdfPage } from './open-pdf.ts';
import { pageLines } from './page-lines.ts';
import { withStrayRejections } from './stray-rejections.ts';

/** A page with less text may be a scan with a stamped line. */
const fewCharacters = 80;

/** Reads the format pdf. Pages that show something without text are unread with the reason `image`. */
export const readPdf: ReadFile = (file, budget) =>
  collect(file, budget, async (into) => {
    let strays = 0;
    await withStrayRejections(
      () => readDocument(file, into),
      () => {
        strays += 1;
      },
    );
    if (strays > 0) into.missed('damaged', file.bytes.length);
  });

async function readDocument(file: FileToRead, into: Collected): Promise<void> {
  const pdf = await openPdf(file, into.budget);
  try {
    const hasImages = /\/Subtype\s*\/Image\b/.test(file.bytes.toString('latin1'));
    const text = into.text();
    for (let number = 1; number <= pdf.numPages; number += 1) {
      into.budget.spendEntry();
      await into.attempt(`page ${number}`, 0, () => readPage(pdf, number, text, { file, into, hasImages }));
    }
    await writeDocumentParts(pdf, into);
    // Where no page shows anything, another program may read more of the file than this one.
    if (text.length === 0 && (await isBlank(pdf))) into.missed('damaged', file.bytes.length);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function isBlank(pdf: PdfDocument): Promise<boolean> {
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { fnArray } = await page.getOperatorList();
    if (fnArray.length > 0) return false;
  }
  return true;
}

interface Reading {
  readonly file: FileToRead;
  readonly into: Collected;
  /** Whether a page of the file shows a picture. */
  readonly hasImages: boolean;
}

async function readPage(pdf: PdfDocument, number: number, text: PlacedText, reading: Reading): Promise<void> {
  const page = await pdf.getPage(number);
  try {
    const label = `page ${number}`;
    text.place(label);
    const { items } = await page.getTextContent();
    const start = text.length;
    const runs = items.filter((item) => 'str' in item);
    for (const line of pageLines(runs)) text.writeLine(line);
    if (text.length - start < fewCharacters && (await isPicture(page, reading.hasImages, text.length === start))) {
      await readPicture(pdf, number, text, reading);
    }
    await writeAnnotations(pdf, page, label, text, reading.into, runs);
  } finally {
    page.cleanup();
  }
}

/** A scan, or letters drawn as lines. Finding out which page shows a picture would need all pictures to be unpacked. */
async function isPicture(page: PdfPage, hasImages: boolean, isEmpty: boolean): Promise<boolean> {
  if (hasImages) return true;
  if (!isEmpty) return false;
  const { fnArray } = await page.getOperatorList();
  return fnArray.length > 8;
}

async function readPicture(pdf: PdfDocument, number: number, text: PlacedText, { file, into }: Reading): Promise<void> {
  const label = `page ${number}`;
  if (file.ocr === true) {
    const { readScannedPage } = await import('./scanned-page.ts');
    if (await readScannedPage(pdf, number, label, text, into)) return;
  }
  into.missed('image', 0, label);
}

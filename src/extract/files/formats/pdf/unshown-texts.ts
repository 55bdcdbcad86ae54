/** Finds text of a PDF that none of its pages shows: looks of annotations for other moments, forms that nothing draws, words of objects. */
import { ReadLimit, type FileToRead } from '../../file-reader.ts';
import type { Collected } from '../collected.ts';
import { readableTarget } from '../office-xml/other-parts.ts';
import type { PlacedText } from '../placed-text.ts';
import { openPdf, type PdfDocument } from './open-pdf.ts';
import { pageLines } from './page-lines.ts';
import { pdfStrings } from './pdf-strings.ts';

/** So many forms are drawn on one page; the time limit of the file holds for all of them. */
const formsAPage = 500;
const maxForms = 5000;
const maxStrings = 20_000;
/** Object numbers that no file uses: the highest that a cross-reference table allows (ISO 32000-1 annex C). */
const firstObject = 8_388_000;
/** Points between the forms on the page that shows them all. */
const formHeight = 5000;
/** Points on either side of its left edge. */
const formWidth = 20_000;

/**
 * Draws all forms on a page of its own and writes the lines that are in no other text. Forms are what annotations look like, also
 * while the mouse is over them or pressed, and in states that are not set (ISO 32000-1 12.5.5).
 *
 * @param forms numbers of the objects
 */
export async function writeUnshownForms(
  file: FileToRead,
  forms: readonly string[],
  into: Collected,
  text: PlacedText,
): Promise<void> {
  if (forms.length > maxForms) into.missed('too-many', file.bytes.length);
  for (let at = 0; at < Math.min(forms.length, maxForms); at += formsAPage)
    await writeForms(file, forms.slice(at, Math.min(at + formsAPage, maxForms)), into, text);
}

async function writeForms(
  file: FileToRead,
  forms: readonly string[],
  into: Collected,
  text: PlacedText,
): Promise<void> {
  const known = knownWords(into);
  const pdf = await openUpdated(file, forms, into);
  if (!pdf) return;
  try {
    const page = await pdf.getPage(1);
    const { items } = await page.getTextContent();
    const lines = pageLines(items.filter((item) => 'str' in item)).filter((line) => !known(line));
    if (lines.length > 0) text.place('text that no page shows');
    for (const line of lines) text.writeLine(line, true);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** Undefined where the forms cannot be drawn, which is then listed. */
async function openUpdated(
  file: FileToRead,
  forms: readonly string[],
  into: Collected,
): Promise<PdfDocument | undefined> {
  try {
    return (await openPdf({ ...file, bytes: withPageOf(file.bytes, forms) }, into.budget)).pdf;
  } catch (error) {
    if (error instanceof ReadLimit) throw error;
    into.missed('damaged', file.bytes.length);
    return undefined;
  }
}

/** The file with an update (ISO 32000-1 7.5.6) after which it has one page, with all the forms below each other. */
function withPageOf(bytes: Buffer, forms: readonly string[]): Buffer {
  const content = forms.map((_, index) => `q 1 0 0 1 0 ${-index * formHeight} cm /U${index} Do Q`).join('\n');
  const names = forms.map((object, index) => `/U${index} ${object} R`).join(' ');
  // pdf.js leaves out what lies outside of the page.
  const box = [-formWidth, -formHeight * forms.length, formWidth, formHeight];
  const [pages, page, stream] = [firstObject + 1, firstObject + 2, firstObject + 3];
  const objects = [
    `<< /Type /Catalog /Pages ${pages} 0 R >>`,
    `<< /Type /Pages /Kids [${page} 0 R] /Count 1 >>`,
    `<< /Type /Page /Parent ${pages} 0 R /MediaBox [${box.join(' ')}] /Resources << /XObject << ${names} >> >> /Contents ${stream} 0 R >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let update = '\n';
  const offsets = objects.map((object, index) => {
    const at = bytes.length + update.length;
    update += `${firstObject + index} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = bytes.length + update.length;
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - 2048));
  const before = [...tail.matchAll(/startxref\s+(\d{1,12})/g)].at(-1)?.[1];
  update += `xref\n${firstObject} ${objects.length}\n${offsets.join('')}trailer\n`;
  update += `<< /Size ${firstObject + objects.length} /Root ${firstObject} 0 R${before === undefined ? '' : ` /Prev ${before}`} >>\n`;
  return Buffer.concat([bytes, Buffer.from(`${update}startxref\n${table}\n%%EOF\n`, 'latin1')]);
}

/** Writes the words of objects that are in no other text: descriptions of pictures, captions of buttons, names of layers and pages, fields that are on no page. */
export function writeObjectWords(objects: Iterable<string>, size: number, into: Collected, text: PlacedText): void {
  const known = knownWords(into);
  const found = new Set<string>();
  for (const object of objects) {
    for (const string of pdfStrings(object)) {
      const words = string.replace(/\s+/g, ' ').trim();
      if (found.size <= maxStrings && isWords(words) && !known(words) && !known(readableTarget(words)))
        found.add(words);
    }
  }
  if (found.size > maxStrings) into.missed('too-many', size);
  if (found.size > 0) text.place('words of objects');
  for (const words of found) text.writeLine(words, true);
}

/** Several words, or a number as long as a telephone number; no dates, marks and identifiers. */
function isWords(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- bytes of identifiers and check sums
  if (/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/.test(text) || /^D:\d{4}/.test(text)) return false;
  return /\p{L}{2,}[\s,;:]+\p{L}{2,}/u.test(text) || /^[\d() +.-]{7,24}$/.test(text);
}

/** Whether something is in a text that has been read, however it is spaced. */
function knownWords(into: Collected): (words: string) => boolean {
  const bare = (text: string): string => text.replace(/\s+/g, '');
  const texts = into.written.map(bare);
  return (words) => {
    into.budget.checkTime();
    return texts.some((text) => text.includes(bare(words)));
  };
}

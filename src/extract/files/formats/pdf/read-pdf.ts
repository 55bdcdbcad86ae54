/** The reader of PDF: text, notes and form fields of each page, then links, properties and the files inside. */
import type { UnreadReason } from '../../../../../detectors/detector.ts';
import type { FileToRead, ReadBudget, ReadFile } from '../../file-reader.ts';
import { collect, type Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import { hasUnreadAppearance, writeAnnotations, type Annotation } from './annotations.ts';
import { writeDocumentParts } from './document-parts.ts';
import { openPdf, type OpenedPdf, type PdfDocument, type PdfPage } from './open-pdf.ts';
import { drawnRuns, isHiddenPiece, linesOfRuns } from './drawn-runs.ts';
import { pageLines } from './page-lines.ts';
import { plainCopy, type MadePlain } from './plain-copy.ts';
import { mayHideText, outsideOfStreams, rawStreams, replacementTexts, showsText, xfaTexts } from './raw-streams.ts';
import { withStrayRejections } from './stray-rejections.ts';
import { writeObjectWords, writeUnshownForms } from './unshown-texts.ts';

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
  const opened = await openPdf(file, into.budget);
  const { pdf } = opened;
  try {
    const { bytes, missed } = await plainBytes(file, opened, into);
    const plain = { ...file, bytes };
    const unseen = lookBehind(bytes, into.budget);
    if (missed) tellMissed([...missed, ...unseen.missed], into);
    const hasImages = /\/Subtype\s*\/Image\b/.test(plain.bytes.toString('latin1'));
    const text = into.text();
    const shown: ShownPage[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      into.budget.spendEntry();
      await into.attempt(`page ${number}`, 0, () => readPage(pdf, number, text, { into, hasImages, shown, ...unseen }));
    }
    await writeDocumentParts(pdf, into);
    const behind = into.text();
    for (const [place, words] of unseen.texts) {
      behind.place(place);
      behind.writeLine(words, true);
    }
    await writeUnshown(plain, unseen, into, behind);
    // Last, so that places in the other texts do not depend on whether OCR is asked for.
    await readShownPages(pdf, file, shown, into);
    // Where no page shows anything, another program may read more of the file than this one.
    if (text.length === 0 && (await isBlank(pdf))) into.missed('damaged', file.bytes.length);
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/**
 * What streams and strings of an encrypted file say cannot be seen from outside; where nobody can, it is listed.
 *
 * @returns without `missed` where no stream of the file can be told from a damaged one
 */
async function plainBytes(
  { bytes }: FileToRead,
  { pdf, password }: OpenedPdf,
  into: Collected,
): Promise<MadePlain | { bytes: Buffer; missed?: never }> {
  const about = (await pdf.getMetadata().catch(() => undefined)) as
    { info: { EncryptFilterName?: unknown } } | undefined;
  const isEncrypted = about ? typeof about.info.EncryptFilterName === 'string' : bytes.includes('/Encrypt');
  if (!isEncrypted) return { bytes, missed: [] };
  const plain = plainCopy(bytes, password, into.budget);
  if (!plain) into.missed('encrypted', bytes.length);
  return plain ?? { bytes };
}

/** Lists streams that nobody could look into, once for each reason. */
function tellMissed(streams: MadePlain['missed'], into: Collected): void {
  const sizes = new Map<UnreadReason, number>();
  for (const [reason, size] of streams) sizes.set(reason, (sizes.get(reason) ?? 0) + size);
  for (const [reason, size] of sizes) into.missed(reason, size);
}

async function isBlank(pdf: PdfDocument): Promise<boolean> {
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { fnArray } = await page.getOperatorList();
    if (fnArray.length > 0) return false;
  }
  return true;
}

/** A page that shows pictures. */
interface ShownPage {
  readonly number: number;
  /** It has next to no text of its own: a scan, or letters drawn as lines. */
  readonly isPicture: boolean;
}

interface Reading {
  readonly into: Collected;
  /** Whether a page of the file shows a picture. */
  readonly hasImages: boolean;
  readonly shown: ShownPage[];
  /** The operators of the pages may put text where nobody sees it. */
  readonly mayHide: boolean;
  /** Forms that are drawn may have text: the appearance of an annotation is one. */
  readonly mayDraw: boolean;
}

/** What is in the streams of a file, and may be in none of the texts that pdf.js gives. */
interface Behind extends Pick<Reading, 'mayHide' | 'mayDraw'> {
  /** Replacement texts and XFA forms. */
  readonly texts: readonly [place: string, words: string][];
  /** Objects that are forms with text. */
  readonly forms: readonly string[];
  /** Sources of other objects. */
  readonly objects: readonly string[];
  /** Streams that cannot be unpacked. */
  readonly missed: MadePlain['missed'];
}

/** Texts that no page shows. */
async function writeUnshown(
  file: FileToRead,
  { forms, objects }: Behind,
  into: Collected,
  text: PlacedText,
): Promise<void> {
  await into.attempt(undefined, 0, () => writeUnshownForms(file, forms, into, text));
  await into.attempt(undefined, 0, () =>
    writeObjectWords([outsideOfStreams(file.bytes), ...objects], file.bytes.length, into, text),
  );
}

function lookBehind(bytes: Buffer, budget: ReadBudget): Behind {
  const texts = new Map<string, string>();
  const forms: string[] = [];
  const objects: string[] = [];
  const missed: [UnreadReason, number][] = [];
  let [mayHide, mayDraw] = [false, false];
  const take = (stream: string): void => {
    for (const words of replacementTexts(stream)) texts.set(words, 'replacement text');
    for (const words of xfaTexts(stream)) texts.set(words, 'XFA form');
  };
  for (const stream of rawStreams(bytes, budget)) {
    const { content, isForm, isObjects, object } = stream;
    if (stream.missed) missed.push([stream.missed, stream.size]);
    mayHide ||= mayHideText(content);
    const hasText = isForm && (stream.missed !== undefined || showsText(content));
    mayDraw ||= hasText;
    if (hasText && object !== undefined) forms.push(object);
    if (isObjects) objects.push(content);
    take(content);
  }
  for (const words of replacementTexts(bytes.toString('latin1'))) texts.set(words, 'replacement text');
  return { mayHide, mayDraw, forms, objects, missed, texts: [...texts].map(([words, place]) => [place, words]) };
}

async function readPage(pdf: PdfDocument, number: number, text: PlacedText, reading: Reading): Promise<void> {
  const page = await pdf.getPage(number);
  try {
    const label = `page ${number}`;
    text.place(label);
    const { items } = await page.getTextContent();
    const start = text.length;
    const annotations = (await page.getAnnotations({ intent: 'any' })) as readonly Annotation[];
    const isDrawn = reading.mayDraw && annotations.some(hasUnreadAppearance);
    const drawn = reading.mayHide || isDrawn ? await drawnRuns(page, reading.into.budget) : [];
    const hidden = drawn.filter((run) => run.hidden && run.annotation === undefined);
    const runs = items.filter((item) => 'str' in item);
    const seen = hidden.length === 0 ? runs : runs.filter((run) => !isHiddenPiece(run.transform as number[], hidden));
    for (const line of pageLines(seen)) text.writeLine(line);
    for (const line of linesOfRuns(hidden)) text.writeLine(line, true);
    const hasFew = text.length - start < fewCharacters;
    const isPicture = hasFew && (await showsPicture(page, reading.hasImages, text.length === start));
    if (isPicture || reading.hasImages) reading.shown.push({ number, isPicture });
    await writeAnnotations(annotations, { pdf, label, text, into: reading.into, runs, drawn });
  } finally {
    page.cleanup();
  }
}

/** A scan, or letters drawn as lines. Finding out which page shows a picture would need all pictures to be unpacked. */
async function showsPicture(page: PdfPage, hasImages: boolean, isEmpty: boolean): Promise<boolean> {
  if (hasImages) return true;
  if (!isEmpty) return false;
  const { fnArray } = await page.getOperatorList();
  return fnArray.length > 8;
}

async function readShownPages(
  pdf: PdfDocument,
  { bytes, pictures }: FileToRead,
  pages: readonly ShownPage[],
  into: Collected,
): Promise<void> {
  const text = into.text();
  for (const { number, isPicture } of pages) {
    const label = `page ${number}`;
    if (!pictures) {
      if (isPicture) into.missed('image', 0, label);
      continue;
    }
    into.budget.checkTime();
    const { picturesOfPage } = await import('./page-pictures.ts');
    const known = await pictures.about(bytes, `#${number}`, () => picturesOfPage(pdf, number, isPicture));
    const { text: found = { unread: 'format' }, content } = known;
    // Without a picture that can be decoded, a page beside whose text none is seen has none.
    if (isPicture || !(content && 'unread' in content && content.unread === 'format')) into.seen(content, 0, label);
    if ('lines' in found) {
      if (found.lines.length > 0) text.place(`${label}, by OCR`);
      for (const line of found.lines) text.writeLine(line);
    } else if (found.unread === 'not-read') into.missed('picture-not-read', 0, label);
    else if (isPicture) into.missed('image', 0, label);
  }
}

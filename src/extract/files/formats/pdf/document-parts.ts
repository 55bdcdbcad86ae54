/** Reads what belongs to a PDF as a whole: bookmarks, properties, scripts, attached files. */
import type { Collected } from '../collected.ts';
import type { PlacedText } from '../placed-text.ts';
import type { PdfDocument } from './open-pdf.ts';

interface Bookmark {
  readonly title?: string;
  readonly url?: string | null;
  readonly items?: readonly Bookmark[];
}

const maxBookmarks = 20_000;

export async function writeDocumentParts(pdf: PdfDocument, into: Collected): Promise<void> {
  const text = into.text();
  await into.attempt('bookmarks', 0, async () => {
    text.place('bookmarks');
    writeBookmarks(await pdf.getOutline(), text);
  });
  await into.attempt('document properties', 0, () => writeProperties(pdf, text));
  await into.attempt('scripts', 0, async () => {
    text.place('scripts');
    const actions = (await pdf.getJSActions()) as Readonly<Record<string, readonly string[]>> | null;
    for (const sources of Object.values(actions ?? {})) for (const source of sources) text.writeLine(source, true);
  });
  await into.attempt('attachments', 0, async () => {
    const attachments = (await pdf.getAttachments()) as ReadonlyMap<
      string,
      { filename?: string; description?: string }
    > | null;
    for (const [id, { filename, description }] of attachments ?? []) {
      text.place('attachments');
      text.writeLine([filename, description].filter(Boolean).join(' '));
      await handOn(pdf, id, filename, into);
    }
  });
}

/** A file inside that cannot be read is listed as unread. */
export async function handOn(pdf: PdfDocument, id: string, name: string | undefined, into: Collected): Promise<void> {
  await into.attempt(name, 0, async () => {
    const content = await pdf.getAttachmentContent(id);
    if (content) into.file(name ?? 'attachment', Buffer.from(content));
    else into.missed('damaged', 0, name);
  });
}

function writeBookmarks(roots: readonly Bookmark[] | null, text: PlacedText): void {
  const waiting = [...(roots ?? [])].reverse();
  for (let count = 0; waiting.length > 0 && count < maxBookmarks; count += 1) {
    const { title, url, items } = waiting.pop()!;
    text.writeLine([title, url].filter(Boolean).join(' '));
    waiting.push(...[...(items ?? [])].reverse());
  }
}

/** The information dictionary and the XMP packet: title, author, keywords, fields that programs and people add. */
async function writeProperties(pdf: PdfDocument, text: PlacedText): Promise<void> {
  text.place('document properties');
  const { info, metadata } = (await pdf.getMetadata()) as {
    info: Readonly<Record<string, unknown>>;
    metadata: unknown;
  };
  const seen = new Set<string>();
  const write = (name: string, value: unknown) => {
    const words =
      typeof value === 'string'
        ? value
        : Array.isArray(value)
          ? value.filter((item) => typeof item === 'string').join(', ')
          : '';
    if (words.trim() === '' || seen.has(words) || /^(PDFFormatVersion|Producer|Language|EncryptFilterName)$/.test(name))
      return;
    seen.add(words);
    text.writeLine(`${name}: ${words}`);
  };
  for (const [name, value] of Object.entries(info)) {
    if (name === 'Custom' && typeof value === 'object' && value !== null) {
      for (const [custom, words] of Object.entries(value)) write(custom, words);
    } else write(name, value);
  }
  if (isIterable(metadata)) for (const [name, value] of metadata) write(name, value);
}

function isIterable(value: unknown): value is Iterable<[string, unknown]> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

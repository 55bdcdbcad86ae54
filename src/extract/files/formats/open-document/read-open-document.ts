/** The reader of OpenDocument files: texts, spreadsheets and presentations of LibreOffice. Source: OpenDocument 1.3. */
import type { ReadFile } from '../../file-reader.ts';
import { collect, type Collected } from '../collected.ts';
import { readOleObject } from '../legacy/ole-object.ts';
import { readXml, type XmlHandler } from '../xml-events.ts';
import { ZipPackage, type PackagePart } from '../zip-package.ts';
import { openSealedParts, readSealedParts, type SealedParts } from './encryption.ts';
import { OdfSheets } from './odf-sheets.ts';
import { OdfStyles } from './odf-styles.ts';
import { OdfText } from './odf-text.ts';

/** Settings of windows and printers, lists of parts, previews for file managers. */
const neverShown =
  /^(mimetype|settings\.xml|META-INF\/.*|Thumbnails\/.*|Configurations2\/.*|manifest\.rdf|layout-cache)$|(^|\/)settings\.xml$/;

/** Reads odt, ods, odp and their templates. */
export const readOpenDocument: ReadFile = (file, budget) =>
  collect(file, budget, async (into) => {
    const zip = new ZipPackage(file.bytes, budget);
    if (zip.damaged) into.missed('damaged', file.bytes.length);
    const sealed = await sealedParts(zip, into);
    if (sealed.size > 0) zip.useOpened(await openSealedParts(zip, sealed, file.passwords, budget));
    const links = new Set<string>();
    const done = new Set<PackagePart>();
    const read = (part: PackagePart, handler: XmlHandler) => {
      done.add(part);
      return into.attempt(part.name, part.size, async () => {
        if (!(await readXml(zip.chunks(part), handler, budget))) into.missed('damaged', part.size, part.name);
      });
    };
    const documents = zip.parts.filter(({ name }) => /(^|\/)content\.xml$/.test(name));
    for (const content of documents) {
      const folder = content.name.slice(0, -'content.xml'.length);
      const styles = new OdfStyles();
      const stylePart = zip.find(`${folder}styles.xml`);
      const text = into.text();
      const around = folder === '' ? 'document' : folder.slice(0, -1);
      const handler = new OdfText(text, around, styles, links, budget);
      // Named styles first, because the content refers to them.
      const styleText = into.text();
      if (stylePart) {
        const inStyles = new OdfText(styleText, 'header and footer', styles, links, budget);
        await read(stylePart, inStyles);
        inStyles.end();
      }
      await read(content, isSpreadsheet(file.format, folder) ? new OdfSheets(into, styles, links, handler) : handler);
      handler.end();
    }
    await readMeta(zip, read, into);
    await readRest(zip, done, into);
    const text = into.text();
    text.place('links');
    for (const link of links) text.writeLine(link);
  });

function isSpreadsheet(format: string, folder: string): boolean {
  return format === 'ods' && folder === '';
}

async function sealedParts(zip: ZipPackage, into: Collected): Promise<SealedParts> {
  let sealed: SealedParts = new Map();
  await into.attempt('META-INF/manifest.xml', 0, async () => {
    sealed = await readSealedParts(zip, into.budget);
  });
  return sealed;
}

async function readMeta(
  zip: ZipPackage,
  read: (part: PackagePart, handler: XmlHandler) => Promise<void>,
  into: Collected,
): Promise<void> {
  const meta = zip.find('meta.xml');
  if (!meta) return;
  const text = into.text();
  text.place('document properties');
  let label = '';
  let value = '';
  await read(meta, {
    open: (name, attributes) => {
      label = attributes['meta:name'] ?? name;
      value = '';
    },
    text: (piece) => {
      value += piece;
    },
    close: (name) => {
      if (value.trim() !== '' && !/^(generator|editing-cycles|editing-duration|language)$/.test(name)) {
        text.writeLine(`${label}: ${value.trim()}`);
      }
      value = '';
    },
  });
}

/** Pictures and other files inside; XML of other kinds is read as text. */
async function readRest(zip: ZipPackage, done: ReadonlySet<PackagePart>, into: Collected): Promise<void> {
  const names = new Set(zip.parts.map(({ name }) => name));
  for (const part of zip.parts) {
    if (done.has(part) || neverShown.test(part.name)) continue;
    // The picture of an object that the file contains itself.
    const object = /^ObjectReplacements\/(.+)$/.exec(part.name)?.[1];
    if (object !== undefined && (names.has(object) || names.has(`${object}/content.xml`))) continue;
    into.budget.spendEntry();
    await into.attempt(part.name, part.size, async () => {
      const bytes = await zip.read(part);
      readOleObject(bytes, part.name.slice(part.name.lastIndexOf('/') + 1), into);
    });
  }
}

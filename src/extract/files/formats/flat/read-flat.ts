/** The readers of documents that are one XML file: flat OPC, Word 2003 XML, flat OpenDocument. Each becomes a package again. */
import { decodeText } from '../../../charset.ts';
import type { ReadFile } from '../../file-reader.ts';
import { collect, type Collected } from '../collected.ts';
import { storedZip, type StoredPart } from './stored-zip.ts';

/** A part of a package in XML (ECMA-376 part 2, annex on flat packages; as Word and PowerPoint write it). */
const flatPart = /<(?:\w+:)?part\b([^>]{0,2000})>/g;
const maxParts = 5000;

/** Reads a document that Word, Excel or PowerPoint saved as "flat OPC". */
export const readFlatOpc: ReadFile = (file, budget) =>
  collect(file, budget, (into) => {
    const text = decodeText(file.bytes, undefined).text;
    const parts: StoredPart[] = [];
    const types: string[] = [];
    for (const match of text.matchAll(flatPart)) {
      if (parts.length >= maxParts) break;
      budget.checkTime();
      const name = attribute(match[1]!, 'name').replace(/^\//, '');
      const type = attribute(match[1]!, 'contentType');
      const bytes = contentOf(text, match.index + match[0].length);
      if (name === '' || bytes === undefined) continue;
      parts.push({ name, bytes });
      if (type !== '') types.push(`<Override PartName="/${name}" ContentType="${type}"/>`);
    }
    const list = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${types.join('')}</Types>`;
    addPackage(into, 'document', [{ name: '[Content_Types].xml', bytes: Buffer.from(list) }, ...parts], file.bytes);
    return Promise.resolve();
  });

/** The content of a part: XML as it stands, or base64. */
function contentOf(text: string, from: number): Buffer | undefined {
  const open = /<(?:\w+:)?(xmlData|binaryData)\b[^>]{0,2000}>/g;
  open.lastIndex = from;
  const match = open.exec(text);
  if (!match) return undefined;
  const start = match.index + match[0].length;
  const name = match[0].slice(1).split(/[\s>]/)[0]!;
  const end = text.indexOf(`</${name}>`, start);
  const content = text.slice(start, end < 0 ? text.length : end);
  return match[1] === 'xmlData' ? Buffer.from(content) : Buffer.from(content, 'base64');
}

function attribute(attributes: string, name: string): string {
  return new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1] ?? '';
}

/** Reads a document that Word 2003 saved as XML, whose elements are those of later versions. */
export const readWordXml: ReadFile = (file, budget) =>
  collect(file, budget, (into) => {
    const { text, files } = withoutBinary(decodeText(file.bytes, undefined).text, /binData/);
    for (const [index, bytes] of files.entries()) into.file(`embedded ${index + 1}`, bytes);
    const types =
      '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
    const parts = [
      { name: '[Content_Types].xml', bytes: Buffer.from(types) },
      { name: 'word/document.xml', bytes: Buffer.from(text) },
    ];
    addPackage(into, 'document', parts, file.bytes);
    return Promise.resolve();
  });

/** Reads flat OpenDocument: fodt, fods, fodp (OpenDocument 1.3 part 3, 3.1.2). */
export const readFlatOpenDocument: ReadFile = (file, budget) =>
  collect(file, budget, (into) => {
    const decoded = decodeText(file.bytes, undefined).text;
    const type =
      /\bmimetype\s*=\s*["'](application\/vnd\.oasis\.opendocument\.[a-z-]{4,40})["']/.exec(
        decoded.slice(0, 65_536),
      )?.[1] ?? 'application/vnd.oasis.opendocument.text';
    const { text, files } = withoutBinary(decoded, /binary-data/);
    for (const [index, bytes] of files.entries()) into.file(`embedded ${index + 1}`, bytes);
    const parts = [
      { name: 'mimetype', bytes: Buffer.from(type) },
      { name: 'content.xml', bytes: Buffer.from(text) },
    ];
    const meta = /<office:meta\b[^]{0,200000}?<\/office:meta>/.exec(text)?.[0];
    if (meta !== undefined) parts.push({ name: 'meta.xml', bytes: Buffer.from(meta) });
    addPackage(into, 'document', parts, file.bytes);
    return Promise.resolve();
  });

/** The XML in UTF-8, without its declaration, and the base64 of its pictures and objects. */
function withoutBinary(xml: string, name: RegExp): { text: string; files: Buffer[] } {
  const files: Buffer[] = [];
  const element = new RegExp(`<((?:\\w+:)?(?:${name.source}))\\b[^>]{0,500}>([A-Za-z0-9+/=\\s]*)</\\1>`, 'g');
  const text = xml.replace(/^\s*<\?xml\b[^>]{0,200}\?>/, '').replace(element, (_, _name, data: string) => {
    files.push(Buffer.from(data, 'base64'));
    return '';
  });
  return { text, files };
}

function addPackage(into: Collected, name: string, parts: readonly StoredPart[], source: Buffer): void {
  // A package without content is not read as an empty document.
  if (parts.length < 2) into.missed('damaged', source.length);
  else into.file(name, storedZip(parts));
}

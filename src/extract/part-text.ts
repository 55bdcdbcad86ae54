/** Makes a part from the bytes of a text: charset, HTML, folded and flowed lines, tables, quoted and hidden stretches. */
import type { ExtractedPart, Span } from '../../detectors/detector.ts';
import { decodeText } from './charset.ts';
import { readDataText } from './data-text/read-data-text.ts';
import { readDelimitedTable } from './delimited-table.ts';
import type { ShownImage } from './html-images.ts';
import { htmlToText } from './html-text.ts';
import type { Place } from './mime-tree.ts';
import type { ContentFields } from './content-fields.ts';
import { decodeWords } from './encoded-words.ts';
import { plainLetters } from './plain-letters.ts';
import { findQuoted, mergeSpans } from './quoted-text.ts';
import { shownLines } from './shown-lines.ts';
import { spelledOut } from './spelled-out.ts';
import { decodeQuotedPrintable } from './transfer-encoding.ts';
import { joinWrapped, unflow, unfold, withoutTabsBetweenWords } from './text-lines.ts';

/** A part with the pictures that it shows. */
export interface TextPart extends ExtractedPart {
  readonly images?: readonly ShownImage[];
}

/** @param text decoded, line ends as `\n` */
export function textPart(place: Place, fields: ContentFields, text: string, as: 'text' | 'html' | 'folded'): TextPart {
  const kind = kindOf(place, fields);
  if (as === 'html') {
    const plain = shownLines(plainLetters(htmlToText(text)));
    const quoted = mergeSpans([...plain.quoted, ...findQuoted(plain.text)]);
    return { ...partOf(place, kind, fields, withSpelledOut({ ...plain, quoted })), images: plain.images };
  }
  if (as === 'folded') return partOf(place, kind, fields, marked(foldedText(text)));
  const mayBeTable = kind === 'attachment' || isTableType(fields);
  const table = mayBeTable ? (readDataText(text) ?? readDelimitedTable(text, isTableType(fields))) : undefined;
  if (table) {
    const contentType = 'text/tab-separated-values';
    return partOf(place, kind, { ...fields, contentType }, { ...plainLetters({ ...table, quoted: [] }) });
  }
  const flowed = isFlowed(fields);
  const source = withoutTabsBetweenWords(withMarkupRead(text, fields));
  const plain = marked(flowed ? unflow(source, fields.params['delsp']?.toLowerCase() === 'yes') : source);
  return partOf(
    place,
    kind,
    fields,
    withSpelledOut({
      ...plain,
      quoted: quotedIn(plain.text, place, fields),
      text: flowed ? plain.text : joinWrapped(plain.text),
    }),
  );
}

/** Calendars and contacts: folded lines joined, quoted-printable values and HTML descriptions decoded. */
function foldedText(text: string): string {
  const joined = unfold(text).replace(
    /^([^\n:]*;ENCODING=QUOTED-PRINTABLE[^\n:]*:)((?:[^\n]*=\n)*[^\n]*)/gim,
    (_, head: string, value: string) => {
      const bytes = decodeQuotedPrintable(Buffer.from(value));
      return `${head}${decodeText(bytes, /;CHARSET=([^;:]+)/i.exec(head)?.[1]).text}`;
    },
  );
  const pages = Array.from(
    joined.matchAll(/^[^\n:]*;FMTTYPE="?text\/html"?[^\n:]*:([^\n]*)/gim),
    ([, html = '']) => htmlToText(html.replace(/\\([nN])/g, '\n').replace(/\\([,;\\])/g, '$1')).text,
  );
  return [joined, ...pages].join('\n');
}

/** Text of JSON and XML; where escapes or tags within words hide it, also the text without them. */
function withMarkupRead(text: string, { contentType, filename = '' }: ContentFields): string {
  if (/json/.test(contentType) || /\.json$/i.test(filename))
    return text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  if (contentType === 'text/rfc822-headers') return unfold(text).split('\n').map(decodeWords).join('\n');
  const isXml = /xml/.test(contentType) || /^\s*<\?xml\b/.test(text.slice(0, 100));
  if (!isXml || !/&#x?[0-9a-f]{2,6};|\p{L}<[^>\s]{1,60}>\p{L}/iu.test(text)) return text;
  return `${text}\n${htmlToText(text).text}`;
}

/** Words that are written letter by letter are added at the end as words. */
function withSpelledOut<Text extends { readonly text: string }>(content: Text): Text {
  const words = spelledOut(content.text);
  return words.length === 0 ? content : { ...content, text: [content.text, ...words].join('\n') };
}

/** Makes a part of any kind with its names. */
export function partOf(
  place: Place,
  kind: ExtractedPart['kind'],
  fields: Pick<ContentFields, 'contentType' | 'filename'>,
  content: Pick<ExtractedPart, 'text' | 'quoted' | 'hidden' | 'places'>,
): ExtractedPart {
  const { text, quoted, hidden, places } = content;
  const filename = pathOf(place, fields.filename);
  return {
    id: place.id,
    kind,
    contentType: fields.contentType,
    ...(filename !== undefined && { filename }),
    text,
    quoted,
    hidden,
    ...(places && { places }),
  };
}

/** `fwd.eml/list.csv`; the text of an attached message has the message's name. */
export function pathOf(place: Place, filename: string | undefined): string | undefined {
  const names = filename === undefined ? place.path : [...place.path, filename];
  return names.length === 0 ? undefined : names.join('/');
}

/** The span of a whole text. */
export function whole(text: string): Span[] {
  return text === '' ? [] : [{ start: 0, end: text.length }];
}

function marked(text: string): Pick<ExtractedPart, 'text' | 'quoted' | 'hidden'> {
  return plainLetters({ text, quoted: [], hidden: [] });
}

function kindOf(place: Place, { filename, disposition, contentType }: ContentFields): 'body' | 'attachment' {
  const shownInline = filename === undefined && disposition !== 'attachment' && contentType.startsWith('text/');
  return place.path.length === 0 && shownInline ? 'body' : 'attachment';
}

/** Where the text is forwarded: the text of an attached message is quoted as a whole. */
function quotedIn(text: string, place: Place, { filename, contentType }: ContentFields): Span[] {
  if (place.path.length > 0 && filename === undefined) return whole(text);
  return contentType.startsWith('text/') ? findQuoted(text) : [];
}

function isFlowed({ contentType, params }: ContentFields): boolean {
  return contentType === 'text/plain' && params['format']?.trim().toLowerCase() === 'flowed';
}

function isTableType({ contentType, filename = '' }: ContentFields): boolean {
  return /\bx?-?csv$|tab-separated-values$/.test(contentType) || /\.(csv|tsv|tab)$/i.test(filename);
}

/** Turns the bytes of a text part into a part with its text: charset, HTML, folded and flowed lines, tables, quoted and hidden stretches. */
import type { ExtractedPart, Span } from '../../detectors/detector.ts';
import { readDelimitedTable } from './delimited-table.ts';
import type { ShownImage } from './html-images.ts';
import { htmlToText } from './html-text.ts';
import type { Place } from './mime-tree.ts';
import type { ContentFields } from './part-header.ts';
import { plainLetters } from './plain-letters.ts';
import { findQuoted, mergeSpans } from './quoted-text.ts';
import { joinWrapped, unflow, unfold } from './text-lines.ts';

/** A part as its bytes say, with the pictures that it shows. */
export interface TextPart extends ExtractedPart {
  readonly images?: readonly ShownImage[];
}

/** @param text decoded, line ends as `\n` */
export function textPart(place: Place, fields: ContentFields, text: string, as: 'text' | 'html' | 'folded'): TextPart {
  const kind = kindOf(place, fields);
  if (as === 'html') {
    const plain = plainLetters(htmlToText(text));
    const quoted = mergeSpans([...plain.quoted, ...findQuoted(plain.text)]);
    return { ...partOf(place, kind, fields, { ...plain, quoted }), images: plain.images };
  }
  if (as === 'folded') return partOf(place, kind, fields, marked(unfold(text)));
  const mayBeTable = kind === 'attachment' || isTableType(fields);
  const table = mayBeTable ? readDelimitedTable(text, isTableType(fields)) : undefined;
  if (table) {
    const contentType = 'text/tab-separated-values';
    return partOf(place, kind, { ...fields, contentType }, { ...plainLetters({ ...table, quoted: [] }) });
  }
  const flowed = isFlowed(fields);
  const plain = marked(flowed ? unflow(text, fields.params['delsp']?.toLowerCase() === 'yes') : text);
  return partOf(place, kind, fields, {
    ...plain,
    quoted: quotedIn(plain.text, place, fields),
    text: flowed ? plain.text : joinWrapped(plain.text),
  });
}

/** A part with its names, of whatever kind. */
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

/** All of a text, as one span. */
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

/** The text of an attached message is forwarded as a whole. */
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

/** Takes the parts that the walk through the MIME tree meets, reads those that are text, and lists the rest as unread. */
import type { ExtractedPart, Span, UnreadPart, UnreadReason } from '../../detectors/detector.ts';
import { decodeText } from './charset.ts';
import { classify } from './classify.ts';
import { htmlToText } from './html-text.ts';
import { decodeWords, type ContentFields, type PartHeader } from './part-header.ts';
import type { ExtractLimits, Place, TreeVisitor } from './mime-tree.ts';
import { embeddedFiles } from './embedded-files.ts';
import { plainLetters } from './plain-letters.ts';
import { findQuoted, mergeSpans } from './quoted-text.ts';
import { unflow, unfold } from './text-lines.ts';
import { decodeBody, decodedSize, isKnownEncoding } from './transfer-encoding.ts';

const attachedHeaderFields = ['From', 'To', 'Cc', 'Date', 'Subject'];
/** Transfer encodings of which the body is a text that holds the file. */
const fileEncodings = new Set(['x-uuencode', 'x-uue', 'uuencode', 'x-yenc']);

export class PartCollector implements TreeVisitor {
  private readonly bodies: ExtractedPart[] = [];
  private readonly attachments: ExtractedPart[] = [];
  private readonly unread: UnreadPart[] = [];
  private readonly strays = new Map<string, { place: Place; texts: string[] }>();
  /** Names of files and descriptions of parts: they are shown beside them. */
  readonly names = new Set<string>();
  private textBytesLeft: number;

  constructor(limits: ExtractLimits) {
    this.textBytesLeft = limits.maxTextBytes;
  }

  finish(): { bodies: ExtractedPart[]; attachments: ExtractedPart[]; unread: UnreadPart[] } {
    for (const { place, texts } of this.strays.values()) {
      const text = texts.join('\n');
      this.bodies.push({
        id: place.id,
        kind: 'body',
        contentType: 'text/plain',
        text,
        quoted: findQuoted(text),
        hidden: whole(text),
      });
    }
    return { bodies: this.bodies, attachments: this.attachments, unread: this.unread };
  }

  leaf(place: Place, fields: ContentFields, body: Buffer): void {
    this.keepName(fields);
    const reading = classify(fields, body, place.encrypted);
    switch (reading.as) {
      case 'nothing':
        return;
      case 'unread':
        if (fileEncodings.has(fields.encoding) && this.embedded(place, fields, body)) return;
        if (
          reading.reason === 'unsupported' &&
          !isKnownEncoding(fields.encoding) &&
          fields.contentType.startsWith('text/')
        ) {
          // An encoding that nobody knows is often none at all.
          this.read(place, fields, body, 'text');
        }
        this.note(place, fields, decodedSize(body, fields.encoding), reading.reason);
        return;
      case 'text':
      case 'html':
      case 'folded':
        this.read(place, fields, body, reading.as);
    }
  }

  message(place: Place, fields: ContentFields, header: PartHeader): void {
    this.keepName(fields);
    const lines = attachedHeaderFields.flatMap((name) =>
      header.values(name.toLowerCase()).map((value) => `${name}: ${decodeWords(value)}`),
    );
    const text = lines.join('\n');
    if (text === '') return;
    this.attachments.push(
      part(place, 'attachment', { ...fields, filename: fields.filename ?? 'message.eml' }, text, whole(text), []),
    );
  }

  stray(place: Place, bytes: Buffer): void {
    const { text, binary } = decodeText(bytes.subarray(0, Math.max(0, this.textBytesLeft)), undefined);
    const trimmed = text.trim();
    if (trimmed === '' || isStockPhrase(trimmed)) return;
    this.textBytesLeft -= bytes.length;
    if (binary) this.unread.push({ part: place.id, contentType: 'text/plain', size: bytes.length, reason: 'damaged' });
    const known = this.strays.get(place.id);
    if (known) known.texts.push(trimmed);
    else this.strays.set(place.id, { place, texts: [trimmed] });
  }

  skipped(place: Place, contentType: string, size: number, reason: UnreadReason): void {
    const filename = pathOf(place, undefined);
    this.unread.push({ part: place.id, ...(filename && { filename }), contentType, size, reason });
  }

  /** Reads the files that stand in a text; whether there were any. */
  private embedded(place: Place, fields: ContentFields, body: Buffer): boolean {
    const files = embeddedFiles(body);
    for (const [index, { name, bytes, damaged }] of files.entries()) {
      const inner = { ...fields, contentType: 'application/octet-stream', params: {}, encoding: '', filename: name };
      const at = { ...place, id: `${place.id}.${index + 1}` };
      this.leaf(at, inner, bytes);
      if (damaged) this.note(at, inner, bytes.length, 'damaged');
    }
    return files.length > 0;
  }

  private keepName({ filename, description }: ContentFields): void {
    for (const name of [filename, description]) if (name) this.names.add(name.replaceAll('_', ' '));
  }

  private note(place: Place, fields: ContentFields, size: number, reason: UnreadReason): void {
    const filename = pathOf(place, fields.filename);
    this.unread.push({ part: place.id, ...(filename && { filename }), contentType: fields.contentType, size, reason });
  }

  private read(place: Place, fields: ContentFields, body: Buffer, as: 'text' | 'html' | 'folded'): void {
    const { bytes, damaged, cut } = decodeBody(body, fields.encoding, Math.max(0, this.textBytesLeft));
    this.textBytesLeft -= bytes.length;
    if (cut) this.note(place, fields, decodedSize(body, fields.encoding), 'too-big');
    this.embedded(place, fields, bytes);
    const decoded = decodeText(bytes, fields.params['charset']);
    if (damaged || decoded.damaged) this.note(place, fields, bytes.length, 'damaged');
    if (decoded.binary) return;
    if (decoded.text.includes('-----BEGIN PGP MESSAGE-----')) this.note(place, fields, bytes.length, 'encrypted');

    const kind =
      place.path.length === 0 &&
      fields.filename === undefined &&
      fields.disposition !== 'attachment' &&
      fields.contentType.startsWith('text/')
        ? 'body'
        : 'attachment';
    const list = kind === 'body' ? this.bodies : this.attachments;
    if (as === 'html') {
      const { text, quoted, hidden } = htmlToText(decoded.text);
      const plain = plainLetters({ text, quoted, hidden });
      const quotes = mergeSpans([...plain.quoted, ...findQuoted(plain.text)]);
      list.push(part(place, kind, fields, plain.text, quotes, plain.hidden));
      return;
    }
    const joined =
      as === 'folded'
        ? unfold(decoded.text)
        : isFlowed(fields)
          ? unflow(decoded.text, fields.params['delsp']?.toLowerCase() === 'yes')
          : decoded.text;
    const { text } = plainLetters({ text: joined, quoted: [], hidden: [] });
    // The text of an attached message is forwarded as a whole.
    const quoted =
      place.path.length > 0 && fields.filename === undefined
        ? whole(text)
        : fields.contentType.startsWith('text/') && as === 'text'
          ? findQuoted(text)
          : [];
    list.push(part(place, kind, fields, text, quoted, []));
  }
}

function part(
  place: Place,
  kind: ExtractedPart['kind'],
  fields: ContentFields,
  text: string,
  quoted: readonly Span[],
  hidden: readonly Span[],
): ExtractedPart {
  const filename = pathOf(place, fields.filename);
  return { id: place.id, kind, contentType: fields.contentType, ...(filename && { filename }), text, quoted, hidden };
}

/** `fwd.eml/list.csv`; the text of an attached message has the message's name. */
function pathOf(place: Place, filename: string | undefined): string | undefined {
  const names = filename === undefined ? place.path : [...place.path, filename];
  return names.length === 0 ? undefined : names.join('/');
}

function isFlowed(fields: ContentFields): boolean {
  return fields.contentType === 'text/plain' && fields.params['format']?.trim().toLowerCase() === 'flowed';
}

function whole(text: string): Span[] {
  return text === '' ? [] : [{ start: 0, end: text.length }];
}

/** "This is a multi-part message in MIME format." and its like, before the first boundary. */
function isStockPhrase(text: string): boolean {
  return (
    text.length < 300 &&
    /multi-?part|\bmime\b/i.test(text) &&
    !/[\d@]/.test(text.replace(/mime[- ]?\d(\.\d)?|rfc ?\d+/gi, ''))
  );
}

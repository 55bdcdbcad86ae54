/** Takes the parts that the walk through the MIME tree meets, reads those that are text, and lists the rest as unread. */
import type { ExtractedPart, Span, UnreadPart, UnreadReason } from '../../detectors/detector.ts';
import { decodeText } from './charset.ts';
import { classify } from './classify.ts';
import { htmlToText } from './html-text.ts';
import { decodeWords, type ContentFields, type PartHeader } from './part-header.ts';
import type { ExtractLimits, Place, TreeVisitor } from './mime-tree.ts';
import { findQuoted, mergeSpans } from './quoted-text.ts';
import { unflow, unfold } from './text-lines.ts';
import { decodeBody, decodedSize, isKnownEncoding } from './transfer-encoding.ts';

const attachedHeaderFields = ['From', 'To', 'Cc', 'Date', 'Subject'];
/** A file within the text, as Outlook still unpacks them: `begin 644 name` and full lines of 45 bytes, or a short one and `end`. */
const uuencoded = /^begin [0-7]{3,4} .{1,200}\n(?:M[!-`]{60}\n|[!-L][!-`]{2,60}\n(?:`|)\n?end)/m;

export class PartCollector implements TreeVisitor {
  private readonly bodies: ExtractedPart[] = [];
  private readonly attachments: ExtractedPart[] = [];
  private readonly unread: UnreadPart[] = [];
  private readonly strays = new Map<string, { place: Place; texts: string[] }>();
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
    const reading = classify(fields, body, place.encrypted);
    switch (reading.as) {
      case 'nothing':
        return;
      case 'unread':
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
    const filename = nameOf(place, undefined);
    this.unread.push({ part: place.id, ...(filename && { filename }), contentType, size, reason });
  }

  private note(place: Place, fields: ContentFields, size: number, reason: UnreadReason): void {
    const filename = nameOf(place, fields.filename);
    this.unread.push({ part: place.id, ...(filename && { filename }), contentType: fields.contentType, size, reason });
  }

  private read(place: Place, fields: ContentFields, body: Buffer, as: 'text' | 'html' | 'folded'): void {
    const { bytes, damaged, cut } = decodeBody(body, fields.encoding, Math.max(0, this.textBytesLeft));
    this.textBytesLeft -= bytes.length;
    if (cut) this.note(place, fields, decodedSize(body, fields.encoding), 'too-big');
    const decoded = decodeText(bytes, fields.params['charset']);
    if (damaged || decoded.damaged) this.note(place, fields, bytes.length, 'damaged');
    if (decoded.binary) return;
    if (decoded.text.includes('-----BEGIN PGP MESSAGE-----')) this.note(place, fields, bytes.length, 'encrypted');
    if (uuencoded.test(decoded.text)) this.note(place, fields, bytes.length, 'unsupported');

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
      list.push(part(place, kind, fields, text, mergeSpans([...quoted, ...findQuoted(text)]), hidden));
      return;
    }
    const text =
      as === 'folded'
        ? unfold(decoded.text)
        : isFlowed(fields)
          ? unflow(decoded.text, fields.params['delsp']?.toLowerCase() === 'yes')
          : decoded.text;
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
  const filename = nameOf(place, fields.filename);
  return { id: place.id, kind, contentType: fields.contentType, ...(filename && { filename }), text, quoted, hidden };
}

/** `fwd.eml/list.csv`; the text of an attached message has the message's name. */
function nameOf(place: Place, filename: string | undefined): string | undefined {
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

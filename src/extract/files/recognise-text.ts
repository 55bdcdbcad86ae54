/** Recognises kinds of text by their content: calendars, contacts, messages, HTML. */
import { decodeText } from '../charset.ts';

/** Documents that are one XML file. */
export type DocumentXml = 'flat-opc' | 'flat-odf' | 'word-xml' | 'spreadsheet-xml';

export interface RecognisedText {
  readonly kind: 'text' | 'html' | 'folded' | 'message' | DocumentXml;
  /** Media type by content; undefined for plain text. */
  readonly contentType?: string;
}

const sniffBytes = 4096;

/** The kind of text; undefined for other files. */
export function recogniseText(bytes: Buffer): RecognisedText | undefined {
  if (!looksLikeText(bytes)) return undefined;
  const { text } = decodeText(bytes.subarray(0, sniffBytes), undefined);
  if (/^\s*BEGIN:VCALENDAR/i.test(text)) return { kind: 'folded', contentType: 'text/calendar' };
  if (/^\s*BEGIN:VCARD/i.test(text)) return { kind: 'folded', contentType: 'text/vcard' };
  if (beginsWithHeader(text)) return { kind: 'message', contentType: 'message/rfc822' };
  const document = documentXml(text);
  if (document) return { kind: document, contentType: documentTypes[document] };
  if (isHtml(text)) return { kind: 'html', contentType: 'text/html' };
  return { kind: 'text' };
}

/** Whether the first bytes have few control characters, or are UTF-16. */
export function looksLikeText(bytes: Buffer): boolean {
  const head = bytes.subarray(0, sniffBytes);
  if (head.length === 0) return true;
  const { text, binary } = decodeText(head, undefined);
  if (binary) return false;
  // eslint-disable-next-line no-control-regex -- tab, line ends, form feed and escape occur in text
  const controls = text.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/g)?.length ?? 0;
  const zeros = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  const wide = zeros > head.length / 4 && zeros <= head.length / 2;
  return controls * 100 <= text.length && (wide || zeros * 100 <= head.length);
}

const messageFields =
  /^(from|to|cc|date|subject|received|message-id|mime-version|content-type|return-path|reply-to|x-[a-z-]+):/i;

/** Whether it begins with at least two header fields, one of which only messages have. */
function beginsWithHeader(text: string): boolean {
  const lines = text.replace(/^(>?From .*\n)/, '').split('\n', 60);
  const names = new Set<string>();
  for (const line of lines) {
    if (line === '') break;
    if (/^[ \t]/.test(line)) {
      if (names.size === 0) return false;
      continue;
    }
    const name = /^([\x21-\x39\x3b-\x7e]{1,100}):/.exec(line)?.[1]?.toLowerCase();
    if (name === undefined) return false;
    if (messageFields.test(line)) names.add(name);
  }
  return (
    names.size >= 2 && ['from', 'received', 'message-id', 'mime-version', 'return-path'].some((name) => names.has(name))
  );
}

/** A document or a fragment that begins with an HTML element. */
function isHtml(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body|meta|table|div|span|p|h[1-6]|font|style|svg|script)\b/is.test(
    text,
  );
}

const documentTypes: Readonly<Record<DocumentXml, string>> = {
  'flat-opc': 'application/vnd.ms-office.flat-opc',
  'flat-odf': 'application/vnd.oasis.opendocument.flat',
  'word-xml': 'application/vnd.ms-word.xml',
  'spreadsheet-xml': 'application/vnd.ms-excel.xml',
};

/** The document that an XML text is, by its first element; undefined for other texts. */
export function documentXml(text: string): DocumentXml | undefined {
  const root = /^\s*(?:<[?!][^>]{0,1000}>\s*)*<(?:([\w.-]{1,40}):)?([\w.-]{1,40})([^>]*)/.exec(text);
  if (!root) return undefined;
  const [, , name, attributes = ''] = root;
  if (name === 'package' && attributes.includes('schemas.microsoft.com/office/2006/xmlPackage')) return 'flat-opc';
  if (name === 'wordDocument' && attributes.includes('schemas.microsoft.com/office/word/2003/wordml'))
    return 'word-xml';
  if (name === 'Workbook' && attributes.includes('schemas-microsoft-com:office:spreadsheet')) return 'spreadsheet-xml';
  return name === 'document' && attributes.includes('opendocument:xmlns:office') ? 'flat-odf' : undefined;
}

export function isDocumentXml(kind: string | undefined): boolean {
  return kind !== undefined && kind in documentTypes;
}

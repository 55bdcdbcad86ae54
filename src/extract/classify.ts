/** Decides from type, name and first bytes how a leaf part is read: as text, as HTML, not at all, or why it cannot be. */
import type { UnreadReason } from '../../detectors/detector.ts';
import type { ContentFields } from './part-header.ts';
import { decodeBody, isKnownEncoding } from './transfer-encoding.ts';

export type Reading =
  | { readonly as: 'text' | 'html' | 'folded' }
  /** Needs no reading: a detached signature. */
  | { readonly as: 'nothing' }
  | { readonly as: 'unread'; readonly reason: UnreadReason };

const textTypes = new Set([
  'application/json',
  'application/ld+json',
  'application/xml',
  'application/csv',
  'application/x-csv',
  'application/ics',
  'application/yaml',
  'application/x-yaml',
  'application/sql',
  'application/javascript',
  'application/x-javascript',
  'application/x-sh',
  'application/pgp-keys',
  'application/pgp-encrypted',
  'message/delivery-status',
  'message/disposition-notification',
  'message/global-delivery-status',
  'message/feedback-report',
]);
const textNames =
  /\.(txt|text|csv|tsv|tab|ics|ical|vcf|vcard|json|ndjson|jsonl|xml|md|log|ini|cfg|conf|ya?ml|sql|ldif|asc)$/i;
const htmlNames = /\.(html?|xhtml)$/i;
/** Longer than any detached signature with its certificates. */
const maxSignatureBytes = 65_536;
const sniffBytes = 2048;

/** How a leaf is read. Looks into the first bytes of parts whose type says nothing, since renaming a file is easy. */
export function classify(fields: ContentFields, body: Buffer, encrypted: boolean): Reading {
  const { contentType, filename = '' } = fields;
  if (
    contentType === 'application/pkcs7-signature' ||
    contentType === 'application/x-pkcs7-signature' ||
    contentType === 'application/pgp-signature'
  ) {
    return body.length <= maxSignatureBytes ? { as: 'nothing' } : unread('unsupported');
  }
  if (contentType === 'application/pkcs7-mime' || contentType === 'application/x-pkcs7-mime') {
    const kind = (fields.params['smime-type'] ?? '').toLowerCase();
    return unread(
      kind === 'signed-data' || kind === 'certs-only' || kind === 'compressed-data' ? 'unsupported' : 'encrypted',
    );
  }
  if (!isKnownEncoding(fields.encoding)) return unread('unsupported');
  if (contentType === 'text/rtf' || contentType === 'text/richtext+binary') return unread('unsupported');
  if (contentType === 'text/html' || contentType === 'application/xhtml+xml') return { as: 'html' };
  if (contentType === 'text/enriched') return { as: 'html' };
  if (isFolded(contentType, filename)) return { as: 'folded' };
  if (contentType.startsWith('text/')) return { as: htmlNames.test(filename) ? 'html' : 'text' };
  if (textTypes.has(contentType) || contentType.endsWith('+xml') || contentType.endsWith('+json')) {
    return contentType.startsWith('image/') ? { as: 'html' } : { as: 'text' };
  }
  if (encrypted) return unread('encrypted');
  if (contentType.startsWith('image/')) return unread('image');
  if (/^(audio|video|font|model)\//.test(contentType)) return unread('unsupported');
  if (!looksLikeText(body, fields.encoding)) return unread('unsupported');
  if (htmlNames.test(filename)) return { as: 'html' };
  // Types such as application/vnd.ms-excel for a .csv, application/octet-stream or invented ones.
  const saysNothing =
    contentType === 'application/octet-stream' || !/^application\/(pdf|zip|msword|rtf|vnd\.|x-zip)/.test(contentType);
  return saysNothing || textNames.test(filename) ? { as: 'text' } : unread('unsupported');
}

function unread(reason: UnreadReason): Reading {
  return { as: 'unread', reason };
}

/** iCalendar and vCard fold long lines in the middle of words (RFC 5545 3.1, RFC 6350 3.2). */
function isFolded(contentType: string, filename: string): boolean {
  return (
    /^(text\/(calendar|vcard|x-vcard|x-vcalendar|directory)|application\/ics)$/.test(contentType) ||
    /\.(ics|ical|vcf|vcard)$/i.test(filename)
  );
}

/** No control characters in the first bytes, and no magic number of a format that merely begins with text. */
function looksLikeText(body: Buffer, encoding: string): boolean {
  const { bytes } = decodeBody(body.subarray(0, sniffBytes * 2), encoding, sniffBytes);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  if (/^(%PDF|%!PS|\{\\rtf)/.test(bytes.toString('latin1', 0, 8))) return false;
  return bytes.reduce((count, byte) => count + controlByte[byte]!, 0) * 100 <= bytes.length;
}

/** Tab, line ends, form feed and escape occur in text. */
const controlByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte < 32 && ![9, 10, 11, 12, 13, 27].includes(byte)) || byte === 127 ? 1 : 0,
);

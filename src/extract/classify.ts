/** Decides how a leaf part is read: as its declared text type, by its content, or not at all and why. */
import type { UnreadReason } from '../../detectors/detector.ts';
import { hasZipEnd } from './files/archives/zip-directory.ts';
import { hasSignature } from './files/recognise.ts';
import { isDocumentXml, recogniseText } from './files/recognise-text.ts';
import { isDetachedCms } from './files/signed-data.ts';
import type { ContentFields } from './content-fields.ts';
import { isKnownEncoding } from './transfer-encoding.ts';

export type Reading =
  | { readonly as: 'text' | 'html' | 'folded' }
  /** The content decides. */
  | { readonly as: 'file' }
  /** A detached signature needs no reading. */
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
/** Types written with tags in angle brackets. */
const htmlTypes = new Set([
  'text/html',
  'application/xhtml+xml',
  'text/enriched',
  'text/richtext',
  'text/x-amp-html',
  'text/watch-html',
]);
/** Longer than any detached signature with its certificates. */
const maxSignatureBytes = 65_536;

/**
 * Decides how a leaf is read. A declared type counts for text alone, and only where the bytes are not those of a file,
 * because renaming and relabelling a file is easy.
 *
 * @param bytes transfer encoding undone
 */
export function classify(fields: ContentFields, bytes: Buffer, encrypted: boolean): Reading {
  const { contentType, filename = '', disposition } = fields;
  // S/MIME of a kind that cannot be opened counts as encrypted, the strictest reason.
  if (/^application\/(x-)?pkcs7-mime$/.test(contentType) && !hasSignature(bytes)) {
    const kind = (fields.params['smime-type'] ?? '').toLowerCase();
    return unread(kind === 'compressed-data' ? 'unsupported' : 'encrypted');
  }
  if (!isKnownEncoding(fields.encoding)) return unread('unsupported');
  if (isSignature(contentType, bytes)) return { as: 'nothing' };
  if (hasSignature(bytes) || hasZipEnd(bytes)) return { as: 'file' };
  if (htmlTypes.has(contentType)) return { as: 'html' };
  if (isFolded(contentType, filename)) return { as: 'folded' };
  if (
    contentType.startsWith('text/') ||
    textTypes.has(contentType) ||
    /^application\/.*\+(xml|json)$/.test(contentType)
  ) {
    // A client opens an attached text by its content, and shows a text of the message as it is.
    const attached = filename !== '' || disposition === 'attachment' || !contentType.startsWith('text/');
    const kind = attached ? recogniseText(bytes)?.kind : 'text';
    const isFile = contentType.startsWith('text/') ? kind !== undefined && kind !== 'text' : isDocumentXml(kind);
    return isFile ? { as: 'file' } : { as: 'text' };
  }
  return encrypted ? unread('encrypted') : { as: 'file' };
}

function unread(reason: UnreadReason): Reading {
  return { as: 'unread', reason };
}

const armourLine = /^(?:-----(?:BEGIN|END) PGP [A-Z ]{5,30}-----|(?:Version|Hash|Charset): .{0,60}|[A-Za-z0-9+/=]*)$/;

/** Whether the bytes are a signature alone: complete DER without content, or armour without other text. */
function isSignature(contentType: string, bytes: Buffer): boolean {
  if (!/^application\/((x-)?pkcs7|pgp)-signature$/.test(contentType) || bytes.length > maxSignatureBytes) return false;
  if (bytes.length === 0) return true;
  if (bytes[0] === 0x30) return isDetachedCms(bytes);
  const lines = bytes.toString('latin1').trim().split(/\r?\n/);
  return /^-----BEGIN PGP /.test(lines[0]!) && lines.every((line) => armourLine.test(line));
}

/** iCalendar and vCard fold long lines in the middle of words (RFC 5545 3.1, RFC 6350 3.2). */
function isFolded(contentType: string, filename: string): boolean {
  return (
    /^(text\/(calendar|vcard|x-vcard|x-vcalendar|directory)|application\/ics)$/.test(contentType) ||
    /\.(ics|ical|vcf|vcard)$/i.test(filename)
  );
}

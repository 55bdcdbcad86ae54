/** Recognises the kind of a file by its content alone, because names and declared types are easy to change. */
import { decodeText } from '../charset.ts';
import { isTarHeader } from './archives/tar.ts';
import { inflateEntry } from './archives/inflate.ts';
import { hasZipEnd, readZipDirectory } from './archives/zip-directory.ts';
import type { FileFormat } from './file-reader.ts';
import { oleRootNames } from './ole-directory.ts';
import { cmsKind } from './signed-data.ts';

export type FileKind =
  | FileFormat
  /** An Office document encrypted as a whole (MS-OFFCRYPTO). */
  | 'encrypted-office'
  /** An e-mail message (RFC 5322). */
  | 'message'
  /** iCalendar or vCard, with folded lines. */
  | 'folded'
  | 'html'
  | 'text'
  /** S/MIME mail that is signed and not encrypted. */
  | 'signed'
  /** S/MIME mail that is encrypted. */
  | 'encrypted-mail'
  /** Files that operating systems add: positions of icons, attributes. */
  | 'system'
  /** Sound, film, fonts: nothing to read. */
  | 'media'
  /** Any other kind. */
  | 'other';

export interface Recognised {
  readonly kind: FileKind;
  /** Media type by content; undefined where it is unknown. */
  readonly contentType?: string;
  /** Whether programs that look at the end find a zip file as well. */
  readonly alsoZip?: boolean;
}

const sniffBytes = 4096;

/** Recognises a whole file by its first bytes; zip and OLE files by their directories. */
export async function recognise(bytes: Buffer): Promise<Recognised> {
  const signature = bySignature(bytes);
  if (signature?.kind === 'zip') return recogniseZip(bytes);
  if (signature?.kind === 'doc') return recogniseOle(bytes);
  const found = signature ?? recogniseText(bytes) ?? { kind: 'other' };
  const mayBeZip = hasZipEnd(bytes) || (found.kind === 'image' && bytes.includes('PK\x05\x06', 0, 'latin1'));
  return mayBeZip && readZipDirectory(bytes, 2).entries.length > 0 ? { ...found, alsoZip: true } : found;
}

/** Whether the bytes are a file with a signature, which is not read as text. */
export function hasSignature(bytes: Buffer): boolean {
  return bySignature(bytes) !== undefined;
}

interface Signature {
  readonly kind: FileKind;
  readonly contentType: string;
  readonly at?: number;
  readonly bytes: Buffer;
}

const signature = (kind: FileKind, contentType: string, latin1: string, at = 0): Signature => ({
  kind,
  contentType,
  at,
  bytes: Buffer.from(latin1, 'latin1'),
});

/** Zip and OLE signatures stand for families of formats. */
const signatures: readonly Signature[] = [
  signature('zip', 'application/zip', 'PK\x03\x04'),
  signature('zip', 'application/zip', 'PK\x05\x06'),
  signature('zip', 'application/zip', 'PK\x07\x08'),
  signature('zip', 'application/zip', 'PK00PK\x03\x04'),
  signature('doc', 'application/x-ole-storage', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
  signature('rtf', 'application/rtf', '{\\rt'),
  signature('gz', 'application/gzip', '\x1f\x8b'),
  signature('7z', 'application/x-7z-compressed', '7z\xbc\xaf\x27\x1c'),
  signature('tnef', 'application/ms-tnef', '\x78\x9f\x3e\x22'),
  signature('image', 'image/jpeg', '\xff\xd8\xff'),
  signature('image', 'image/png', '\x89PNG\r\n\x1a\n'),
  signature('image', 'image/gif', 'GIF87a'),
  signature('image', 'image/gif', 'GIF89a'),
  signature('image', 'image/tiff', 'II*\0'),
  signature('image', 'image/tiff', 'MM\0*'),
  signature('image', 'image/webp', 'WEBP', 8),
  signature('image', 'image/heic', 'ftyphei', 4),
  signature('image', 'image/heic', 'ftyphev', 4),
  signature('image', 'image/heif', 'ftypmif1', 4),
  signature('image', 'image/avif', 'ftypavif', 4),
  signature('image', 'image/jp2', '\0\0\0\x0cjP  '),
  signature('image', 'image/x-icon', '\0\0\x01\0\x01\0'),
  signature('image', 'image/vnd.adobe.photoshop', '8BPS\0\x01'),
  signature('image', 'image/wmf', '\xd7\xcd\xc6\x9a'),
  signature('image', 'image/wmf', '\x01\0\x09\0\0'),
  signature('image', 'image/emf', ' EMF\0\0\x01\0', 40),
  signature('media', 'audio/wav', 'WAVEfmt', 8),
  signature('media', 'video/x-msvideo', 'AVI LIST', 8),
  signature('media', 'audio/mp4', 'ftypM4A', 4),
  signature('media', 'audio/mp4', 'ftypM4B', 4),
  signature('media', 'video/quicktime', 'ftypqt', 4),
  signature('media', 'video/3gpp', 'ftyp3g', 4),
  signature('media', 'video/mp4', 'ftyp', 4),
  signature('media', 'video/quicktime', 'moov', 4),
  signature('media', 'audio/mpeg', 'ID3'),
  signature('media', 'audio/mpeg', '\xff\xfb'),
  signature('media', 'audio/aac', '\xff\xf1'),
  signature('media', 'audio/ogg', 'OggS\0'),
  signature('media', 'audio/flac', 'fLaC\0'),
  signature('media', 'video/webm', '\x1aE\xdf\xa3'),
  signature('media', 'video/x-ms-asf', '\x30\x26\xb2\x75\x8e\x66\xcf\x11'),
  signature('media', 'audio/midi', 'MThd\0'),
  signature('media', 'audio/amr', '#!AMR'),
  signature('media', 'video/mpeg', '\0\0\x01\xba'),
  signature('media', 'font/ttf', '\0\x01\0\0\0'),
  signature('media', 'font/otf', 'OTTO\0'),
  signature('media', 'font/woff', 'wOFF\0'),
  signature('media', 'font/woff2', 'wOF2\0'),
  signature('system', 'application/applefile', '\0\x05\x16\x07\0\x02\0\0'),
  signature('system', 'application/x-ds-store', '\0\0\0\x01Bud1'),
  signature('rar', 'application/vnd.rar', 'Rar!\x1a\x07'),
  signature('xz', 'application/x-xz', '\xfd7zXZ\0'),
  signature('bz2', 'application/x-bzip2', '1AY&SY', 4),
  signature('other', 'application/zstd', '\x28\xb5\x2f\xfd'),
  signature('other', 'application/vnd.ms-cab-compressed', 'MSCF\0\0\0\0'),
  signature('other', 'application/vnd.microsoft.portable-executable', 'MZ'),
  signature('other', 'application/x-elf', '\x7fELF'),
  signature('other', 'application/vnd.sqlite3', 'SQLite format 3\0'),
  signature('other', 'application/onenote', '\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d'),
];

function bySignature(bytes: Buffer): Signature | undefined {
  const found = signatures.find(
    ({ bytes: mark, at = 0 }) => bytes.length >= at + mark.length && bytes.subarray(at, at + mark.length).equals(mark),
  );
  // Text may begin with the letters of a signature. Where a file would be unread for that, it is text.
  if (found && !['media', 'other', 'image'].includes(found.kind)) return found;
  if (found) return looksLikeText(bytes) ? undefined : found;
  // Readers of PDF accept other bytes in front of it (ISO 32000-1, implementation note 13).
  if (bytes.subarray(0, 1024).includes('%PDF-')) return signature('pdf', 'application/pdf', '');
  const cms = cmsKind(bytes);
  if (cms) return signature(cms === 'signed' ? 'signed' : 'encrypted-mail', 'application/pkcs7-mime', '');
  if (isBitmap(bytes)) return signature('image', 'image/bmp', '');
  if (/^\s*\{\\rt/.test(bytes.toString('latin1', 0, 64))) return signature('rtf', 'application/rtf', '');
  return isTarHeader(bytes) ? signature('tar', 'application/x-tar', '') : undefined;
}

function isBitmap(bytes: Buffer): boolean {
  return bytes.length > 26 && bytes.toString('latin1', 0, 2) === 'BM' && bytes.readUInt32LE(6) === 0;
}

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

async function recogniseZip(bytes: Buffer): Promise<Recognised> {
  const { entries } = readZipDirectory(bytes, 2000);
  const content = async (name: string): Promise<string> => {
    const entry = entries.find((candidate) => candidate.name === name);
    if (!entry || entry.encryption !== 'none') return '';
    const data = bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedSize);
    return (entry.method === 0 ? data : (await inflateEntry(data, 1_000_000)).bytes).toString('utf8');
  };
  const mimetype = (await content('mimetype')).trim();
  const odf = /^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/.exec(mimetype)?.[1];
  if (odf !== undefined)
    return {
      kind: odf === 'text' ? 'odt' : odf === 'spreadsheet' ? 'ods' : 'odp',
      contentType: `${openDocument}.${odf}`,
    };
  const types = await content('[Content_Types].xml');
  if (types !== '') {
    const has = (folder: string) => entries.some(({ name }) => name.toLowerCase().startsWith(folder));
    if (/wordprocessingml\.[a-z]+\.main\+xml|ms-word\.[a-z]+\.macroEnabled\w*\.main\+xml/i.test(types) || has('word/'))
      return { kind: 'docx', contentType: `${office}.wordprocessingml.document` };
    if (/ms-excel\.sheet\.binary/i.test(types))
      return { kind: 'xlsb', contentType: 'application/vnd.ms-excel.sheet.binary.macroEnabled.12' };
    if (/spreadsheetml\.[a-z]+\.main\+xml|ms-excel\.[a-z]+\.macroEnabled\w*\.main\+xml/i.test(types) || has('xl/'))
      return { kind: 'xlsx', contentType: `${office}.spreadsheetml.sheet` };
    if (
      /presentationml\.[a-z]+\.main\+xml|ms-powerpoint\.[a-z]+\.macroEnabled\w*\.main\+xml/i.test(types) ||
      has('ppt/')
    )
      return { kind: 'pptx', contentType: `${office}.presentationml.presentation` };
  }
  return { kind: 'zip', contentType: 'application/zip' };
}

function recogniseOle(bytes: Buffer): Recognised {
  const names = new Set(oleRootNames(bytes)?.map((name) => name.toLowerCase()) ?? namesAnywhere(bytes));
  if (names.has('encryptedpackage')) return { kind: 'encrypted-office', contentType: 'application/x-encrypted-office' };
  if (names.has('worddocument')) return { kind: 'doc', contentType: 'application/msword' };
  if (names.has('workbook') || names.has('book')) return { kind: 'xls', contentType: 'application/vnd.ms-excel' };
  if (names.has('powerpoint document')) return { kind: 'ppt', contentType: 'application/vnd.ms-powerpoint' };
  if ([...names].some((name) => name.startsWith('__properties_version') || name.startsWith('__substg1.0_')))
    return { kind: 'msg', contentType: 'application/vnd.ms-outlook' };
  return { kind: 'other', contentType: 'application/x-ole-storage' };
}

const tellingNames = [
  'EncryptedPackage',
  'WordDocument',
  'Workbook',
  'Book',
  'PowerPoint Document',
  '__properties_version1.0',
];

/** For a damaged directory: its entries are 128 bytes each and begin with their name. */
function namesAnywhere(bytes: Buffer): string[] {
  return tellingNames
    .filter((name) => bytes.includes(Buffer.from(`${name}\0`, 'utf16le')))
    .slice(0, 1)
    .map((name) => name.toLowerCase());
}

/** The kind of text; undefined for other files. */
export function recogniseText(bytes: Buffer): Recognised | undefined {
  if (!looksLikeText(bytes)) return undefined;
  const { text } = decodeText(bytes.subarray(0, sniffBytes), undefined);
  if (/^\s*BEGIN:VCALENDAR/i.test(text)) return { kind: 'folded', contentType: 'text/calendar' };
  if (/^\s*BEGIN:VCARD/i.test(text)) return { kind: 'folded', contentType: 'text/vcard' };
  if (beginsWithHeader(text)) return { kind: 'message', contentType: 'message/rfc822' };
  if (isHtml(text)) return { kind: 'html', contentType: 'text/html' };
  return { kind: 'text' };
}

/** Whether the first bytes have few control characters, or are UTF-16. */
function looksLikeText(bytes: Buffer): boolean {
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

/** Whether a file is an e-mail message, by its first lines. */
export function isMessage(bytes: Buffer): boolean {
  return !hasSignature(bytes) && recogniseText(bytes)?.kind === 'message';
}

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

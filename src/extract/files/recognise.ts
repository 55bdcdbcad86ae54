/** Recognises the kind of a file by its content alone, because names and declared types are easy to change. */
import { isTarHeader } from './archives/tar.ts';
import { inflateEntry } from './archives/inflate.ts';
import { hasZipEnd, readZipDirectory } from './archives/zip-directory.ts';
import type { FileFormat } from './file-reader.ts';
import { isDbase } from './formats/dbase/read-dbase.ts';
import { beginsAsMedia, isOpaque, matchMedia } from './media/recognise-media.ts';
import { oleRootNames } from './ole-directory.ts';
import { looksLikeText, recogniseText } from './recognise-text.ts';
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
  /** Random-looking data without the structure of any format, also where it begins like one. */
  | 'opaque'
  /** Any other kind. */
  | 'other';

export interface Recognised {
  readonly kind: FileKind;
  /** Media type by content; undefined where it is unknown. */
  readonly contentType?: string;
  /** Whether programs that look at the end find a zip file as well. */
  readonly alsoZip?: boolean;
  /** Of a picture, audio, video or font: offset after the last byte that belongs to it. */
  readonly end?: number;
}

/** Recognises a whole file: pictures and sounds by their structure, zip and OLE files by their directories, others by their first bytes. */
export async function recognise(bytes: Buffer): Promise<Recognised> {
  const signature = bySignature(bytes);
  if (signature?.kind === 'zip') return recogniseZip(bytes);
  if (signature?.kind === 'doc') return recogniseOle(bytes);
  const found = followed(signature ?? recogniseText(bytes) ?? { kind: 'other' }, bytes);
  const mayHaveZip = found.kind === 'image' || found.kind === 'opaque';
  const mayBeZip = hasZipEnd(bytes) || (mayHaveZip && bytes.includes('PK\x05\x06', 0, 'latin1'));
  return mayBeZip && readZipDirectory(bytes, 2).entries.length > 0 ? { ...found, alsoZip: true } : found;
}

/** Follows the structure of media. What has none and looks random is opaque. */
function followed(found: Recognised, bytes: Buffer): Recognised {
  const isMedia = found.kind === 'image' || found.kind === 'media';
  const match = isMedia ? matchMedia(bytes) : undefined;
  if (match?.end !== undefined) return { kind: match.kind, contentType: match.contentType, end: match.end };
  const mayBeOpaque = isMedia || found.kind === 'system' || (found.kind === 'other' && !found.contentType);
  const type = found.contentType !== undefined && { contentType: found.contentType };
  return { kind: mayBeOpaque && isOpaque(bytes) ? 'opaque' : found.kind, ...type };
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
  signature('system', 'application/applefile', '\0\x05\x16\x07\0\x02\0\0'),
  signature('system', 'application/x-ds-store', '\0\0\0\x01Bud1'),
  signature('system', 'application/x-ms-shortcut', 'L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F'),
  signature('system', 'application/x-bplist', 'bplist00'),
  signature('rar', 'application/vnd.rar', 'Rar!\x1a\x07'),
  signature('xz', 'application/x-xz', '\xfd7zXZ\0'),
  signature('bz2', 'application/x-bzip2', '1AY&SY', 4),
  signature('other', 'application/zstd', '\x28\xb5\x2f\xfd'),
  signature('other', 'application/vnd.ms-cab-compressed', 'MSCF\0\0\0\0'),
  signature('other', 'application/vnd.microsoft.portable-executable', 'MZ'),
  signature('other', 'application/x-elf', '\x7fELF'),
  signature('other', 'application/vnd.sqlite3', 'SQLite format 3\0'),
  signature('other', 'application/vnd.ms-outlook-pst', '!BDN'),
  signature('other', 'application/onenote', '\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d'),
];

function bySignature(bytes: Buffer): Pick<Signature, 'kind' | 'contentType'> | undefined {
  const found = signatures.find(
    ({ bytes: mark, at = 0 }) => bytes.length >= at + mark.length && bytes.subarray(at, at + mark.length).equals(mark),
  );
  // Text may begin with the letters of a signature. Where a file would be unread for that, it is text.
  if (found && found.kind !== 'other') return found;
  if (found) return looksLikeText(bytes) ? undefined : found;
  const media = beginsAsMedia(bytes);
  if (media) return looksLikeText(bytes) ? undefined : media;
  // Readers of PDF accept other bytes in front of it (ISO 32000-1, implementation note 13).
  if (bytes.subarray(0, 1024).includes('%PDF-')) return { kind: 'pdf', contentType: 'application/pdf' };
  if (isDbase(bytes)) return { kind: 'dbf', contentType: 'application/x-dbase' };
  if (isOfficeLock(bytes)) return { kind: 'system', contentType: 'application/x-office-lock' };
  const cms = cmsKind(bytes);
  if (cms) return { kind: cms === 'signed' ? 'signed' : 'encrypted-mail', contentType: 'application/pkcs7-mime' };
  if (/^\s*\{\\rt/.test(bytes.toString('latin1', 0, 64))) return { kind: 'rtf', contentType: 'application/rtf' };
  return isTarHeader(bytes) ? { kind: 'tar', contentType: 'application/x-tar' } : undefined;
}

/**
 * The file that Office keeps beside an open document (`~$name.docx`): the length of the user's name, the name filled up to 54 bytes,
 * and the same in UTF-16.
 */
function isOfficeLock(bytes: Buffer): boolean {
  const length = bytes[0] ?? 0;
  if ((bytes.length !== 162 && bytes.length !== 165) || length === 0 || length > 53) return false;
  const filling = bytes.subarray(1 + length, 54);
  const isFilled = filling.every((byte) => byte === 0 || byte === 0x20);
  // Excel's has one byte more in front of the second name than Word's.
  const wide = bytes.subarray(bytes.length === 162 ? 54 : 55).filter((_, index) => index % 2 === 1);
  return isFilled && wide.filter((byte) => byte === 0 || byte === 0x20).length > wide.length * 0.8;
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
  // Thumbnails of a folder (`Thumbs.db`): a list, and numbered streams.
  const isThumbnail = (name: string) => /^(?:catalog|\d{1,5}(?:_[0-9a-f]{1,32})?)$/.test(name);
  if (names.size > 0 && [...names].every(isThumbnail))
    return { kind: 'thumbs', contentType: 'application/x-thumbs-db' };
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

/** Whether a file is an e-mail message, by its first lines. */
export function isMessage(bytes: Buffer): boolean {
  return !hasSignature(bytes) && recogniseText(bytes)?.kind === 'message';
}

/** Walks the files of a message and the files inside them: recognises each, calls its reader, and keeps to the limits. */
import type { PictureFile, UnreadReason } from '../../../detectors/detector.ts';
import type { Place } from '../mime-tree.ts';
import type { ReadArchive } from './archives/archive-entry.ts';
import { readGz } from './archives/gz.ts';
import { readTar } from './archives/tar.ts';
import { readZip, readZipBeside } from './archives/zip.ts';
import type { PicturesToRead } from './formats/image/pictures-to-read.ts';
import { hasOpaqueData } from './formats/rtf/hidden-data.ts';
import { packageOffsets } from './formats/zip-package.ts';
import { behindMedia, hiddenFiles } from './media/appended.ts';
import { picturesWithin } from './media/pictures-within.ts';
import { wordsBeside } from './words-beside.ts';
import { ReadLimit, type FileFormat, type ReadBudget, type ReadText, type SeenPicture } from './file-reader.ts';
import { openOffice } from './office-password.ts';
import { readers } from './readers.ts';
import { isOpaque } from './media/recognise-media.ts';
import { recognise, type Recognised } from './recognise.ts';
import { signedContent } from './signed-data.ts';
import { maxSystemBytes, systemText } from './system-text.ts';

/** A file: an attachment, or a file inside one. */
export interface FoundFile {
  readonly place: Place;
  /** Path in an archive, or name of an attachment; undefined where there is none. */
  readonly name: string | undefined;
  /** Declared media type. */
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Declared charset of a text. */
  readonly charset?: string;
  /** Id by which a text of the message may show the file. */
  readonly contentId?: string;
}

/** Receives what the walk finds. */
export interface FileSink {
  /** A file that is text; the files that are written into it are returned. */
  plain(file: FoundFile, kind: 'text' | 'html' | 'folded', contentType: string): readonly FoundFile[];
  /** A message: its parts are read at once; the files in it are returned. */
  attachedMessage(file: FoundFile): readonly FoundFile[];
  /** The texts of a file; the files that are written into them are returned. */
  texts(file: FoundFile, contentType: string, texts: readonly ReadText[]): readonly FoundFile[];
  fileUnread(file: FoundFile, contentType: string, size: number, reason: UnreadReason): void;
  /** A picture or film, whether it is read or not. */
  picture(file: FoundFile, contentType: string, kind: PictureFile['kind']): void;
  /** What the classifier has seen in a file. */
  classified(file: FoundFile, picture: SeenPicture): void;
  /** Candidates for passwords in the texts up to now. */
  passwords(): readonly string[];
}

export interface FileWalkLimits {
  /** Nesting of parts, messages and files. */
  readonly maxDepth: number;
  /** Has pictures read and classified; absent where nobody asks for it. */
  readonly pictures?: PicturesToRead | undefined;
}

/** Loaded with the first archive of these formats, because most messages have none. */
const readOther: ReadArchive = async function* (file, budget) {
  yield* (await import('./archives/libarchive.ts')).readByLibarchive(file, budget);
};
const archives: Partial<Readonly<Record<FileFormat, ReadArchive>>> = {
  zip: readZip,
  gz: readGz,
  tar: readTar,
  '7z': readOther,
  rar: readOther,
  xz: readOther,
  bz2: readOther,
};
/** Formats that are zip files inside. */
const zipped: ReadonlySet<string> = new Set(['docx', 'xlsx', 'xlsb', 'pptx', 'odt', 'ods', 'odp']);
const officeFormats: ReadonlySet<string> = new Set(['encrypted-office', 'doc', 'xls', 'ppt']);

/** Reads files and the files inside them, depth first. Does not throw for any content. */
export async function readFiles(
  files: readonly FoundFile[],
  sink: FileSink,
  budget: ReadBudget,
  limits: FileWalkLimits,
): Promise<void> {
  const known = await Promise.all(files.map(async (file) => ({ file, recognised: await recognise(file.bytes) })));
  // Files that may need a password come last, because another file may contain it.
  const locked = known.filter(({ file, recognised }) => mayBeEncrypted(file.bytes, recognised));
  for (const { file, recognised } of known.filter((item) => !locked.includes(item)).concat(locked))
    await readFile(file, recognised, { sink, budget, limits, inside: 0 });
}

interface Reading {
  readonly sink: FileSink;
  readonly budget: ReadBudget;
  readonly limits: FileWalkLimits;
  /** Files found inside the current file. */
  inside: number;
}

async function readFile(file: FoundFile, recognised: Recognised, reading: Reading): Promise<void> {
  const { sink } = reading;
  const shows = pictureKind(recognised);
  const declared = file.contentType === 'application/octet-stream' ? undefined : file.contentType;
  const contentType =
    recognised.contentType ?? declared ?? (recognised.kind === 'text' ? 'text/plain' : file.contentType);
  if (shows) sink.picture(file, contentType, shows);
  try {
    if (file.place.depth > reading.limits.maxDepth) throw new ReadLimit('too-deep');
    await readKind(file, recognised, contentType, reading);
  } catch (error) {
    const reason = error instanceof ReadLimit ? error.reason : 'damaged';
    sink.fileUnread(file, contentType, file.bytes.length, reason);
  }
  if (recognised.alsoZip) await readArchive(file, contentType, readZip, reading);
  if (zipped.has(recognised.kind)) await readArchive(file, contentType, besidePackage, reading);
  for (const bytes of hiddenFiles(file.bytes, recognised))
    await readInner(inside(file, 'appended', bytes, reading), reading);
  for (const bytes of behindMedia(file.bytes, recognised)) await readAppended(file, bytes, reading);
  for (const bytes of picturesWithin(file.bytes, recognised))
    await readWritten([inside(file, 'picture in the file', bytes, reading)], reading);
  const words = wordsBeside(file.bytes, recognised);
  if (!words) return;
  const beside = { ...file, place: { ...file.place, id: `${file.place.id}+0` } };
  await readWritten(sink.texts(beside, contentType, [words]), reading);
}

const besidePackage: ReadArchive = (file, budget) => readZipBeside(packageOffsets(file.bytes))(file, budget);

/** Reads what follows a picture or film. Data of no known format that does not look random is the camera's; its words are read. */
async function readAppended(file: FoundFile, bytes: Buffer, reading: Reading): Promise<void> {
  const recognised = await recognise(bytes);
  if (recognised.kind === 'other' && recognised.contentType === undefined) return;
  await readFile(inside(file, 'appended', bytes, reading), recognised, { ...reading, inside: 0 });
}

/** Sound and fonts show nothing. */
function pictureKind({ kind, contentType = '' }: Recognised): PictureFile['kind'] | undefined {
  if (kind === 'image') return 'picture';
  return kind === 'media' && contentType.startsWith('video/') ? 'film' : undefined;
}

async function readKind(file: FoundFile, { kind }: Recognised, contentType: string, reading: Reading): Promise<void> {
  const { sink, budget, limits } = reading;
  if (kind === 'text' || kind === 'html' || kind === 'folded')
    return readWritten(sink.plain(file, kind, contentType), reading);
  if (kind === 'message' || kind === 'signed') {
    const contents = kind === 'signed' ? [signedContent(file.bytes)] : messagesOf(file.bytes);
    // A mailbox file (RFC 4155) has each message as a file inside.
    if (contents.length > 1) {
      for (const [index, content] of contents.entries()) {
        budget.spendEntry();
        await readKind(
          inside(file, `message ${index + 1}.eml`, content, reading),
          { kind: 'message' },
          contentType,
          reading,
        );
      }
    } else await readWritten(sink.attachedMessage({ ...file, bytes: contents[0]! }), reading);
    return;
  }
  if (kind === 'encrypted-mail') throw new ReadLimit('encrypted');
  if (kind === 'system') {
    if (file.bytes.length > maxSystemBytes) throw new ReadLimit('unsupported');
    return readWritten(
      sink.texts(file, contentType, [{ text: systemText(file.bytes), places: [], hidden: [] }]),
      reading,
    );
  }
  if (kind === 'media' || kind === 'opaque') throw new ReadLimit(kind);
  if (kind === 'other') throw new ReadLimit('unsupported');
  const archive = kind === 'encrypted-office' ? undefined : archives[kind];
  if (archive) {
    const before = reading.inside;
    await readArchive(file, contentType, archive, reading);
    if (reading.inside === before && isOpaque(file.bytes)) throw new ReadLimit('opaque');
    return;
  }
  if (kind === 'rtf' && hasOpaqueData(file.bytes)) sink.fileUnread(file, contentType, file.bytes.length, 'opaque');
  const bytes = officeFormats.has(kind) ? await openOffice(file.bytes, () => sink.passwords(), budget) : file.bytes;
  if (kind === 'encrypted-office') {
    const opened = await recognise(bytes);
    if (opened.kind === 'encrypted-office') throw new ReadLimit('encrypted');
    return readKind({ ...file, bytes }, opened, opened.contentType ?? contentType, reading);
  }
  const load = readers[kind];
  if (!load) throw new ReadLimit(kind === 'image' ? 'image' : 'unsupported');
  const read = await load();
  const contents = await read(
    {
      bytes,
      format: kind,
      ...(file.name !== undefined && { name: file.name }),
      get passwords() {
        return sink.passwords();
      },
      pictures: limits.pictures,
    },
    budget,
  );
  await readWritten(sink.texts(file, contentType, contents.texts), reading);
  for (const picture of contents.classified) sink.classified(file, picture);
  for (const { name, size, reason } of contents.unread) {
    if (name === undefined) sink.fileUnread(file, contentType, size, reason);
    else sink.fileUnread(inside(file, name, Buffer.alloc(0), reading), 'application/octet-stream', size, reason);
  }
  for (const { name, contentType: declared, bytes: content } of contents.files)
    await readInner(inside(file, name, content, reading, declared), reading);
  // A file in an archive that its own reader does not understand may still be text.
  const nothingRead = contents.texts.length === 0 && contents.unread.some(({ reason }) => reason === 'damaged');
  if (nothingRead && zipped.has(kind)) await readArchive({ ...file, bytes }, contentType, readZip, reading);
}

/** Messages of a mailbox file: each begins with a line `From sender date` after an empty line. */
function messagesOf(bytes: Buffer): Buffer[] {
  if (!bytes.subarray(0, 5).equals(Buffer.from('From '))) return [bytes];
  const found: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf('\nFrom ', 1); at >= 0; at = bytes.indexOf('\nFrom ', at + 1)) {
    const isBehindEmptyLine = bytes[at - 1] === 10 || (bytes[at - 1] === 13 && bytes[at - 2] === 10);
    if (!isBehindEmptyLine || !/^\nFrom \S+ .*\d{2}:\d{2}.*\d{4}/.test(bytes.toString('latin1', at, at + 200)))
      continue;
    found.push(bytes.subarray(from, at + 1));
    from = at + 1;
  }
  return [...found, bytes.subarray(from)];
}

async function readArchive(file: FoundFile, contentType: string, read: ReadArchive, reading: Reading): Promise<void> {
  const { sink, budget } = reading;
  const { name, bytes } = file;
  const archive = {
    bytes,
    format: 'zip' as const,
    ...(name !== undefined && { name }),
    get passwords() {
      return sink.passwords();
    },
  };
  try {
    for await (const entry of read(archive, budget)) {
      if ('bytes' in entry) await readInner(inside(file, entry.name, entry.bytes, reading), reading);
      else if (entry.name === undefined) sink.fileUnread(file, contentType, entry.size, entry.unread);
      else
        sink.fileUnread(
          inside(file, entry.name, Buffer.alloc(0), reading),
          'application/octet-stream',
          entry.size,
          entry.unread,
        );
    }
  } catch (error) {
    sink.fileUnread(file, contentType, bytes.length, error instanceof ReadLimit ? error.reason : 'damaged');
  }
}

/** Reads the files of a message, or those that are written into a text. */
async function readWritten(files: readonly FoundFile[], reading: Reading): Promise<void> {
  for (const file of files) {
    reading.budget.spendEntry();
    await readInner(file, reading);
  }
}

async function readInner(file: FoundFile, { sink, budget, limits }: Reading): Promise<void> {
  await readFile(file, await recognise(file.bytes), { sink, budget, limits, inside: 0 });
}

/** A file inside another one, numbered in the order in which it is found. */
function inside(file: FoundFile, name: string, bytes: Buffer, reading: Reading, contentType = ''): FoundFile {
  reading.inside += 1;
  return {
    place: {
      id: `${file.place.id}/${reading.inside}`,
      path: file.name === undefined ? file.place.path : [...file.place.path, file.name],
      encrypted: false,
      depth: file.place.depth + 1,
    },
    name: cleanPath(name),
    contentType: contentType || 'application/octet-stream',
    bytes,
  };
}

/** A name without control and direction characters and steps to parent folders, at most 200 characters. It is shown and never used as a path. */
function cleanPath(name: string): string {
  const parts = name
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, '')
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/').slice(-200) || 'unnamed';
}

function mayBeEncrypted(bytes: Buffer, { kind }: Recognised): boolean {
  if (officeFormats.has(kind) || /^od[tsp]$/.test(kind)) return true;
  if (kind === 'pdf') return bytes.includes('/Encrypt');
  // Whether they are encrypted is written in lists that may be packed themselves.
  if (kind === '7z' || kind === 'rar') return true;
  // The first bit of the flags of an entry.
  return kind === 'zip' && bytes.length > 7 && (bytes[6]! & 1) === 1;
}

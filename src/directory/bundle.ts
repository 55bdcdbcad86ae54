/** Opens what a student information system exported, a folder or a zip of CSV files: the first step of an import. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openPromise, type ZipFile } from 'yauzl';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

/** The files of a bundle that are read; whatever else lies beside them is left alone. */
export const oneRosterFiles = [
  'manifest.csv',
  'orgs.csv',
  'users.csv',
  'roles.csv',
  'userProfiles.csv',
  'demographics.csv',
  'classes.csv',
  'enrollments.csv',
] as const;

export interface Bundle {
  has(name: string): boolean;
  /** The files are in a folder of the export. */
  readonly isNested: boolean;
  /** Content of a file; undefined where the bundle has none of that name. A file of a zip is handed out once. */
  read(name: string): Buffer | undefined;
  /** SHA-256 in hex over names and contents of the files that are read: the same for a folder and for a zip of it. */
  readonly hash: string;
}

/** Exports may hold pictures beside the tables; only the tables are read. */
const maxEntries = 100_000;
/** A roster of a million people stays well below; a zip that claims less than it holds is cut off by its reader. */
const maxFileBytes = 1024 ** 3;
/** Folders around the files of an export. */
const maxDepth = 3;

/**
 * @param extra names of further files to look for: a supplement
 * @throws HallpassError `roster.not-readable`
 */
export async function openBundle(path: string, extra: readonly string[] = []): Promise<Bundle> {
  return isFolder(path) ? openFolder(path, extra) : openZip(path, extra);
}

/** @throws HallpassError `roster.not-readable` */
export function openFolder(folder: string, extra: readonly string[] = []): Bundle {
  const paths = new Map<string, string>();
  claimFolder(paths, folder, extra, 0);
  const read = (name: string): Buffer | undefined => {
    const path = paths.get(name.toLowerCase());
    return path === undefined ? undefined : readFile(path);
  };
  const isNested = [...paths.values()].some((path) => dirname(path) !== normalize(folder).replace(/(?<=.)\/$/, ''));
  return { read, has: (name) => paths.has(name.toLowerCase()), isNested, hash: hashOf([...paths.keys()], read) };
}

/** The files of the folder itself; where it has none of them, those of its folders. */
function claimFolder(paths: Map<string, string>, folder: string, extra: readonly string[], depth: number): void {
  const entries = entriesOf(folder).filter(({ name }) => !isHidden(name));
  const before = paths.size;
  for (const entry of entries) if (!entry.isDirectory()) claim(paths, entry.name, join(folder, entry.name), extra);
  if (paths.size > before || depth === maxDepth) return;
  for (const entry of entries) if (entry.isDirectory()) claimFolder(paths, join(folder, entry.name), extra, depth + 1);
}

/** One file by itself: a supplement that is no part of the bundle. @throws HallpassError `roster.not-readable` */
export function readFile(path: string): Buffer {
  try {
    if (statSync(path).size > maxFileBytes)
      throw new HallpassError('roster.not-readable', `${basename(path)} is too large`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof HallpassError) throw error;
    throw new HallpassError('roster.not-readable', `${basename(path)}, ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOENT') return `there is no such file or folder (${code})`;
  return code === 'EACCES' ? `this user is not allowed to read it (${code})` : code;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new HallpassError('roster.not-readable', reasonOf(error), { cause: error });
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new HallpassError('roster.not-readable', reasonOf(error), { cause: error });
  }
}

/** What macOS adds to archives and folders: `__MACOSX`, `._users.csv`. */
function isHidden(name: string): boolean {
  return (name.startsWith('.') && name !== '.') || name === '__MACOSX';
}

/** Files are found by name in any case, as vendors differ, whatever folder they are in. */
function claim<T>(found: Map<string, T>, name: string, value: T, extra: readonly string[]): void {
  const wanted = [...oneRosterFiles, ...extra].some((known) => known.toLowerCase() === name.toLowerCase());
  if (!wanted) return;
  if (found.has(name.toLowerCase()))
    throw new HallpassError('roster.not-readable', `there are two files named ${name}; give one export at a time`);
  found.set(name.toLowerCase(), value);
}

async function openZip(path: string, extra: readonly string[]): Promise<Bundle> {
  const contents = new Map<string, Buffer>();
  let isNested = false;
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { lazyEntries: true, validateEntrySizes: true, autoClose: false });
    if (zip.entryCount > maxEntries) throw new HallpassError('roster.not-readable', `more than ${maxEntries} files`);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.split('/').some(isHidden)) continue;
      const name = basename(entry.fileName);
      const found = new Map<string, true>();
      claim(found, name, true, extra);
      if (found.size === 0 || entry.fileName.endsWith('/')) continue;
      if (!entry.canDecodeFileData()) throw new HallpassError('roster.not-readable', `${name} is encrypted`);
      if (entry.uncompressedSize > maxFileBytes) throw new HallpassError('roster.not-readable', `${name} is too large`);
      isNested ||= normalize(entry.fileName).includes('/');
      claim(contents, name, await buffer(await zip.openReadStreamPromise(entry)), extra);
    }
  } catch (error) {
    if (error instanceof HallpassError) throw error;
    // The reader's message may quote names of entries; a path was given by whoever reads this.
    throw new HallpassError('roster.not-readable', `neither a folder nor a valid zip file (${codeOf(error)})`);
  } finally {
    zip?.close();
  }
  const hash = hashOf([...contents.keys()], (name) => contents.get(name));
  const names = new Set(contents.keys());
  return {
    hash,
    isNested,
    has: (name) => names.has(name.toLowerCase()),
    read(name) {
      const content = contents.get(name.toLowerCase());
      contents.delete(name.toLowerCase());
      return content;
    },
  };
}

function hashOf(names: readonly string[], read: (name: string) => Buffer | undefined): string {
  const hash = createHash('sha256');
  for (const name of [...names].sort()) {
    const content = read(name);
    hash.update(`${name}\0${content?.length ?? 0}\0`).update(content ?? '');
  }
  return hash.digest('hex');
}

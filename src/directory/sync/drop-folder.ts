/** Looks for exports in the watched folder: zip files, folders with CSV files, or CSV files in the folder itself. */
import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { oneRosterFiles, openFolder } from '../bundle.ts';
import { readManifest } from '../manifest.ts';

export interface Drop {
  /** As the folder names it; `.` for CSV files in the folder itself. */
  readonly name: string;
  readonly path: string;
  /** Over names, sizes and times of the files: another one after each change. */
  readonly fingerprint: string;
  /** Of the file that was changed last, in milliseconds. */
  readonly modifiedMs: number;
}

/** What clients of SFTP and browsers call a file while they write it. */
const unfinished = /\.(part|filepart|partial|tmp|temp|crdownload|writing|lock)$/i;
const depthAtMost = 3;

interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/**
 * Exports in the order of their times: changes have to be applied in that order. Links are left alone, so that nobody who
 * may write into the folder makes Hallpass read another one.
 *
 * @throws Error of the file system where the folder itself cannot be read
 */
export async function listDrops(folder: string): Promise<Drop[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
  if (entries.some((entry) => entry.isFile() && isTable(entry.name))) {
    const own = await dropOf(folder, '.', 0);
    return own ? [own] : [];
  }
  const drops: Drop[] = [];
  for (const entry of entries) {
    const isZip = entry.isFile() && /\.zip$/i.test(entry.name);
    if (!isZip && !entry.isDirectory()) continue;
    const drop = await dropOf(join(folder, entry.name), entry.name, isZip ? 0 : 1);
    if (drop) drops.push(drop);
  }
  return drops.sort((a, b) => a.modifiedMs - b.modifiedMs || (a.name < b.name ? -1 : 1));
}

const isTable = (name: string): boolean => oneRosterFiles.some((known) => known.toLowerCase() === name.toLowerCase());

/** Undefined where it is no export, where a file of it is still written, or where it went away meanwhile. */
async function dropOf(path: string, name: string, levels: number): Promise<Drop | undefined> {
  try {
    const stats = await lstat(path);
    const files: FoundFile[] = [];
    if (stats.isFile()) files.push({ path: '', size: stats.size, modifiedMs: stats.mtimeMs });
    else if (!(await addFiles(path, '', levels === 0 ? 0 : depthAtMost, files))) return undefined;
    const isExport = stats.isFile() || files.some((file) => isTable(file.path.split('/').at(-1)!));
    if (!isExport || files.some(({ size }) => size === 0)) return undefined;
    return { name, path, fingerprint: fingerprintOf(name, files), modifiedMs: Math.max(...files.map(modified)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const modified = ({ modifiedMs }: FoundFile): number => modifiedMs;

/** @returns false where there is a link, or a file that is still written */
async function addFiles(folder: string, within: string, depth: number, files: FoundFile[]): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const [path, place] = [join(folder, entry.name), within === '' ? entry.name : `${within}/${entry.name}`];
    if (entry.isSymbolicLink() || unfinished.test(entry.name)) return false;
    if (entry.isDirectory() && depth > 0) {
      if (!(await addFiles(path, place, depth - 1, files))) return false;
    } else if (entry.isFile()) {
      const { size, mtimeMs } = await lstat(path);
      files.push({ path: place, size, modifiedMs: mtimeMs });
    }
  }
  return true;
}

function fingerprintOf(name: string, files: readonly FoundFile[]): string {
  const hash = createHash('sha256').update(name);
  for (const { path, size, modifiedMs } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1)))
    hash.update(`\0${path}\0${size}\0${modifiedMs}`);
  return hash.digest('hex');
}

/** Files that the manifest of a folder announces and that are not there: the rest is still to come. */
export function missingFiles({ path }: Pick<Drop, 'path'>): string[] {
  if (/\.zip$/i.test(path)) return [];
  const bundle = openFolder(path);
  if (!bundle.has('manifest.csv')) return bundle.has('users.csv') ? [] : ['users.csv'];
  const manifest = readManifest(bundle);
  return oneRosterFiles.filter(
    (file) => manifest.announces(file) && manifest.modeOf(file) !== 'absent' && !bundle.has(file),
  );
}

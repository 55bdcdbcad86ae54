/** Says whether something was built from the sources as they are now: a hash of them lies beside it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** All files below a folder, sorted; a file by itself. */
export function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Of names and contents. @param root the names are those behind it */
export function hashOf(files: readonly string[], root: string): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

export function isBuiltFrom(stamp: string, wanted: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

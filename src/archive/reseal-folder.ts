/** Encrypts the files of a folder archive with another key, one at a time, while copies are made. */
import { opendir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors/hallpass-error.ts';
import type { KeyRing } from '../store/keys.ts';
import { openCopy, readSealHead, SEAL_HEAD_BYTES, sealCopy, SEALED_SUFFIX, writeWhole } from './sealed-file.ts';

/** Files that need a key other than the one that encrypts. A folder that is not there has none. */
export async function* withOlderKey(folder: string, keys: KeyRing): AsyncGenerator<string> {
  let entries;
  try {
    entries = await opendir(folder, { recursive: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  for await (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && path.endsWith(SEALED_SUFFIX) && (await keyIdOf(path)) !== keys.activeId) yield path;
  }
}

async function keyIdOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(SEAL_HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, SEAL_HEAD_BYTES, 0);
    return readSealHead(head.subarray(0, bytesRead)).keyId;
  } finally {
    await file.close();
  }
}

/** @returns how many files were encrypted anew @throws HallpassError keys.unknown, archive.bad-file, store.bad-ciphertext */
export async function resealFolder(folder: string, keys: KeyRing): Promise<number> {
  let count = 0;
  for await (const path of withOlderKey(folder, keys)) {
    const { id, report } = openCopy(keys, await readFile(path));
    await writeWhole(path, sealCopy(keys, id, report));
    count += 1;
  }
  return count;
}

/** A file of a folder archive: a journal report, encrypted as bodies are, under the id of its message. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HallpassError } from '../errors/hallpass-error.ts';
import { dayOf, isMessageId, type MessageId } from '../message/message-id.ts';
import type { KeyRing } from '../store/keys.ts';

/** First line, followed by the id (36 characters) and a line end; then key id (4 bytes), nonce (12), tag (16) and data. */
const MAGIC = 'HALLPASS-ARCHIVE 1 ';
const HEAD_BYTES = MAGIC.length + 37;
const SEAL_BYTES = 32;

export const SEALED_SUFFIX = '.eml.sealed';

/** `2026/11/28/<id>`: where a copy is, in a folder as in a bucket. */
export function placeOf(id: MessageId): string {
  return `${dayOf(id).replaceAll('-', '/')}/${id}`;
}

export function sealCopy(keys: KeyRing, id: MessageId, report: Buffer): Buffer {
  const { keyId, nonce, tag, data } = keys.encrypt(report, `archive:${id}`);
  return Buffer.concat([Buffer.from(`${MAGIC}${id}\n`), Buffer.from(keyId, 'hex'), nonce, tag, data]);
}

export interface OpenedCopy {
  readonly id: MessageId;
  /** Id of the key that it is encrypted with. */
  readonly keyId: string;
  readonly report: Buffer;
}

/** @throws HallpassError archive.bad-file, keys.unknown, store.bad-ciphertext */
export function openCopy(keys: KeyRing, sealed: Buffer): OpenedCopy {
  const head = readSealHead(sealed);
  const { id, keyId } = head;
  const nonce = sealed.subarray(HEAD_BYTES + 4, HEAD_BYTES + 16);
  const tag = sealed.subarray(HEAD_BYTES + 16, HEAD_BYTES + SEAL_BYTES);
  const data = sealed.subarray(HEAD_BYTES + SEAL_BYTES);
  return { id, keyId, report: keys.decrypt({ keyId, nonce, tag, data }, `archive:${id}`) };
}

/** Bytes that `readSealHead` needs. */
export const SEAL_HEAD_BYTES = HEAD_BYTES + SEAL_BYTES;

/** @throws HallpassError archive.bad-file */
export function readSealHead(sealed: Buffer): Pick<OpenedCopy, 'id' | 'keyId'> {
  const line = sealed.toString('latin1', 0, HEAD_BYTES);
  const id = line.slice(MAGIC.length, -1);
  if (!line.startsWith(MAGIC) || !isMessageId(id) || sealed.length < SEAL_HEAD_BYTES)
    throw new HallpassError('archive.bad-file', 'it does not begin as a file of an archive');
  return { id, keyId: sealed.toString('hex', HEAD_BYTES, HEAD_BYTES + 4) };
}

/** The file is there whole and on disk, or not at all; one of the same name is replaced. */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  // Its own name: two processes may write the same copy.
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolders(folder, made === undefined ? folder : dirname(made));
}

/** A new entry is on disk when its folder is: from the innermost folder to the outermost that has a new one. */
async function syncFolders(from: string, to: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (folder === to || folder === dirname(folder)) return;
  }
}

export const fileOf = (folder: string, id: MessageId): string => join(folder, `${placeOf(id)}${SEALED_SUFFIX}`);

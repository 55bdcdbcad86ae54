/** The file of a backup: sections of a dump, compressed where that helps, each encrypted with the number of its place. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { HallpassError } from '../../errors/hallpass-error.ts';
import type { KeyRing } from '../keys.ts';
import type { Section } from './dump.ts';

/** First line of the file, followed by its id (36 characters) and a line end. */
const MAGIC = 'HALLPASS-BACKUP 1 ';
const PREAMBLE_BYTES = MAGIC.length + 37;
/** Length of the data (4 bytes), key id (4), nonce (12), tag (16). */
const FRAME_HEAD_BYTES = 36;
const MOST_FRAME_BYTES = 256 * 1024 * 1024;

const kinds = ['json', 'rows', 'deflated-rows'] as const;

/** Rows of these tables are ciphertext, which does not compress. */
const ciphertext = new Set(['bodies', 'roster_data']);

/**
 * The file is there whole and on disk, or not at all.
 *
 * @throws HallpassError backup.exists
 */
export async function writeBackup(path: string, keys: KeyRing, sections: AsyncIterable<Section>): Promise<void> {
  const part = `${path}.part`;
  // Fails where there is such a file: an earlier backup is not replaced.
  await open(path, 'wx', 0o600).then((file) => file.close(), alreadyThere);
  try {
    const file = await open(part, 'w', 0o600);
    try {
      await writeSections(file, keys, sections);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await Promise.all([rm(part, { force: true }), rm(path, { force: true })]);
    throw error;
  }
}

function alreadyThere(cause: unknown): never {
  if ((cause as { code?: string }).code === 'EEXIST') throw new HallpassError('backup.exists', undefined, { cause });
  throw cause;
}

async function writeSections(file: FileHandle, keys: KeyRing, sections: AsyncIterable<Section>): Promise<void> {
  const id = randomUUID();
  await file.write(`${MAGIC}${id}\n`);
  let n = 0;
  let table = '';
  for await (const section of sections) {
    if (section.kind === 'table') ({ table } = section);
    const { keyId, nonce, tag, data } = keys.encrypt(pack(section, !ciphertext.has(table)), `backup:${id}:${n}`);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    await file.write(Buffer.concat([length, Buffer.from(keyId, 'hex'), nonce, tag, data]));
    n += 1;
  }
}

function pack(section: Section, compress: boolean): Buffer {
  if (section.kind !== 'rows') return packed('json', Buffer.from(JSON.stringify(section)));
  return compress
    ? packed('deflated-rows', deflateRawSync(section.bytes, { level: 1 }))
    : packed('rows', section.bytes);
}

const packed = (kind: (typeof kinds)[number], bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.of(kinds.indexOf(kind)), bytes]);

/** @throws HallpassError backup.damaged, keys.unknown */
export async function* readBackup(path: string, keys: KeyRing): AsyncGenerator<Section> {
  const file = await open(path, 'r');
  try {
    const preamble = (await read(file, PREAMBLE_BYTES))?.toString() ?? '';
    if (!preamble.startsWith(MAGIC)) throw new HallpassError('backup.damaged', 'it is not a backup of Hallpass');
    const id = preamble.slice(MAGIC.length, -1);
    for (let n = 0; ; n += 1) {
      const head = await read(file, FRAME_HEAD_BYTES);
      if (head === undefined) return;
      const length = head.readUInt32BE();
      const data = length > MOST_FRAME_BYTES ? undefined : await read(file, length);
      if (data === undefined) throw new HallpassError('backup.damaged', `section ${n}`);
      yield unpack(openFrame(keys, head, data, `backup:${id}:${n}`));
    }
  } finally {
    await file.close();
  }
}

function openFrame(keys: KeyRing, head: Buffer, data: Buffer, context: string): Buffer {
  try {
    return keys.decrypt(
      { keyId: head.toString('hex', 4, 8), nonce: head.subarray(8, 20), tag: head.subarray(20, 36), data },
      context,
    );
  } catch (cause) {
    if (cause instanceof HallpassError && cause.code === 'store.bad-ciphertext')
      throw new HallpassError('backup.damaged', context.slice(context.lastIndexOf(':') + 1), { cause });
    throw cause;
  }
}

function unpack(bytes: Buffer): Section {
  const content = bytes.subarray(1);
  const kind = kinds[bytes[0] ?? 0];
  if (kind === 'json') return JSON.parse(content.toString()) as Section;
  return { kind: 'rows', bytes: kind === 'rows' ? content : inflateRawSync(content) };
}

/** @returns undefined at the end of the file @throws HallpassError backup.damaged where the file ends within */
async function read(file: FileHandle, length: number): Promise<Buffer | undefined> {
  const buffer = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(buffer, at, length - at);
    if (bytesRead === 0) {
      if (at === 0) return undefined;
      throw new HallpassError('backup.damaged', 'it ends too early');
    }
    at += bytesRead;
  }
  return buffer;
}

/** Reads a stored body: in the binary format, decrypted, and compared with the SHA-256 taken when it was accepted. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { HallpassError } from '../errors/hallpass-error.ts';
import { dayOf, isMessageId, type MessageId } from '../message/message-id.ts';
import type { KeyRing } from './keys.ts';

/** Signature (11 bytes), flags and the length of the header extension: documentation of COPY, "Binary Format". */
const COPY_HEADER_BYTES = 19;

/** @throws HallpassError store.not-found, keys.unknown, store.bad-ciphertext, store.altered-body */
export async function readBody(pool: pg.Pool, keys: KeyRing, id: MessageId): Promise<Buffer> {
  if (!isMessageId(id)) throw new HallpassError('store.not-found');
  // COPY is the one way by which pg hands out bytea as bytes rather than as hex; it takes no parameters.
  const query = `
    SELECT convert_to(b.key_id, 'UTF8'), b.nonce, b.tag, b.data, m.sha256 FROM bodies b JOIN messages m ON m.id = b.message_id
    WHERE b.day = '${dayOf(id)}' AND b.message_id = '${id}'`;
  const row = readRow(await copyOut(pool, query));
  if (row === undefined) throw new HallpassError('store.not-found', `body of ${id}`);
  const [keyId, nonce, tag, data, sha256] = row as [Buffer, Buffer, Buffer, Buffer, Buffer];
  const raw = keys.decrypt({ keyId: keyId.toString(), nonce, tag, data }, `body:${id}`);
  if (!createHash('sha256').update(raw).digest().equals(sha256)) throw new HallpassError('store.altered-body', id);
  return raw;
}

async function copyOut(pool: pg.Pool, query: string): Promise<Buffer> {
  const client = await pool.connect();
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`)))
      chunks.push(chunk as Buffer);
    client.release();
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  } catch (error) {
    // Its protocol state is unknown: it must not go back into the pool.
    client.release(true);
    throw error;
  }
}

/** Fields of the first row of a binary COPY; undefined where there is none. */
function readRow(copied: Buffer): Buffer[] | undefined {
  let at = COPY_HEADER_BYTES;
  const count = copied.readInt16BE(at);
  at += 2;
  if (count === -1) return undefined; // the trailer
  const fields: Buffer[] = [];
  for (let i = 0; i < count; i += 1) {
    const length = copied.readInt32BE(at);
    fields.push(copied.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

/** Reads a stored body: in the binary format, decrypted, and compared with the SHA-256 taken when it was accepted. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { dayOf, isMessageId, type MessageId } from '../message/message-id.ts';
import { copyFirstRow } from './binary-copy.ts';
import type { KeyRing } from './keys.ts';

/** @throws HallpassError store.not-found, keys.unknown, store.bad-ciphertext, store.altered-body */
export async function readBody(pool: pg.Pool, keys: KeyRing, id: MessageId): Promise<Buffer> {
  if (!isMessageId(id)) throw new HallpassError('store.not-found');
  const query = `
    SELECT convert_to(b.key_id, 'UTF8'), b.nonce, b.tag, b.data, m.sha256 FROM bodies b JOIN messages m ON m.id = b.message_id
    WHERE b.day = '${dayOf(id)}' AND b.message_id = '${id}'`;
  const row = await copyFirstRow(pool, query);
  if (row === undefined) throw new HallpassError('store.not-found', `body of ${id}`);
  const [keyId, nonce, tag, data, sha256] = row as [Buffer, Buffer, Buffer, Buffer, Buffer];
  const raw = keys.decrypt({ keyId: keyId.toString(), nonce, tag, data }, `body:${id}`);
  if (!createHash('sha256').update(raw).digest().equals(sha256)) throw new HallpassError('store.altered-body', id);
  return raw;
}

/**
 * The body, or undefined where the stored one is not what was accepted: it must not leave, and another attempt does not
 * mend it.
 *
 * @throws HallpassError store.not-found, keys.unknown
 */
export async function unalteredBody(
  store: { body(id: MessageId): Promise<Buffer> },
  id: MessageId,
): Promise<Buffer | undefined> {
  try {
    return await store.body(id);
  } catch (error) {
    if (codeOf(error) !== 'store.altered-body' && codeOf(error) !== 'store.bad-ciphertext') throw error;
    return undefined;
  }
}

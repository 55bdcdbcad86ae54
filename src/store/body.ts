/** Reads a stored body: in the binary format, decrypted, and compared with the SHA-256 taken when it was accepted. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { HallpassError } from '../errors/hallpass-error.ts';
import { dayOf, type MessageId } from '../message/message-id.ts';
import type { KeyRing } from './keys.ts';

interface BodyRow {
  key_id: string;
  nonce: Buffer;
  tag: Buffer;
  data: Buffer;
  sha256: Buffer;
}

/** pg has no binary parser for bytea: the bytes are the value. */
const BYTEA = 17;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    format === 'binary' && oid === BYTEA ? (value: Buffer) => value : (pg.types.getTypeParser as (oid: number, format?: string) => unknown)(oid, format),
} as pg.CustomTypesConfig;

/** @throws HallpassError store.not-found, keys.unknown, store.bad-ciphertext, store.altered-body */
export async function readBody(pool: pg.Pool, keys: KeyRing, id: MessageId): Promise<Buffer> {
  const { rows } = await pool.query<BodyRow>({
    name: 'read-body',
    text: 'SELECT b.key_id, b.nonce, b.tag, b.data, m.sha256 FROM bodies b JOIN messages m ON m.id = b.message_id WHERE b.day = $1::date AND b.message_id = $2::uuid',
    values: [dayOf(id), id],
    binary: true,
    types,
  } as pg.QueryConfig);
  const row = rows[0];
  if (row === undefined) throw new HallpassError('store.not-found', `body of ${id}`);
  const raw = keys.decrypt({ keyId: row.key_id, nonce: row.nonce, tag: row.tag, data: row.data }, `body:${id}`);
  if (!createHash('sha256').update(raw).digest().equals(row.sha256)) throw new HallpassError('store.altered-body', id);
  return raw;
}

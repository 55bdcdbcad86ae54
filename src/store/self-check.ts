/** What the self-test asks of the database: that each key opens what it closed, that bytes come back unchanged, and the time. */
import { generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { KEY_CHECK, opensKeyCheck } from './database.ts';
import type { KeyRing } from './keys.ts';
import type { Database } from './schema.ts';

export interface StorageCheck {
  /** Every key with which this database was ever written. */
  readonly keys: readonly { readonly id: string; readonly opens: boolean }[];
  /** Whether a signed message is the same after it was encrypted, stored, read and decrypted; otherwise the error's code. */
  readonly canary: 'unchanged' | 'altered' | (string & {});
  /** Clock of the database minus the clock of this machine, in milliseconds. */
  readonly clockAheadMs: number;
}

export async function checkStorage(db: Kysely<Database>, keys: KeyRing): Promise<StorageCheck> {
  const known = await db.selectFrom('settings').selectAll().where('name', 'like', `${KEY_CHECK}%`).execute();
  return {
    keys: known.map(({ name, value }) => ({ id: name.slice(KEY_CHECK.length), opens: opensKeyCheck(value, keys) })),
    canary: await canary(db, keys),
    clockAheadMs: await clockAhead(db),
  };
}

/** Lines and bytes that careless storage alters: a signature does not survive the smallest change. */
const canaryMessage = Buffer.from(
  'From: Canary <canary@hallpass.invalid>\r\nSubject: Canary\r\n\r\nBlanks at the end  \r\n.\r\n\tTab, NUL \0, bytes \xff\xfe\r\n\r\n\r\n',
  'latin1',
);

async function canary(db: Kysely<Database>, keys: KeyRing): Promise<StorageCheck['canary']> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signature = sign(null, canaryMessage, privateKey);
  const context = `canary:${randomUUID()}`;
  try {
    const { keyId, nonce, tag, data } = keys.encrypt(canaryMessage, context);
    const stored = await db.transaction().execute(async (trx) => {
      await sql`CREATE TEMPORARY TABLE canary (data bytea NOT NULL) ON COMMIT DROP`.execute(trx);
      await sql`INSERT INTO canary (data) VALUES (${data})`.execute(trx);
      return (await sql<{ data: Buffer }>`SELECT data FROM canary`.execute(trx)).rows[0]!.data;
    });
    const read = keys.decrypt({ keyId, nonce, tag, data: stored }, context);
    return verify(null, read, publicKey, signature) ? 'unchanged' : 'altered';
  } catch (error) {
    if (error instanceof HallpassError) return error.code;
    return codeOf(error);
  }
}

/** Half of the time that the question takes is subtracted. */
async function clockAhead(db: Kysely<Database>): Promise<number> {
  const before = Date.now();
  const { rows } = await sql<{ at: Date }>`SELECT clock_timestamp() AS at`.execute(db);
  return Math.round(rows[0]!.at.getTime() - (before + Date.now()) / 2);
}

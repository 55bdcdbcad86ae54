/** A fresh database for a test suite, on the PostgreSQL of global-setup. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { connect, openDatabase, type OpenDatabase } from '../../src/store/database.ts';
import { generateKey, parseKeys, type KeyRing } from '../../src/store/keys.ts';
import { migrate } from '../../src/store/migrate.ts';
import { newMessageId, type MessageId } from '../../src/message/message-id.ts';
import type { NewMessage } from '../../src/store/change.ts';
import { createStore, type Store } from '../../src/store/store.ts';

export interface TestDatabase extends OpenDatabase {
  readonly connection: pg.PoolConfig;
  readonly keys: KeyRing;
  readonly store: Store;
}

/** Database of global-setup with the tables and no rows: a copy of it is faster than the migrations. */
const migrated = 'migrated';

/** A database with the tables, and without data. */
export async function createDatabase(): Promise<pg.PoolConfig> {
  return createNamed(`test_${randomBytes(6).toString('hex')}`, ` TEMPLATE ${migrated}`);
}

/** A database as a server gives it, without tables. */
export async function createEmptyDatabase(): Promise<pg.PoolConfig> {
  return createNamed(`test_${randomBytes(6).toString('hex')}`, '');
}

/** Makes what `createDatabase` copies. */
export async function createMigratedDatabase(): Promise<void> {
  const connection = await createNamed(migrated, '');
  const open = await connect(connection, parseKeys(generateKey()), { poolSize: 1, onError: () => undefined });
  await migrate(open.db);
  await open.close();
}

async function createNamed(database: string, rest: string): Promise<pg.PoolConfig> {
  const server = JSON.parse(process.env['HALLPASS_TEST_POSTGRES'] ?? '{}') as pg.PoolConfig;
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${database}${rest}`);
  } finally {
    await client.end();
  }
  return { ...server, database };
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const connection = await createDatabase();
  const keys = parseKeys(generateKey());
  const open = await openDatabase(connection, keys, { poolSize: 5, onError: () => undefined });
  const store = createStore(open.db, open.pool, keys);
  await store.maintain(new Date(), 30);
  return { ...open, connection, keys, store };
}

/** A message of one recipient, not accepted yet. */
export const messageOfOne = (id = newMessageId()): NewMessage => ({
  id,
  kind: 'mail',
  receivedAt: new Date(),
  envelope: { sender: 'a.moore@school.example', recipients: [{ address: 'x@printco.example' }], smtpUtf8: false },
  transport: { client: '', helo: '', tls: false, smtpUtf8: false },
  trace: '',
  raw: Buffer.from('Subject: x\r\n\r\n'),
});

/** A message of one recipient, accepted and in the hands of whoever scans it. */
export async function acceptOne(store: Store): Promise<{ id: MessageId; lease: string }> {
  const message = messageOfOne();
  await store.accept(message);
  const claim = await store.claim(message.id, ['received']);
  return { id: message.id, lease: claim!.lease };
}

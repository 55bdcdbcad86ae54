/** Opens the database: the embedded one or that of DATABASE_URL, brought up to date and checked against the key. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import type { KeyRing } from './keys.ts';
import { migrate } from './migrate.ts';
import { namedStatements } from './named-statements.ts';
import type { Database } from './schema.ts';

/** Names of the settings that only the key with the id behind it opens. */
export const KEY_CHECK = 'key-check:';

export interface OpenDatabase {
  readonly db: Kysely<Database>;
  /** For reads in the binary format, which Kysely does not know: bodies must not travel as hex. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly poolSize: number;
  /** Gets the errors of idle connections; a failed query rejects. */
  readonly onError: (error: unknown) => void;
}

/** @throws HallpassError store.unreachable, store.migration-failed, keys.not-this-database */
export async function openDatabase(
  connection: pg.PoolConfig,
  keys: KeyRing,
  options: DatabaseOptions,
): Promise<OpenDatabase> {
  const open = await connect(connection, keys, options);
  try {
    await migrate(open.db);
    await checkKey(open.db, keys);
  } catch (error) {
    await open.close();
    throw error;
  }
  return open;
}

/** Without a look at its tables: for a database that is still empty. @throws HallpassError store.unreachable */
export async function connect(
  connection: pg.PoolConfig,
  keys: KeyRing,
  options: DatabaseOptions,
): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    ...connection,
    max: options.poolSize,
    keepAlive: true,
    // With the id of the key that encrypts: a rotation of keys waits for processes that still use another one.
    application_name: `hallpass ${keys.activeId}`,
    // Set whatever the server's default is, because a 250 promises that the message is durable.
    options: '-c synchronous_commit=on -c timezone=UTC',
  });
  pool.on('error', options.onError);
  // A connection that breaks during a query reports it twice: its query rejects, and without a listener here the process
  // would end.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: namedStatements(pool) }) });
  try {
    await sql`SELECT 1`.execute(db);
  } catch (cause) {
    await db.destroy();
    throw new HallpassError('store.unreachable', codeOf(cause), { cause });
  }
  return { db, pool, close: () => db.destroy() };
}

/**
 * A wrong key must be found at start-up: at delivery it would lose mail. An older key may be left out once no waiting
 * message was written with it.
 */
async function checkKey(db: Kysely<Database>, keys: KeyRing): Promise<void> {
  const known = await db.selectFrom('settings').selectAll().where('name', 'like', `${KEY_CHECK}%`).execute();
  const closed = known.filter(({ value }) => !opensKeyCheck(value, keys));
  if (known.length > 0 && closed.length === known.length) throw new HallpassError('keys.not-this-database');
  for (const { name } of closed) {
    const keyId = name.slice(KEY_CHECK.length);
    const { rows } = await sql`
      SELECT 1 FROM messages m JOIN bodies b ON b.message_id = m.id AND b.day = (m.received_at AT TIME ZONE 'UTC')::date
      WHERE m.finished_at IS NULL AND b.key_id = ${keyId} LIMIT 1`.execute(db);
    if (rows.length === 0) continue;
    const advice = `messages that still wait were written with the key ${keyId}; give it too, behind the new one`;
    throw new HallpassError('keys.not-this-database', advice);
  }
  const value = JSON.stringify(keys.seal('hallpass', 'key-check').toString('base64'));
  await db
    .insertInto('settings')
    .values({ name: `${KEY_CHECK}${keys.activeId}`, value })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** Whether one of the keys opens the value of such a setting. */
export function opensKeyCheck(value: unknown, keys: KeyRing): boolean {
  try {
    return keys.unseal(Buffer.from(String(value), 'base64'), 'key-check') === 'hallpass';
  } catch (error) {
    if (error instanceof HallpassError) return false;
    throw error;
  }
}

/** A commit whose answer is lost: on a real PostgreSQL behind a proxy that cuts the connection when the answer comes. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import { createDatabase, messageOfOne } from '../../test/harness/database.ts';
import { openDatabase, type OpenDatabase } from './database.ts';
import { generateKey, parseKeys } from './keys.ts';
import { createStore, type Store } from './store.ts';

/** What the proxy cuts: the answer to the next COMMIT, the next COMMIT itself, or everything from the next COMMIT on. */
let cut: 'answer' | 'commit' | 'all' | 'nothing' = 'nothing';
let proxy: Server;
let open: OpenDatabase;
let store: Store;
let direct: pg.Pool;

beforeAll(async () => {
  const database = await createDatabase();
  proxy = createServer((client) => serve(client, database));
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const keys = parseKeys(generateKey());
  const { port } = proxy.address() as AddressInfo;
  const connection = { ...database, host: '127.0.0.1', port };
  open = await openDatabase(connection, keys, { poolSize: 4, onError: () => undefined });
  store = createStore(open.db, open.pool, keys);
  await store.maintain(new Date(), 30);
  direct = new pg.Pool({ ...database, max: 1 });
});
afterAll(async () => {
  await open.close();
  await direct.end();
  proxy.close();
});

function serve(client: Socket, { host, port }: pg.PoolConfig): void {
  if (cut === 'all') return void client.destroy();
  const server = host?.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port ?? 5432, host);
  const end = (): void => {
    client.destroy();
    server.destroy();
  };
  for (const socket of [client, server]) socket.on('error', end).on('close', end);
  client.on('data', (bytes) => {
    if (cut === 'commit' && /commit/i.test(bytes.toString('latin1'))) {
      cut = 'nothing';
      end();
    } else server.write(bytes);
  });
  server.on('data', (bytes) => {
    if ((cut === 'answer' || cut === 'all') && bytes.toString('latin1').includes('COMMIT\0')) {
      if (cut === 'answer') cut = 'nothing';
      end();
    } else client.write(bytes);
  });
}

const stored = async (ids: readonly string[]): Promise<number> =>
  (await direct.query('SELECT 1 FROM messages WHERE id = ANY ($1::uuid[])', [ids])).rows.length;

it.each(['answer', 'commit'] as const)('a message is accepted once where the %s is lost', async (what) => {
  cut = what;
  const message = messageOfOne();
  await store.accept(message);
  expect(cut).toBe('nothing');
  expect(await stored([message.id])).toBe(1);
  expect(await store.body(message.id)).toEqual(message.raw);
});

it('every message of a shared commit is accepted once where its answer is lost', async () => {
  cut = 'answer';
  const messages = [messageOfOne(), messageOfOne(), messageOfOne()];
  await Promise.all(messages.map((message) => store.accept(message)));
  expect(cut).toBe('nothing');
  expect(await stored(messages.map(({ id }) => id))).toBe(3);
});

it('nobody is told that nothing is stored where the database does not come back', async () => {
  cut = 'all';
  const message = messageOfOne();
  await expect(store.accept(message)).rejects.toMatchObject({ code: 'store.commit-unknown' });
  cut = 'nothing';
  expect(await stored([message.id])).toBe(1);
});

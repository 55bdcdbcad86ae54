/** Backup, restore and move of real gateways while mail comes in: every accepted message is there, or was delivered. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectorIds } from '../../detectors/registry.ts';
import { connect } from '../../src/store/database.ts';
import { parseKeys } from '../../src/store/keys.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { createEmptyDatabase } from '../harness/database.ts';
import { markedWords, urlOf } from '../harness/gateway.ts';
import { installGateway, type GatewayProcess } from '../harness/process.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { startLoad } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-keeping-'));
const installed: GatewayProcess[] = [];
let host: SmartHost;
beforeAll(async () => {
  host = await startSmartHost();
});
afterAll(async () => {
  for (const gateway of installed) await gateway.remove();
  await host.down();
  rmSync(folder, { recursive: true, force: true });
});

async function install(
  name: string,
  options: { data?: string; env?: Record<string, string> } = {},
): Promise<GatewayProcess> {
  const own = join(folder, name);
  mkdirSync(own);
  const gateway = await installGateway({
    folder: own,
    ...(options.data && { data: options.data }),
    ...(options.env && { env: options.env }),
    smarthost: host.address,
    config: {
      district: { domains: ['school.example'] },
      policy: join(import.meta.dirname, '../harness/marked-policy.yaml'),
      detectors: { disabled: detectorIds, extra: [markedWords] },
      scan: { reader: false, threads: 1 },
      smtp: { limits: { messagesPerSenderPerMinute: 100_000 } },
    },
  });
  installed.push(gateway);
  return gateway;
}

const keyOf = (data: string): string => readFileSync(join(data, 'hallpass.key'), 'utf8');

async function onServer<T>(url: string, key: string, read: (store: Store) => Promise<T>): Promise<T> {
  const keys = parseKeys(key);
  const open = await connect({ connectionString: url }, keys, { poolSize: 2, onError: () => undefined });
  try {
    return await read(createStore(open.db, open.pool, keys));
  } finally {
    await open.close();
  }
}

/** Ids of messages that are not there, or whose body is not what was accepted. */
async function missing(store: Store, ids: Iterable<string>): Promise<string[]> {
  const lost: string[] = [];
  for (const id of ids) {
    const whole =
      (await store.message(id)) !== undefined && (await store.body(id).catch(() => undefined)) !== undefined;
    if (!whole) lost.push(id);
  }
  return lost;
}

async function comesToRest(store: Store): Promise<void> {
  await until(async () => [...(await store.waiting()).keys()].every((state) => state === 'quarantined'), 60_000);
}

const takenSubjects = (): Set<string> =>
  new Set(host.mails.map(({ raw }) => /^Subject: (Load \d+)\r$/m.exec(raw.toString())?.[1] ?? ''));

it('a backup of the running embedded database is restored elsewhere, into an embedded one and onto a server', async () => {
  const gateway = await install('first');
  await gateway.start();
  const load = startLoad(gateway.smtpPort);
  await until(() => load.accepted.size >= 30);
  const before = [...load.accepted.values()];
  const file = join(folder, 'first.backup');
  const made = await gateway.cli('backup', file);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const after = load.accepted.size;
  await load.stop();
  expect(after).toBeGreaterThan(before.length);
  expect(await gateway.cli('backup', file)).toMatchObject({ code: 1 });

  const second = await install('second');
  expect((await second.cli('restore', file)).stderr).toContain('put the key of the backup into');
  copyFileSync(join(gateway.data, 'hallpass.key'), join(second.data, 'hallpass.key'));
  expect(await second.cli('restore', file)).toMatchObject({ code: 0, stderr: '' });
  await second.start();
  await second.withStore(async (store) => {
    expect(await missing(store, before)).toEqual([]);
    await comesToRest(store);
    expect((await store.verifyAudit()).firstBroken).toBeNull();
  });
  expect((await second.cli('restore', file)).stderr).toContain('is using this data folder');
  await second.stop();
  expect((await second.cli('restore', file)).stderr).toContain('not empty');

  const url = urlOf(await createEmptyDatabase());
  const third = await install('third', { env: { DATABASE_URL: url, HALLPASS_KEY: keyOf(gateway.data) } });
  expect(await third.cli('restore', file)).toMatchObject({ code: 0, stderr: '' });
  await onServer(url, keyOf(gateway.data), async (store) => {
    expect(await missing(store, before)).toEqual([]);
  });
  await gateway.stop();
}, 300_000);

it('the move to a server loses nothing while senders go on, and the old database is not started again', async () => {
  const gateway = await install('embedded');
  await gateway.start();
  const load = startLoad(gateway.smtpPort);
  await until(() => load.accepted.size >= 30);
  const url = urlOf(await createEmptyDatabase());
  expect((await gateway.cli('move', '--to', url)).stderr).toContain('stop the gateway first');
  await gateway.stop();
  const moved = await gateway.cli('move', '--to', url);
  expect(moved.stderr).toBe('');
  expect(moved.stdout).toContain('is on the server');

  const key = keyOf(gateway.data);
  const server = await install('server', { env: { DATABASE_URL: url, HALLPASS_KEY: key } });
  await server.start();
  const atMove = load.accepted.size;
  load.port = server.smtpPort;
  await until(() => load.accepted.size >= atMove + 20);
  const file = join(folder, 'server.backup');
  const before = [...load.accepted.values()];
  expect(await server.cli('backup', file)).toMatchObject({ code: 0, stderr: '' });
  await load.stop();
  await onServer(url, key, async (store) => {
    expect(await missing(store, load.accepted.values())).toEqual([]);
    await comesToRest(store);
    const taken = takenSubjects();
    for (const [subject, id] of load.accepted) {
      const state = (await store.message(id))?.state;
      expect([subject, state, taken.has(subject)]).toEqual(
        Number(subject.slice(5)) % 4 === 0 ? [subject, 'quarantined', false] : [subject, 'delivered', true],
      );
    }
    expect((await store.verifyAudit()).firstBroken).toBeNull();
  });
  await server.stop();

  gateway.spawn();
  expect(await gateway.exited()).toBe(1);
  expect(gateway.output()).toContain('was moved to a server');

  const back = await install('back');
  copyFileSync(join(gateway.data, 'hallpass.key'), join(back.data, 'hallpass.key'));
  expect(await back.cli('restore', file)).toMatchObject({ code: 0, stderr: '' });
  await back.start();
  await back.withStore(async (store) => expect(await missing(store, before)).toEqual([]));
  await back.stop();
}, 300_000);

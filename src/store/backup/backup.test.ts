/** Backups: what is loaded is what was dumped, in one consistent state; a damaged file or a used database is refused. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { acceptOne, createEmptyDatabase, openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { connect, openDatabase, type OpenDatabase } from '../database.ts';
import { generateKey, parseKeys } from '../keys.ts';
import { ensurePartitions } from '../partitions.ts';
import { createStore } from '../store.ts';
import { readBackup, writeBackup } from './backup-file.ts';
import { dump, type Section } from './dump.ts';
import { load } from './load.ts';

let source: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'hallpass-backup-'));
const file = join(folder, 'hallpass.backup');
const options = { poolSize: 2, onError: () => undefined };
beforeAll(async () => {
  source = await openTestDatabase();
  for (let n = 0; n < 20; n += 1) await acceptOne(source.store);
  await source.pool.query(
    "INSERT INTO rosters (id, imported_at, actor, source, mode, bundle_hash, report) VALUES (gen_random_uuid(), now(), 'x', 'start', 'full', '', '{}')",
  );
  await writeBackup(file, source.keys, dump(source.pool));
});
afterAll(async () => {
  await source.close();
  rmSync(folder, { recursive: true });
});

async function onTarget<T>(run: (target: OpenDatabase, connection: pg.PoolConfig) => Promise<T>): Promise<T> {
  const connection = await createEmptyDatabase();
  const target = await connect(connection, source.keys, options);
  try {
    return await run(target, connection);
  } finally {
    await target.close();
  }
}

/** Rows of every table as text. */
async function contentOf(pool: pg.Pool): Promise<Record<string, string[]>> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT LIKE 'kysely%'",
  );
  const content: Record<string, string[]> = {};
  for (const { name } of rows) {
    const found = await pool.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" AS t`);
    content[name] = found.rows.map(({ text }) => text).sort();
  }
  return content;
}

it('restores every row of every table, and identities go on', async () => {
  const before = await contentOf(source.pool);
  expect(before['messages']).toHaveLength(20);
  expect(before['bodies']).toHaveLength(20);
  await onTarget(async (target, connection) => {
    const { counts } = await load(target, readBackup(file, source.keys));
    expect(counts).toMatchObject({ messages: 20, bodies: 20, recipients: 20 });
    expect(await contentOf(target.pool)).toEqual(before);
    const again = await openDatabase(connection, source.keys, options);
    const { rows } = await again.pool.query(
      "INSERT INTO rosters (id, imported_at, actor, source, mode, bundle_hash, report) VALUES (gen_random_uuid(), now(), 'x', 'start', 'full', '', '{}') RETURNING seq",
    );
    expect(rows).toEqual([{ seq: '2' }]);
    const store = createStore(again.db, again.pool, source.keys);
    const { id } = await acceptOne(store);
    expect((await store.message(id))?.state).toBe('scanning');
    expect((await store.verifyAudit()).firstBroken).toBeNull();
    await expect(again.pool.query('DELETE FROM audit_events')).rejects.toThrow('append-only');
    await again.close();
  });
});

it('is one consistent state although mail is accepted meanwhile', async () => {
  const busy = await openTestDatabase();
  for (let n = 0; n < 30; n += 1) await acceptOne(busy.store);
  let going = true;
  const accepting = Promise.all(
    [1, 2, 3].map(async () => {
      while (going) await acceptOne(busy.store);
    }),
  );
  const slow = async function* (): AsyncGenerator<Section> {
    for await (const section of dump(busy.pool)) {
      yield section;
      if (section.kind === 'table') await Promise.all([acceptOne(busy.store), acceptOne(busy.store)]);
    }
  };
  const path = join(folder, 'busy.backup');
  await writeBackup(path, busy.keys, slow());
  going = false;
  await accepting;
  await onTarget(async (target) => {
    const { counts } = await load(target, readBackup(path, busy.keys));
    expect(counts['messages']).toBeGreaterThanOrEqual(30);
    expect(counts['bodies']).toBe(counts['messages']);
    expect(counts['recipients']).toBe(counts['messages']);
    const { rows } = await target.pool.query("SELECT count(*)::int AS n FROM audit_events WHERE event = 'received'");
    expect(rows).toEqual([{ n: counts['messages'] }]);
    expect(counts['messages']).toBeLessThan(
      Number((await busy.pool.query<{ n: string }>('SELECT count(*) AS n FROM messages')).rows[0]!.n),
    );
  });
  await busy.close();
});

it('does not stop mail: the day of an expired body is dropped once the backup is done', async () => {
  const old = new Date(Date.now() - 50 * 86_400_000);
  await ensurePartitions(source.db, old, 1);
  const sections = dump(source.pool);
  await sections.next();
  expect(await source.store.maintain(new Date(), 30)).toEqual([]);
  await acceptOne(source.store);
  for await (const _ of sections) continue;
  expect(await source.store.maintain(new Date(), 30)).toEqual([old.toISOString().slice(0, 10)]);
});

describe('refuses', () => {
  const bytes = (): Buffer => readFileSync(file);
  const broken = (content: Buffer): string => {
    const path = join(folder, 'broken.backup');
    writeFileSync(path, content);
    return path;
  };
  const flipped = (at: number): Buffer => {
    const copy = Buffer.from(bytes());
    copy[at]! ^= 1;
    return copy;
  };

  it.each([
    ['another file', () => Buffer.from('hello'), /not a backup|ends too early/],
    ['a file without its end', () => bytes().subarray(0, bytes().length - 200), /damaged/],
    ['a changed byte', () => flipped(Math.floor(bytes().length / 2)), /damaged/],
    ['a changed last byte', () => flipped(bytes().length - 1), /damaged/],
  ] as const)('%s, and loads nothing of it', async (_name, content, why) => {
    await onTarget(async (target) => {
      await expect(load(target, readBackup(broken(content()), source.keys))).rejects.toThrow(why);
      const there = await target.pool.query<{ there: boolean }>("SELECT to_regclass('messages') IS NOT NULL AS there");
      if (there.rows[0]!.there) expect((await target.pool.query('SELECT 1 FROM messages')).rows).toEqual([]);
    });
  });

  it('a file whose last section is missing at its border', async () => {
    const whole: Section[] = [];
    for await (const section of readBackup(file, source.keys)) whole.push(section);
    const path = join(folder, 'short.backup');
    await writeBackup(
      path,
      source.keys,
      (async function* () {
        yield* whole.slice(0, -1);
      })(),
    );
    await onTarget(async (target) => {
      await expect(load(target, readBackup(path, source.keys))).rejects.toThrow('its end is missing');
    });
  });

  it('another key', async () => {
    await onTarget(async (target) => {
      await expect(load(target, readBackup(file, parseKeys(generateKey())))).rejects.toThrow(/key/);
    });
  });

  it('a database that has messages', async () => {
    await expect(load(source, readBackup(file, source.keys))).rejects.toThrow('not empty');
  });

  it('to replace a file', async () => {
    await expect(writeBackup(file, source.keys, dump(source.pool))).rejects.toThrow(
      'A file with this name already exists',
    );
    expect(bytes().length).toBeGreaterThan(1000);
  });
});

/** The watched folder: an export is imported once it is complete, once only; a bad one is named in an alert, and the good roster stays. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configSchema } from '../../src/config/schema.ts';
import { watchFolder } from '../../src/directory/sync/take-drops.ts';
import { createRosterStore, type RosterStore } from '../../src/store/rosters.ts';
import { openTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startTestGateway } from '../harness/gateway.ts';
import { runHallpass } from '../harness/process.ts';
import { csv, header, rows, whole } from '../harness/roster-export.ts';
import { until } from '../harness/wait.ts';
import { startWebhookSink } from '../harness/webhook-sink.ts';
import { zipOf as zipOfBytes } from '../harness/zip.ts';

let drop: string;
beforeEach(() => {
  drop = mkdtempSync(join(tmpdir(), 'hallpass-drop-'));
});
afterEach(() => rmSync(drop, { recursive: true, force: true }));

const zipOf = (files: Readonly<Record<string, string>>): Buffer =>
  zipOfBytes(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
const student = (n: number): string => `s-${n},student,Given${n},Family${n},,,,o-1`;
const usersWith = (students: number): string =>
  csv(header, ...rows, ...Array.from({ length: students }, (_, at) => student(100 + at)));

describe('looks', () => {
  let database: TestDatabase;
  let rosters: RosterStore;
  beforeAll(async () => {
    database = await openTestDatabase();
    rosters = createRosterStore(database.db, database.pool, database.keys);
  });
  afterAll(() => database.close());
  beforeEach(() => database.pool.query('TRUNCATE roster_syncs, rosters CASCADE'));

  /** Time does not decide: what must not change for no time at all is stable with the second look. */
  function watch(settings: Record<string, unknown> = {}) {
    const config = configSchema.parse({ rosterSync: { folder: { path: drop } } });
    const folder = { ...config.rosterSync.folder!, stableSeconds: 0, ...settings };
    const stopping = new AbortController().signal;
    return watchFolder({ rosters, config, settings: folder, actor: 'test', stopping });
  }
  const imports = async (): Promise<number> => (await rosters.list(100)).length;
  const students = async (): Promise<number> => (await rosters.active())!.report.counts.students;

  it.each([
    ['a zip file', () => writeFileSync(join(drop, 'export.zip'), zipOf({ 'users.csv': whole }))],
    [
      'a folder',
      () => (
        mkdirSync(join(drop, 'export'), { recursive: true }),
        writeFileSync(join(drop, 'export', 'Users.csv'), whole)
      ),
    ],
    ['files in the folder itself', () => writeFileSync(join(drop, 'users.csv'), whole)],
  ])('import %s once, and again when it is another one', async (_name, put) => {
    put();
    const folder = watch();
    expect((await folder.look()).syncs).toMatchObject([{ outcome: 'imported' }]);
    expect((await folder.look()).syncs).toEqual([]);
    // As another process, or after a restart.
    expect((await watch().look()).syncs).toEqual([]);
    expect(await imports()).toBe(1);
    expect(await rosters.active()).toMatchObject({ source: 'folder', report: { counts: { students: 2 } } });
    put();
    touch();
    expect((await folder.look()).syncs).toMatchObject([{ outcome: 'imported' }]);
  });

  function touch(): void {
    for (const name of ['export.zip', 'export/Users.csv', 'users.csv'])
      try {
        utimesSync(join(drop, name), new Date(), new Date(Date.now() + 5000));
      } catch {
        continue;
      }
  }

  it('do not import what still changes', async () => {
    const path = join(drop, 'users.csv');
    writeFileSync(path, whole);
    const folder = watch({ stableSeconds: 0.2 });
    expect(await folder.look()).toEqual({ syncs: [], waiting: 1 });
    appendFileSync(path, `${student(201)}\n`);
    expect(await folder.look()).toEqual({ syncs: [], waiting: 1 });
    const { syncs } = await until(async () => {
      const looked = await folder.look();
      return looked.syncs.length > 0 ? looked : undefined;
    });
    expect(syncs).toMatchObject([{ outcome: 'imported' }]);
    expect(await students()).toBe(3);
  });

  it('leave alone what is written, what is announced and not there, links and other files', async () => {
    writeFileSync(join(drop, 'export.zip.filepart'), zipOf({ 'users.csv': whole }));
    writeFileSync(join(drop, 'notes.txt'), 'x');
    const elsewhere = mkdtempSync(join(tmpdir(), 'hallpass-elsewhere-'));
    writeFileSync(join(elsewhere, 'users.csv'), whole);
    symlinkSync(elsewhere, join(drop, 'link'));
    mkdirSync(join(drop, 'links'));
    symlinkSync(join(elsewhere, 'users.csv'), join(drop, 'links', 'users.csv'));
    mkdirSync(join(drop, 'half'));
    const manifest = csv('propertyName,value', 'oneroster.version,1.1', 'file.users,bulk', 'file.enrollments,bulk');
    writeFileSync(join(drop, 'half', 'manifest.csv'), manifest);
    writeFileSync(join(drop, 'half', 'users.csv'), whole);
    const folder = watch();
    expect((await folder.look()).syncs).toEqual([]);
    writeFileSync(join(drop, 'half', 'enrollments.csv'), csv('sourcedId,userSourcedId,schoolSourcedId', 'e-1,s-1,o-1'));
    renameSync(join(drop, 'export.zip.filepart'), join(drop, 'export.zip'));
    expect((await folder.look()).syncs.map(({ name }) => name).sort()).toEqual(['export.zip', 'half']);
    rmSync(elsewhere, { recursive: true });
  });

  it('take the newest of what had gathered, then every one in the order of their times', async () => {
    for (const [at, name] of ['a', 'b', 'c'].entries()) {
      writeFileSync(join(drop, `${name}.zip`), zipOf({ 'users.csv': usersWith(at) }));
      utimesSync(join(drop, `${name}.zip`), at, 1_700_000_000 + at);
    }
    const folder = watch();
    expect((await folder.look()).syncs.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'a.zip skipped',
      'b.zip skipped',
      'c.zip imported',
    ]);
    expect(await students()).toBe(4);
    const delta = csv('propertyName,value', 'oneroster.version,1.1', 'file.users,delta');
    writeFileSync(join(drop, 'z.zip'), zipOf({ 'manifest.csv': delta, 'users.csv': csv(header, student(201)) }));
    utimesSync(join(drop, 'z.zip'), 0, 1_700_000_010);
    writeFileSync(join(drop, 'y.zip'), zipOf({ 'manifest.csv': delta, 'users.csv': csv(header, student(202)) }));
    utimesSync(join(drop, 'y.zip'), 0, 1_700_000_020);
    expect((await folder.look()).syncs.map(({ name }) => name)).toEqual(['z.zip', 'y.zip']);
    expect(await students()).toBe(6);
  });

  it('refuse a roster that lost its students, and a file that is none; each once, and the good one stays', async () => {
    writeFileSync(join(drop, 'good.zip'), zipOf({ 'users.csv': usersWith(20) }));
    const folder = watch();
    await folder.look();
    const active = await rosters.activeId();
    writeFileSync(join(drop, 'worse.zip'), zipOf({ 'users.csv': whole }));
    expect((await folder.look()).syncs).toMatchObject([
      {
        name: 'worse.zip',
        outcome: 'failed',
        code: 'roster.refused',
        detail: 'it has 2 students, the active roster has 22',
      },
    ]);
    writeFileSync(join(drop, 'broken.zip'), 'PK no zip');
    expect((await folder.look()).syncs).toMatchObject([{ name: 'broken.zip', code: 'roster.not-readable' }]);
    expect((await folder.look()).syncs).toEqual([]);
    expect(await rosters.activeId()).toBe(active);
    expect((await rosters.syncs.last()).map(({ name }) => name)).toEqual(['broken.zip']);
  });

  it('say once that the folder cannot be read, and that it can again', async () => {
    const folder = watch();
    renameSync(drop, `${drop}-away`);
    expect((await folder.look()).syncs).toMatchObject([
      { outcome: 'failed', detail: 'the folder cannot be read (ENOENT)' },
    ]);
    expect((await folder.look()).syncs).toEqual([]);
    renameSync(`${drop}-away`, drop);
    await folder.look();
    expect(await rosters.syncs.last()).toMatchObject([{ outcome: 'skipped' }]);
  });
});

it('a gateway imports what comes, alerts with the name of what it refuses, and shows both; sync does it at once', async () => {
  const sink = await startWebhookSink();
  const secret = 'a-key-of-more-than-24-characters';
  const rosterSync = { folder: { path: drop, stableSeconds: 1, everySeconds: 1 } };
  const test = await startTestGateway({
    config: {
      rosterSync,
      alerts: { webhooks: [{ name: 'a', url: sink.url, secret }], everySeconds: 1, diskFreePercent: 0 },
    },
  });
  try {
    writeFileSync(join(drop, 'good.zip'), zipOf({ 'users.csv': usersWith(20) }));
    await until(async () => (await test.sql('SELECT 1 FROM rosters')).length === 1 || undefined);
    await until(() => test.log.some((line) => line.includes('roster active')) || undefined);
    writeFileSync(join(drop, 'worse.zip'), zipOf({ 'users.csv': whole }));
    const { body } = await sink.post((post) => post.body.includes('roster-sync'));
    expect(JSON.parse(body)).toMatchObject({
      type: 'hallpass.alert.raised',
      data: {
        summary:
          'The roster export worse.zip was not imported (roster.refused, it has 2 students, the active roster has 22). The last good roster stays active.',
      },
    });
    const config = join(test.data, 'hallpass.yaml');
    writeFileSync(config, JSON.stringify({ data: test.data, rosterSync }));
    const status = await runHallpass(['roster', 'status', '--config', config], { env: test.environment });
    expect(status.stderr).toBe('');
    expect(status.stdout).toMatch(
      /■ .* worse\.zip {2}not imported \(roster\.refused: it has 2 students, .*\)\n {2}● .* good\.zip {2}imported/,
    );
    writeFileSync(join(drop, 'better.zip'), zipOf({ 'users.csv': usersWith(21) }));
    const sync = await runHallpass(['roster', 'sync', '--config', config], { env: test.environment });
    expect(sync.code).toBe(0);
    await sink.post((post) => post.body.includes('roster-sync') && post.body.includes('alert.ended'));
    expect(await test.sql('SELECT 1 FROM rosters')).toHaveLength(2);
    expect(test.log.filter((line) => /Given1|Family1|Peña/.test(line))).toEqual([]);
  } finally {
    await test.stop();
    await sink.stop();
  }
});

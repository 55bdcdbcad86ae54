/** Crashes that are not the first: one after another, in the middle of a start, and by a message that ends the process each time. Part of `npm run test:crash`. */
import { afterEach, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../harness/wait.ts';
import { judgeRound, type Tally } from './judge.ts';
import { makeMail, sendAll } from './mail.ts';
import { createScene, type Scene } from './scene.ts';

const LIMIT_MS = 600_000;
let scene: Scene;
afterEach(() => scene.close(), LIMIT_MS);

it(
  'three crashes in a row: under load, in the middle of the start, in the middle of the recovery',
  async () => {
    scene = await createScene();
    await scene.recover();
    const mails = Array.from({ length: 60 }, (_, n) => makeMail(`row-${n}`, 7_000 + n));
    scene.hold();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const kill = scene.gateway.aim('tree');
    const sent = await sendAll(scene.gateway.smtpPort, mails, {
      onAccepted: (count) => void (count === 40 && kill().then(resolve, reject)),
    });
    await promise;

    const starts = occurrences('starting PostgreSQL');
    scene.gateway.spawn();
    await until(() => occurrences('starting PostgreSQL') > starts);
    await scene.gateway.kill('tree');

    scene.unhold();
    scene.sink.life += 1;
    const before = scene.sink.taken.length;
    await scene.gateway.start();
    await until(() => scene.sink.taken.length > before + 3);
    await scene.gateway.kill('tree');

    const times = await scene.recover();
    const tally = await judgeRound(scene, sent, 0);
    process.stdout.write(
      `three crashes: ${tally.accepted} accepted, lost ${tally.lost.length}, altered ${tally.altered.length}, twice ${tally.twice.length}; started in ${times.startMs} ms, at rest after ${times.settleMs} ms\n`,
    );
    expect(tally.accepted).toBeGreaterThanOrEqual(40);
    expect([tally.lost, tally.altered, tally.auditBroken]).toEqual([[], [], null]);
    expectOnePerLife(tally);
  },
  LIMIT_MS,
);

it(
  'the first start, killed at each of its steps',
  async () => {
    scene = await createScene();
    const { gateway } = scene;
    const base = join(gateway.data, 'postgres');
    const has = (name: string) => () => existsSync(join(base, name));
    const more = (count: () => number, by: number) => {
      const before = count();
      return () => count() >= before + by;
    };
    const steps: readonly (readonly [string, () => () => boolean])[] = [
      ['the password is there', () => has('password')],
      ['initdb is at work', () => has('cluster.new/base')],
      ['the cluster is in its place', () => has('cluster/PG_VERSION')],
      ['PostgreSQL starts', () => more(() => occurrences('starting PostgreSQL'), 1)],
      ['PostgreSQL is ready', () => more(() => occurrences('ready to accept connections'), 1)],
      ['the database is made', () => more(databaseFiles, 1)],
      ['the first tables are made', () => more(databaseFiles, 5)],
      ['many tables are made', () => more(databaseFiles, 60)],
    ];
    for (const [, condition] of steps) {
      const holds = condition();
      gateway.spawn();
      // Whatever the moment was, a start that is complete already is killed as well.
      await until(async () => holds() || (await gateway.isReady()), 60_000);
      await gateway.kill('tree');
    }
    await scene.recover();
    const sent = await sendAll(gateway.smtpPort, [makeMail('first-start', 1, 'clean')]);
    expect(sent.map(({ reply }) => reply)).toEqual([expect.stringMatching(/^250 /)]);
    await scene.settle();
    const tally = await judgeRound(scene, sent, 0);
    expect(tally).toMatchObject({ accepted: 1, outcomes: { delivered: 1 }, lost: [], auditBroken: null });

    /** Files of the gateway's own database, which grow in number while it is made and migrated. */
    function databaseFiles(): number {
      const folder = join(base, 'cluster/base');
      if (!existsSync(folder)) return 0;
      return readdirSync(folder)
        .filter((name) => Number(name) >= 16_384)
        .reduce((sum, name) => sum + readdirSync(join(folder, name)).length, 0);
    }
  },
  LIMIT_MS,
);

it(
  'a message that ends the process each time is held as poison after three attempts, and the others flow on',
  async () => {
    scene = await createScene();
    await scene.recover();
    const { gateway } = scene;
    const mails = Array.from({ length: 40 }, (_, n) =>
      makeMail(`beside-${n}`, 9_000 + n, n === 15 ? 'poison' : undefined),
    );
    const sent = await sendAll(gateway.smtpPort, mails);
    let deaths = 0;
    await until(async () => {
      if (!gateway.isRunning()) {
        deaths += 1;
        scene.sink.life += 1;
        gateway.spawn();
        return false;
      }
      return (await gateway.isReady()) && (await scene.isAtRest());
    }, 200_000);
    expect(deaths).toBe(3);
    const held = await gateway.withStore((store) => store.list(['quarantined'], 100));
    const poison = held.filter(({ verdict }) => verdict?.codes.includes('scan.poison'));
    expect(poison).toHaveLength(1);
    expect(poison[0]?.size).toBe(mails[15]?.raw.length);
    const tally = await judgeRound(scene, sent, 0);
    process.stdout.write(
      `poison: the process ended ${deaths} times; ${tally.accepted} accepted, lost ${tally.lost.length}, altered ${tally.altered.length}, twice ${tally.twice.length}\n`,
    );
    expect([tally.lost, tally.altered, tally.auditBroken]).toEqual([[], [], null]);
    expectOnePerLife(tally);
  },
  LIMIT_MS,
);

function expectOnePerLife({ twice }: Tally): void {
  for (const { lives } of twice) expect(new Set(lives).size).toBe(lives.length);
}

/** How often PostgreSQL's log says it. */
function occurrences(text: string): number {
  const log = join(scene.gateway.data, 'postgres/postgres.log');
  return existsSync(log) ? readFileSync(log, 'utf8').split(text).length - 1 : 0;
}

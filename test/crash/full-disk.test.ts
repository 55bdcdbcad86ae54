/** A full disk: clients are told to come back, nothing that was accepted is lost, and mail flows again when there is space. */
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeRound } from './judge.ts';
import { makeMail, sendAll, type TestMail } from './mail.ts';
import { createScene, type Scene } from './scene.ts';

const LIMIT_MS = 600_000;
const DISK_MB = 300;
const BLOCK = 1024 * 1024;
/** In blocks of 512 bytes: more than a segment of the write-ahead log, which must not be what fails. */
const FILE_BLOCKS = 33_000;

/** Mounts or unmounts; false where we may not. */
function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

function mayMount(): boolean {
  const there = mkdtempSync(join(tmpdir(), 'hallpass-mount-'));
  const mounted = run('mount', '-t', 'tmpfs', 'tmpfs', there) && run('umount', there);
  rmSync(there, { recursive: true });
  return mounted;
}

let disk: string;
let scene: Scene;
beforeAll(() => {
  disk = mkdtempSync(join(tmpdir(), 'hallpass-disk-'));
});
afterEach(async () => {
  await scene.close();
  run('umount', disk);
}, LIMIT_MS);
afterAll(() => rmSync(disk, { recursive: true }));

/** Writes until only so much fits. */
function fill(file: string, leftMb: number): void {
  const block = Buffer.alloc(BLOCK);
  const out = openSync(file, 'w');
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(disk);
      const room = bavail * bsize - leftMb * 1024 * 1024;
      if (room <= 0) return;
      writeSync(out, block, 0, Math.min(BLOCK, room));
    }
  } finally {
    closeSync(out);
  }
}

const mails = (name: string, count: number, seed: number): TestMail[] =>
  Array.from({ length: count }, (_, n) => makeMail(`${name}-${seed}-${n}`, seed + n));

/** Sends before, while and after there is no space, and judges all of it. @returns what was answered meanwhile */
async function expectNothingLost(how: string, seed: number, limits: { set: () => void; lift: () => Promise<void> }) {
  const { gateway } = scene;
  const send = (name: string, count: number) => sendAll(gateway.smtpPort, mails(name, count, seed));
  const before = await send('before', 10);
  limits.set();
  const during = [...(await send('full', 100)), ...(await send('fuller', 300))];
  const survived = gateway.isRunning();
  await limits.lift();
  const { startMs, settleMs } = await scene.recover();
  const after = await send('after', 10);
  await scene.settle();
  const tally = await judgeRound(scene, [...before, ...during, ...after], 0);
  const replies = Map.groupBy(during, ({ reply }) => reply.slice(0, 9));
  process.stdout.write(
    `disk full ${how}: ${[...replies].map(([reply, all]) => `${all.length} × ${reply || 'no reply'}`).join(', ')}; the gateway ${survived ? 'went on' : 'ended'}; lost ${tally.lost.length}; ready after ${startMs} ms, at rest after ${settleMs} ms\n`,
  );
  expect([tally.lost, tally.altered, tally.auditBroken]).toEqual([[], [], null]);
  // No reply is as good as a 4xx: the client keeps the message. A 5xx would return it to its sender.
  for (const { reply } of during) expect(reply).toMatch(/^(250 .*|4\d\d .*|)$/);
  expect(during.some(({ reply }) => reply.startsWith('4'))).toBe(true);
  expect(after.every(({ id }) => id !== undefined)).toBe(true);
}

it(
  'a file that may not grow: nothing is lost, and mail flows again after a restart without the limit',
  async () => {
    scene = await createScene();
    const { gateway } = scene;
    await gateway.start(['sh', '-c', `ulimit -f ${FILE_BLOCKS}; exec "$@"`, 'sh']);
    await expectNothingLost('by a limit on files', 1, {
      set: () => undefined,
      lift: () => gateway.kill('tree'),
    });
  },
  LIMIT_MS,
);

// Where we may mount, the real thing; to the last byte only in the long suite (npm run test:crash).
const LEFT_MB = process.env['LONG'] === undefined ? [24] : [0, 24];
const leftOver = mayMount() ? LEFT_MB : [];
for (const leftMb of leftOver) {
  it(
    `a disk with ${leftMb} MB left: nothing is lost, and mail flows again when there is space`,
    async () => {
      expect(run('mount', '-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk)).toBe(true);
      scene = await createScene(join(disk, 'data'));
      await scene.recover();
      const ballast = join(disk, 'ballast');
      await expectNothingLost(`with ${leftMb} MB left`, 500 + leftMb, {
        set: () => fill(ballast, leftMb),
        lift: async () => rmSync(ballast),
      });
    },
    LIMIT_MS,
  );
}

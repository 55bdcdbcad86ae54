/** The self-test of a running gateway: by API and at the command line, with nothing stored or sent, and each problem told. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { generateKey, parseKeys } from '../../src/store/keys.ts';
import { roundTripCheck } from '../../src/gateway/canary-round-trip.ts';
import { storageChecks } from '../../src/gateway/self-test.ts';
import { hallpassCommand, run } from '../harness/command.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { openSmtp } from '../harness/smtp-session.ts';
import { freePort } from '../harness/redis.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openReviewers, type Reviewer, type Reviewers } from './reviewers.ts';
import { writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';

interface Check {
  readonly id: string;
  readonly state: string;
  readonly detail: string;
}

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
let port: number;

beforeAll(async () => {
  host = await startSmartHost();
  port = await freePort();
  // The detectors and the policy of a new installation: they judge the canary as all mail.
  test = await startTestGateway({
    smarthost: host,
    marked: false,
    config: { smtp: { listen: [{ host: '127.0.0.1', port }] }, alerts: { diskFreePercent: 100 } },
  });
  reviewers = await openReviewers(test);
  mia = await reviewers.add('manager', { name: 'Mia Ortiz' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

const selfTest = async () => {
  const { status, body } = await mia.call<{ checks: Check[] }>('POST', '/settings/self-test');
  expect(status).toBe(200);
  return new Map(body.checks.map((check) => [check.id, check]));
};

it('tries everything, and reaches nobody', async () => {
  const checks = await selfTest();
  const good = ['canary', 'keys', 'clock', 'relay', 'smuggling', 'round-trip', `next-hop 127.0.0.1:${host.port}`];
  for (const id of good) expect([id, checks.get(id)?.state]).toEqual([id, 'good']);
  expect(checks.get('roster')).toMatchObject({ state: 'attention', detail: expect.stringContaining('Import') });
  // As `df` counts, and from the threshold of the alert on.
  const { blocks, bfree, bavail } = await statfs(test.data);
  const free = (100 * bavail) / (blocks - bfree + bavail);
  expect(checks.get('disk')).toMatchObject({ state: free < 3 ? 'bad' : 'attention' });
  const said = Number(/(\d+)%/.exec(checks.get('disk')!.detail)![1]);
  expect(Math.abs(said - free)).toBeLessThan(3);
  // The canary has come back to the self-test, by way of the gateway's own listener and all stages.
  const messages = await test.sql<{ id: string; sender: string }>('SELECT id, sender FROM messages');
  expect(messages.map(({ sender }) => sender)).toEqual(['self-test@school.example']);
  await test.reaches(messages[0]!.id, 'delivered');
  expect(await test.sql(`SELECT name FROM settings WHERE name LIKE 'canary:%'`)).toEqual([]);
  expect(host.mails).toEqual([]);
});

it.each(['default', 'milwaukee-6.34', 'kenosha-4226'])(
  'comes back also through the own detectors and the policy %s, which find nothing in it',
  async (policy) => {
    const own = await startTestGateway({
      marked: false,
      config: { policy, smtp: { listen: [{ host: '127.0.0.1', port: await freePort() }] } },
    });
    const people = await openReviewers(own);
    try {
      const manager = await people.add('manager');
      const { body } = await manager.call<{ checks: Check[] }>('POST', '/settings/self-test');
      expect(body.checks.find(({ id }) => id === 'round-trip')).toMatchObject({ state: 'good' });
      const [message] = await own.sql<{ id: string; codes: string[] }>(
        `SELECT id, verdict->'codes' AS codes FROM messages`,
      );
      expect(message?.codes).toEqual([]);
      await own.reaches(message!.id, 'delivered');
    } finally {
      await people.close();
      await own.stop();
    }
  },
  120_000,
);

it('refuses a message to a canary that nobody waits for, instead of sending it on', async () => {
  const token = '0'.repeat(32);
  const raw = letter({ to: `${token}@canary.hallpass.invalid` });
  const id = await test.accepted({ sender, recipients: [`${token}@canary.hallpass.invalid`], raw });
  await test.reaches(id, 'failed');
  expect(host.mails.filter(({ recipients }) => recipients.some(({ address }) => address.includes('canary')))).toEqual(
    [],
  );
});

it('says so where the canary comes back with another byte, or not at all', async () => {
  const { district, hostname } = test.config;
  const over = async (isAltered: boolean) => {
    const waiting = { port: 0 };
    const canaries = {
      expect: async (_token: string, port: number) => void (waiting.port = port),
      portOf: async () => undefined,
      forget: async () => undefined,
    };
    const lines: string[] = [];
    const probe = {
      command: async (line: string) => (lines.push(line), line === 'DATA' ? 354 : 250),
      async content(bytes: Buffer) {
        if (!isAltered) return 250;
        const session = await openSmtp(waiting.port);
        const text = bytes.toString('latin1').replace('Blanks at the end  ', 'Blanks at the end');
        await session.ehlo();
        await session.send({
          sender,
          recipients: ['a@canary.hallpass.invalid'],
          raw: text.replace(/\r\n\.\r\n$/, '\r\n'),
        });
        await session.quit();
        return 250;
      },
      end: () => undefined,
    };
    return roundTripCheck({ district, hostname }, canaries, probe, 500);
  };
  expect(await over(false)).toMatchObject({ state: 'bad', detail: expect.stringContaining('did not come back') });
  expect(await over(true)).toMatchObject({ state: 'bad', detail: expect.stringContaining('came back altered') });
});

it('says which key is missing, and what to do', async () => {
  const other = parseKeys(generateKey());
  const value = JSON.stringify(other.seal('hallpass', 'key-check').toString('base64'));
  await test.sql(`INSERT INTO settings (name, value) VALUES ($1, $2)`, [`key-check:${other.activeId}`, value]);
  expect((await selfTest()).get('keys')).toMatchObject({
    state: 'attention',
    detail: expect.stringContaining(`The key ${other.activeId} is missing`),
  });
  await test.sql(`DELETE FROM settings WHERE name = $1`, [`key-check:${other.activeId}`]);
});

it('says so where the next hop does not answer', async () => {
  await host.down();
  expect((await selfTest()).get(`next-hop 127.0.0.1:${host.port}`)).toMatchObject({
    state: 'bad',
    detail: expect.stringContaining('cannot be reached'),
  });
});

it('is a command that ends with 1 where something does not work', async () => {
  const file = join(test.data, 'self-test.yaml');
  const config = (listen: number) => ({
    data: test.data,
    hostname: 'gateway.school.example',
    district: { domains: ['school.example'] },
    smtp: { listen: [{ host: '127.0.0.1', port: listen }] },
  });
  const tried = async (listen: number) => {
    writeFileSync(file, JSON.stringify(config(listen)));
    return run(hallpassCommand, ['self-test', '--config', file], test.environment);
  };
  const works = await tried(port);
  expect([works.code, works.stderr]).toEqual([0, '']);
  expect(works.stdout).toContain('✓ Open relay: A sender of another domain was refused.');
  expect(works.stdout).toContain('✓ Round trip: A signed message went in by SMTP');
  expect(works.stdout).toContain('✓ SMTP smuggling: A message with a false end was refused.');
  const broken = await tried(await freePort());
  expect(broken.code).toBe(1);
  expect(broken.stdout).toMatch(/^■ Open relay: The listener at 127\.0\.0\.1:\d+ cannot be reached/m);
});

it.each([
  ['a message that came back altered', { canary: 'altered' }, 'canary', 'bad'],
  ['a clock that is off', { clockAheadMs: -20_000 }, 'clock', 'attention'],
  ['a clock that is far off', { clockAheadMs: 3_600_000 }, 'clock', 'bad'],
] as const)('reports %s', (_name, found, id, state) => {
  const checks = storageChecks({
    keys: [{ id: '0a1b2c3d', opens: true }],
    canary: 'unchanged',
    clockAheadMs: 3,
    ...found,
  });
  expect(checks.find((check) => check.id === id)?.state).toBe(state);
  expect(checks.filter((check) => check.state !== 'good')).toHaveLength(1);
});

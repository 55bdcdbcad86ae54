/** Each condition of the next hop, made for real, as /readyz, metrics, log and the settings page show it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { nextHopCheck } from '../../src/review/api/next-hop-check.ts';
import { hopConditions, type HopCondition } from '../../src/act/deliver/hop-states.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';

const files = join(import.meta.dirname, '../../fixtures/tls');
const mail = { sender, recipients: ['partner@museum.example'], raw: letter() };

/** A real mail server with a certificate that nobody vouches for, and one login. */
let secure: SMTPServer;
let securePort: number;
let host: SmartHost;
beforeAll(async () => {
  host = await startSmartHost();
  secure = new SMTPServer({
    cert: readFileSync(join(files, 'cert.pem')),
    key: readFileSync(join(files, 'key.pem')),
    authOptional: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'gate' && password === 'right' ? done(null, { user: 'gate' }) : done(new Error('no such login')),
  });
  secure.on('error', () => undefined);
  await new Promise<void>((done) => {
    secure.listen(0, '127.0.0.1', done);
  });
  securePort = (secure.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await host.down();
  await new Promise<void>((done) => {
    secure.close(done);
  });
});

async function conditionsOf(test: TestGateway): Promise<{ readyz: unknown; metric: HopCondition[] }> {
  const readyz = (await (await fetch(`${test.http}/readyz`)).json()) as { delivery?: string };
  const metrics = await (await fetch(`${test.http}/metrics`)).text();
  const metric = hopConditions.filter((one) =>
    new RegExp(`^hallpass_next_hop\\{.*condition="${one}"\\} 1$`, 'm').test(metrics),
  );
  return { readyz: readyz.delivery, metric };
}

async function tried(smarthost: object, during: (test: TestGateway) => Promise<void>, timeoutMs = 5000): Promise<void> {
  const test = await startTestGateway({
    roles: ['receive', 'scan', 'deliver'],
    config: { deliver: { route: 'smarthost', smarthosts: [smarthost], timeoutMs } },
  });
  try {
    expect(await conditionsOf(test)).toEqual({ readyz: 'unknown', metric: ['unknown'] });
    await test.attempted(await test.accepted(mail), 1);
    await during(test);
  } finally {
    await test.stop();
  }
}

describe('a next hop', () => {
  const at = (): string => `127.0.0.1:${securePort}`;
  const login = { user: 'gate', tls: 'starttls', verifyCertificate: false };
  it.each<[HopCondition, () => object]>([
    ['down', () => ({ address: '127.0.0.1:1', tls: 'none' })],
    ['dns', () => ({ address: 'no-such-host.invalid:25', tls: 'none' })],
    ['certificate', () => ({ address: at(), tls: 'starttls' })],
    ['login', () => ({ address: at(), ...login, password: 'wrong' })],
    ['up', () => ({ address: at(), ...login, password: 'right' })],
    ['tls', () => ({ address: host.address, tls: 'starttls' })],
  ])('is %s, and says so', async (condition, smarthost) => {
    await tried(smarthost(), async (test) => {
      expect(await conditionsOf(test)).toEqual({ readyz: condition, metric: [condition] });
      const log = test.log.join('');
      if (condition === 'up') expect(log).not.toContain('deliver.hop-');
      else expect(log).toContain(`"code":"deliver.hop-${condition}"`);
      expect(log).not.toMatch(/wrong|right/);
    });
  });

  it.each<[HopCondition, string]>([
    ['refused', '554 5.7.1 Not you'],
    ['slow', 'silent'],
  ])('that answers with %s', async (condition, greeting) => {
    const odd = await startSmartHost({ greeting });
    const smarthost = { address: odd.address, tls: 'none' };
    await tried(
      smarthost,
      async (test) => expect(await conditionsOf(test)).toEqual({ readyz: condition, metric: [condition] }),
      1000,
    );
    await odd.down();
  });

  it('that refuses a message works; one that went away and came back is up again', async () => {
    const own = await startSmartHost({ rcpt: { 'partner@museum.example': '550 5.1.1 No such user' } });
    await tried({ address: own.address, tls: 'none' }, async (test) => {
      expect((await conditionsOf(test)).readyz).toBe('up');
      await own.down();
      const id = await test.accepted({ ...mail, recipients: ['other@museum.example'] });
      await test.attempted(id, 1);
      expect((await conditionsOf(test)).readyz).toBe('down');
      const metrics = await (await fetch(`${test.http}/metrics`)).text();
      const oldest = /^hallpass_oldest_waiting_seconds\{state="delivering"\} (\S+)$/m.exec(metrics)?.[1];
      expect(Number(oldest)).toBeGreaterThan(0);
      await own.up();
      await test.makeDue(id);
      await test.reaches(id, 'delivered');
      await until(async () => (await conditionsOf(test)).readyz === 'up');
    });
    await own.down();
  });
});

it('has words and a state on the settings page for each condition', () => {
  const shown = hopConditions.map((condition) =>
    nextHopCheck({ hop: 'relay.example:25', condition, since: new Date('2026-11-09T14:15:00Z') }),
  );
  expect(new Set(shown.map(({ detail }) => detail)).size).toBe(hopConditions.length);
  for (const [n, condition] of hopConditions.entries()) {
    if (condition === 'up' || condition === 'unknown') continue;
    expect(shown[n]!.state).not.toBe('good');
    expect(shown[n]!.detail).toContain(`deliver.hop-${condition}`);
  }
});

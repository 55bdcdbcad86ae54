/** A changed configuration is taken over while mail flows; a bad one changes nothing. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { startLoad } from '../keeping/load.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-reload-'));
const files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
const policy = join(folder, 'policy.yaml');
const marked = readFileSync(join(import.meta.dirname, '../harness/marked-policy.yaml'), 'utf8');

let host: SmartHost;
let other: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let admin: Reviewer;
beforeAll(async () => {
  for (const name of ['cert.pem', 'key.pem'])
    copyFileSync(join(import.meta.dirname, '../../fixtures/tls', name), join(folder, name));
  writeFileSync(policy, marked);
  [host, other] = [await startSmartHost(), await startSmartHost()];
  test = await startTestGateway({ smarthost: host, config });
  reviewers = await openReviewers(test);
  admin = await reviewers.add('administrator');
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
  await other.down();
  rmSync(folder, { recursive: true, force: true });
});

const listen = [{ host: '127.0.0.1', port: 0 }];
const smtp = { listen, listenTls: listen, tls: files };
const config = { policy, smtp };

const reload = async () =>
  (await admin.call<{ outcome: string; problem: string | null; atRestart: string[] }>('POST', '/settings/reload')).body;
const done = { outcome: 'reloaded', problem: null, atRestart: [] };

const send = async (text: string, from = sender) =>
  test.send({ sender: from, recipients: ['pat@museum.example'], raw: letter({ text, from }) });

/** Common name of the certificate at the listener with implicit TLS. */
async function certificateName(): Promise<string> {
  const socket = connectTls({ host: '127.0.0.1', port: test.tlsPort, rejectUnauthorized: false });
  try {
    await new Promise((connected, failed) => socket.once('secureConnect', connected).once('error', failed));
    return String(socket.getPeerCertificate().subject.CN);
  } finally {
    socket.destroy();
  }
}

function makeCertificate(name: string): void {
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
    ].concat(['-keyout', files.keyFile, '-out', files.certFile]),
    { stdio: 'ignore' },
  );
}

it('takes over policy, senders, next hop and certificate, and loses no mail that comes meanwhile', async () => {
  const load = startLoad(test.port);
  expect((await send('Hello', 'ana@newschool.example')).code).toBe(550);
  makeCertificate('new.school.example');
  // What was held is returned from now on.
  writeFileSync(policy, marked.replaceAll('quarantine', 'deliver'));
  test.configure({
    ...config,
    district: { domains: ['school.example', 'newschool.example'] },
    deliver: { smarthosts: [{ address: other.address, tls: 'none' }] },
  });
  expect(await reload()).toEqual(done);
  expect(await certificateName()).toBe('new.school.example');
  const id = await test.accepted({
    sender: 'ana@newschool.example',
    recipients: ['new@museum.example'],
    raw: letter({ from: 'ana@newschool.example', text: 'please-hold' }),
  });
  await test.reaches(id, 'delivered');
  expect((await other.mailFor('new@museum.example')).sender).toBe('ana@newschool.example');
  expect(await reload()).toEqual(done);
  await load.stop();
  for (const accepted of load.accepted.values()) await test.reaches(accepted, 'delivered', 'quarantined');
  const events = await test.sql("SELECT event, actor FROM audit_events WHERE event LIKE 'configuration-%'");
  expect(events).toEqual([1, 2].map(() => ({ event: 'configuration-reloaded', actor: admin.email })));
}, 120_000);

it.each([
  ['a policy that is not valid', () => writeFileSync(policy, 'rules: nonsense'), /policy pack is not valid/],
  [
    'a key of another certificate',
    () => copyFileSync(join(import.meta.dirname, '../../fixtures/tls/key.pem'), files.keyFile),
    /cannot be used/,
  ],
  [
    'a detector that cannot be loaded',
    () => test.configure({ ...config, detectors: { extra: [join(folder, 'none.ts')] } }),
    /detector/,
  ],
] as const)('%s is refused, and the configuration before stays in force', async (_what, breakIt, why) => {
  writeFileSync(policy, marked);
  test.configure(config);
  makeCertificate('good.school.example');
  expect(await reload()).toEqual(done);
  breakIt();
  expect(await reload()).toMatchObject({ outcome: 'refused', problem: expect.stringMatching(why) });
  expect(await certificateName()).toBe('good.school.example');
  const id = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter({ text: 'please-hold' }) });
  await test.reaches(id, 'quarantined');
});

it('reads the file again for who asks while it takes over an earlier state of it', async () => {
  test.configure({});
  const first = test.gateway.reload('operator');
  test.configure({ policy: 'no-such-pack' });
  const others = [test.gateway.reload('operator'), test.gateway.reload('ada@school.example')];
  expect(await first).toMatchObject({ outcome: 'reloaded' });
  expect(await Promise.all(others)).toEqual([
    { outcome: 'refused', problem: expect.any(String) },
    { outcome: 'refused', problem: expect.any(String) },
  ]);
  const [last] = await test.sql<{ event: string; actor: string }>(
    `SELECT event, actor FROM audit_events WHERE event LIKE 'configuration-%' ORDER BY seq DESC LIMIT 1`,
  );
  expect(last).toEqual({ event: 'configuration-refused', actor: 'ada@school.example' });
  test.configure({});
  expect(await test.gateway.reload('operator')).toMatchObject({ outcome: 'reloaded' });
});

it('names the settings that take effect at the next start, and keeps them until then', async () => {
  writeFileSync(policy, marked);
  makeCertificate('good.school.example');
  test.configure({ ...config, smtp: { ...smtp, limits: { recipients: 7 } }, console: { idleMinutes: 7 } });
  expect(await reload()).toEqual({ ...done, atRestart: ['console', 'smtp.limits.recipients'] });
  expect((await send('Hello')).code).toBe(250);
});

/** Tenants of cloud services: in the same network, mail with the proof passes and mail without it does not. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashPassword } from '../../src/passwords/password-hash.ts';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId, type Reply } from '../harness/smtp-session.ts';

const files = join(import.meta.dirname, '../../fixtures/tls');
const fixtures = join(import.meta.dirname, '../../fixtures/tenants');
const google = 'g00gle-proof-2f9c1d7e4b6a8053';
const before = 'g00gle-proof-of-last-year-1a2b';
const microsoft = 'm1crosoft-proof-77aa55cc33ee';
const listen = [{ host: '127.0.0.1', port: 0 }];

let folder: string;
let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-tenants-'));
  makeCertificate('relay', 'relay.service.example');
  makeCertificate('other', 'relay.service.example');
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    marked: false,
    config: {
      district: { domains: ['school.example'], studentDomains: ['pupils.example'] },
      smtp: {
        listen,
        tls: {
          certFile: join(files, 'cert.pem'),
          keyFile: join(files, 'key.pem'),
          clientCaFile: join(folder, 'relay.crt'),
        },
        networks: ['192.0.2.1'],
        logins: [{ user: 'copier', passwordHash: await hashPassword('correct horse') }],
        tenants: [
          { name: 'google', networks: ['127.0.0.2'], header: { name: 'X-Proof', values: [google, before] } },
          {
            name: 'microsoft',
            networks: ['127.0.0.2', '127.0.0.4'],
            domains: ['pupils.example'],
            header: { name: 'X-Other-Proof', values: [microsoft] },
          },
          { name: 'relay', networks: ['127.0.0.3'], certificateName: 'relay.service.example' },
        ],
      },
    },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
  rmSync(folder, { recursive: true, force: true });
});

function makeCertificate(file: string, name: string): void {
  const at = (ending: string): string => join(folder, `${file}.${ending}`);
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2', '-nodes'],
    ...['-keyout', at('key'), '-out', at('crt'), '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`],
  ]);
}

interface Sending {
  readonly from?: string;
  readonly sender?: string;
  /** Fields in front of the message. */
  readonly fields?: string;
  readonly tls?: boolean;
  readonly certificate?: string;
  readonly login?: boolean;
}

function message({ sender = 'ana@school.example', fields = '' }: Sending): string {
  return `${fields}From: Ana <${sender || 'mailer-daemon@school.example'}>\r\nTo: pat@museum.example\r\nSubject: Trip\r\n\r\nWe arrive at 9:30.\r\n`;
}

async function send(sending: Sending, raw: string | Buffer = message(sending)): Promise<Reply> {
  const { from = '127.0.0.2', sender = 'ana@school.example', tls = true, certificate, login } = sending;
  const session = await openSmtp(test.port, { localAddress: from });
  await session.ehlo();
  if (tls) {
    const keys = certificate && {
      cert: readFileSync(join(folder, `${certificate}.crt`)),
      key: readFileSync(join(folder, `${certificate}.key`)),
    };
    await session.startTls('', keys || {});
    await session.ehlo();
  }
  if (login) await session.command(`AUTH PLAIN ${Buffer.from('\0copier\0correct horse').toString('base64')}`);
  const reply = await session.send({ sender, recipients: ['pat@museum.example'], raw });
  await session.quit();
  return reply;
}

describe('a tenant with a secret header field', () => {
  it.each<[string, Sending, string]>([
    ['no field', {}, '550 5.7.1 Relaying denied: the header field that proves the tenant is missing or wrong'],
    [
      'a wrong value',
      { fields: 'X-Proof: g00gle-proof-2f9c1d7e4b6a8054\r\n' },
      '550 5.7.1 Relaying denied: the header',
    ],
    ['a part of the value', { fields: `X-Proof: ${google.slice(0, -1)}\r\n` }, '550 5.7.1 Relaying denied: the header'],
    ['an empty field', { fields: 'X-Proof:\r\n' }, '550 5.7.1 Relaying denied: the header'],
    ['the proof of another tenant', { fields: `X-Proof: ${microsoft}\r\n` }, '550 5.7.1 Relaying denied: the header'],
    ["another tenant's field and value", { fields: `X-Other-Proof: ${microsoft}\r\n` }, '550 5.7.1 Relaying denied'],
    ['no TLS', { tls: false, fields: `X-Proof: ${google}\r\n` }, '530 5.7.0 Must issue a STARTTLS command first'],
    [
      'a sender elsewhere',
      { sender: 'x@elsewhere.example', fields: `X-Proof: ${google}\r\n` },
      '550 5.7.1 Sender refused',
    ],
    ['the null sender and no field', { sender: '' }, '550 5.7.1 Relaying denied: the header'],
    [
      'a sender of another tenant',
      { from: '127.0.0.4', fields: `X-Other-Proof: ${microsoft}\r\n` },
      '550 5.7.1 Sender refused: its domain does not belong to a tenant of this network',
    ],
  ])('is refused with %s', async (_, sending, reply) => {
    expect((await send(sending)).text).toContain(reply);
  });

  it.each<[string, Sending, string]>([
    ['the value', { fields: `X-Proof: ${google}\r\n` }, ''],
    ['the older value', { fields: `x-proof:${before}\r\n` }, ''],
    [
      'a folded field between others',
      { fields: `X-A: 1\r\nX-Proof:\r\n\t${google}\r\nX-B: 2\r\n` },
      'X-A: 1\r\nX-B: 2\r\n',
    ],
    ['a guess before the value', { fields: `X-Proof: guess\r\nX-Proof: ${google}\r\n` }, ''],
    ['its own domain and field', { sender: 'kim@pupils.example', fields: `X-Other-Proof: ${microsoft}\r\n` }, ''],
    ['the null sender', { sender: '', fields: `X-Proof: ${google}\r\n` }, ''],
    ['a login instead', { login: true }, ''],
  ])('passes with %s, and no byte but the field is taken out', async (_, sending, fields) => {
    const seen = host.mails.length;
    const id = queueId(await send(sending));
    await test.reaches(id, 'delivered');
    const taken = host.mails[seen]!.raw.toString('latin1');
    expect(taken.endsWith(message({ ...sending, fields }))).toBe(true);
    expect(taken).not.toContain('proof');
    expect((await test.store.body(id)).toString('latin1')).toBe(message({ ...sending, fields }));
    expect(test.log.join('')).not.toContain(google);
  });
});

describe('a tenant with a client certificate', () => {
  const denied = '550 5.7.1 Relaying denied: the client certificate is missing, is not verified or has the wrong name';
  it('passes with it', async () => {
    queueId(await send({ from: '127.0.0.3', certificate: 'relay' }));
  });
  it('is refused without it', async () => {
    expect((await send({ from: '127.0.0.3' })).text).toBe(denied);
  });
  it('is refused with one of the same name that nobody vouches for', async () => {
    expect((await send({ from: '127.0.0.3', certificate: 'other' })).text).toBe(denied);
  });
});

describe('messages as the services write them', () => {
  it.each(['google.eml', 'microsoft.eml'])('%s passes with the field and is refused without', async (file) => {
    const raw = readFileSync(join(fixtures, file), 'latin1').replaceAll('@PROOF@', google);
    const without = raw.replace(/^X-Proof: .*\r\n/m, '');
    expect(without).not.toBe(raw);
    const seen = host.mails.length;
    const sender = 'ana.ruiz@school.example';
    await test.reaches(queueId(await send({ sender }, raw)), 'delivered');
    expect(host.mails[seen]!.raw.toString('latin1').endsWith(without)).toBe(true);
    expect((await send({ sender }, without)).text).toContain('the header field that proves the tenant');
  });
});

/** Delivery when the smart host is away, slow to agree, or picky about some: retries, failover, delay and failure notices. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host, config: { deliver: { timeoutMs: 1000 } } });
});
beforeEach(() => host.program({}));
afterAll(async () => {
  await test.stop();
  await host.down();
});

let count = 0;
async function accepted(gateway = test, recipients = [`partner${(count += 1)}@museum.example`]) {
  const from = `writer${count}@school.example`;
  const id = await gateway.accepted({ sender: from, recipients, raw: letter({ from, text: 'The body itself.' }) });
  return { id, from, to: recipients[0]! };
}

async function delivered(id: string, to: string): Promise<number> {
  await test.reaches(id, 'delivered');
  return host.mails.filter((mail) => mail.recipients.some(({ address }) => address === to)).length;
}

describe('a smart host', () => {
  it('that is down gets the message when it is up again', async () => {
    await host.down();
    const { id, to } = await accepted();
    const waiting = await test.attempted(id, 1);
    expect(waiting).toMatchObject({ state: 'delivering', recipients: [{ state: 'pending', status: '4.4.1' }] });
    const [row] = await test.sql<{ wait: number }>(
      `SELECT extract(epoch FROM due_at - at)::float AS wait FROM messages
         JOIN audit_events ON message_id = id AND event = 'deferred' WHERE id = $1`,
      [id],
    );
    expect(row!.wait).toBeGreaterThan(30);
    expect(row!.wait).toBeLessThan(70);
    await host.up();
    await test.makeDue(id);
    expect(await delivered(id, to)).toBe(1);
    expect(await test.events(id)).toEqual(['received', 'verdict', 'deferred', 'delivered']);
  });

  it.each([
    ['puts the sender off', (_to: string, from: string) => ({ mail: { [from]: ['451 4.7.1 Later'] } }), '4.7.1'],
    ['puts the recipient off', (to: string) => ({ rcpt: { [to]: ['450 4.2.1 Later'] } }), '4.2.1'],
    ['puts DATA off', () => ({ data: ['451 4.3.0 Later'] }), '4.3.0'],
    ['puts the content off', () => ({ end: ['451 4.3.2 Later'] }), '4.3.2'],
    [
      'drops the connection at the sender',
      (_to: string, from: string) => ({ mail: { [from]: ['drop', 'drop'] } }),
      '4.4.1',
    ],
    ['drops the connection at the recipient', (to: string) => ({ rcpt: { [to]: ['drop', 'drop'] } }), '4.4.1'],
    ['drops the connection at DATA', () => ({ data: ['drop', 'drop'] }), '4.4.1'],
    ['drops the connection at the end of the data', () => ({ end: ['drop', 'drop'] }), '4.4.1'],
    ['says nothing at the end of the data', () => ({ end: ['silent', 'silent'] }), '4.4.1'],
    ['answers nonsense to DATA', () => ({ data: ['nonsense', 'nonsense'] }), '4.4.1'],
  ])('that %s gets it once, with the next attempt', async (_what, program, status) => {
    host.program(program(`partner${count + 1}@museum.example`, `writer${count + 1}@school.example`));
    const { id, to } = await accepted();
    const waiting = await test.attempted(id, 1);
    expect(waiting.state).toBe('delivering');
    expect(waiting.recipients[0]!.status).toContain(status);
    host.program({});
    await test.makeDue(id);
    expect(await delivered(id, to)).toBe(1);
  });

  it('that refuses the session does not make us return the mail', async () => {
    await host.down();
    await host.up(); // no pooled connection is left
    host.program({ greeting: '554 5.7.1 No service for you today' });
    const { id, to } = await accepted();
    expect(await test.attempted(id, 1)).toMatchObject({ state: 'delivering', recipients: [{ state: 'pending' }] });
    host.program({});
    await test.makeDue(id);
    expect(await delivered(id, to)).toBe(1);
  });

  it('that takes some recipients is asked again for the others only', async () => {
    const recipients = ['taken', 'later', 'never'].map((name) => `${name}@museum.example`);
    host.program({ rcpt: { 'later@museum.example': ['450 4.2.1 Later'], 'never@museum.example': '550 5.1.1 Nobody' } });
    const { id, from } = await accepted(test, recipients);
    const first = await test.attempted(id, 1);
    expect(first.recipients.map(({ state }) => state)).toEqual(['delivered', 'pending', 'failed']);
    const report = await host.mailFor(from);
    expect(report.raw.toString()).toContain('Final-Recipient: rfc822; never@museum.example');
    expect(report.raw.toString()).not.toContain('Final-Recipient: rfc822; taken@museum.example');
    await test.makeDue(id);
    const last = await test.reaches(id, 'delivered');
    expect(last.recipients.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'failed']);
    for (const name of ['taken', 'later']) {
      const mails = host.mails.filter((mail) =>
        mail.recipients.some((one) => one.address === `${name}@museum.example`),
      );
      expect(mails).toHaveLength(1);
    }
    expect(last.notices.map(({ notice }) => notice)).toEqual(['failure.1']);
  });
});

describe('mail that stays undelivered', () => {
  it('is announced as late after four hours, once, and returned at the end of its time', async () => {
    const { to } = { to: `partner${count + 1}@museum.example` };
    host.program({ rcpt: { [to]: '450 4.2.1 Mailbox busy' } });
    const { id, from } = await accepted();
    await test.attempted(id, 1);
    await test.age(id, 3.9);
    await test.attempted(id, 2);
    expect((await test.store.message(id))?.notices).toEqual([]);
    await test.age(id, 0.2);
    await test.attempted(id, 3);
    const delay = await host.mailFor(from);
    expect(delay.raw.toString()).toContain('Action: delayed');
    expect(delay.raw.toString()).toContain('Will-Retry-Until: ');
    await test.age(id, 4);
    await test.attempted(id, 4);
    expect((await test.store.message(id))?.notices.map(({ notice }) => notice)).toEqual(['delay']);

    await test.age(id, 65);
    const failed = await test.reaches(id, 'failed');
    expect(failed.recipients).toMatchObject([{ state: 'failed', status: '4.4.7' }]);
    const failure = await host.mailFor(from, 2);
    expect(failure.sender).toBe('');
    expect(failure.raw.toString()).toContain('Action: failed');
    expect(failure.raw.toString()).toContain('Diagnostic-Code: smtp; 450 4.2.1 Mailbox busy');
    expect(failure.raw.toString()).not.toContain('The body itself.');
    expect(failed.notices.map(({ notice }) => notice)).toEqual(['delay', 'failure.5']);
  });

  it('does not lead to a notice about a notice that cannot be delivered', async () => {
    host.program({
      rcpt: {
        [`partner${count + 1}@museum.example`]: '550 5.1.1 Nobody',
        [`writer${count + 1}@school.example`]: '550 5.1.1 Nobody',
      },
    });
    const { id } = await accepted();
    await test.reaches(id, 'failed');
    const notice = await test.noticeOf(id, 'failure.1');
    await test.reaches(notice.id, 'failed');
    expect((await test.store.message(notice.id))?.notices).toEqual([]);
  });
});

it('a notice that is put off is tried again', async () => {
  const [to, from] = [`partner${count + 1}@museum.example`, `writer${count + 1}@school.example`];
  host.program({ rcpt: { [to]: '550 5.1.1 Nobody', [from]: ['450 4.2.1 Later'] } });
  const { id } = await accepted();
  await test.reaches(id, 'failed');
  const notice = await test.noticeOf(id, 'failure.1');
  expect(await test.attempted(notice.id, 1)).toMatchObject({ state: 'delivering', recipients: [{ state: 'pending' }] });
  await test.makeDue(notice.id);
  await test.reaches(notice.id, 'delivered');
});

describe('two smart hosts', () => {
  it('the second one takes what the first one cannot be reached for, and only that', async () => {
    const second = await startSmartHost();
    const first = await startSmartHost();
    const smarthosts = [first, second].map(({ address }) => ({ address, tls: 'none' }));
    const pair = await startTestGateway({ config: { deliver: { smarthosts } } });
    try {
      const a = await accepted(pair);
      await pair.reaches(a.id, 'delivered');
      await first.down();
      const b = await accepted(pair);
      await pair.reaches(b.id, 'delivered');
      await second.down();
      const c = await accepted(pair);
      await pair.attempted(c.id, 1);
      await first.up();
      first.program({ rcpt: { [`partner${count + 1}@museum.example`]: '550 5.1.1 Nobody' } });
      await pair.makeDue(c.id);
      await pair.reaches(c.id, 'delivered');
      await second.up();
      // An answer is an answer: the other host is not asked for a better one.
      const d = await accepted(pair);
      await pair.reaches(d.id, 'failed');
      const taken = (of: SmartHost) => of.mails.flatMap(({ recipients }) => recipients.map(({ address }) => address));
      expect(taken(first).filter((address) => address.includes('partner'))).toEqual([a.to, c.to]);
      expect(taken(second).filter((address) => address.includes('partner'))).toEqual([b.to]);
    } finally {
      await pair.stop();
      await first.down();
      await second.down();
    }
  });
});

describe('a smart host that wants TLS and a login', () => {
  const tlsFiles = join(import.meta.dirname, '../../fixtures/tls');
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => readFileSync(join(tlsFiles, name)));
  const logins: string[] = [];
  const bodies: string[] = [];
  const servers = [false, true].map(
    (secure) =>
      new SMTPServer({
        secure,
        key,
        cert,
        disableReverseLookup: true,
        onAuth({ username = '', password = '' }, session, callback) {
          logins.push(`${username}:${password}:${session.secure ? 'TLS' : 'clear'}`);
          if (password === 'correct horse') callback(null, { user: username });
          else callback(new Error('no'));
        },
        onData(stream, _session, callback) {
          stream.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
          stream.on('end', callback);
        },
      }),
  );
  const ports: number[] = [];
  beforeAll(async () => {
    for (const server of servers) {
      server.on('error', () => undefined); // a client that does not trust the certificate
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      ports.push((server.server.address() as AddressInfo).port);
    }
  });
  afterAll(() => Promise.all(servers.map((server) => new Promise<void>((done) => server.close(done)))));

  it.each([
    ['starttls', { tls: 'starttls', verifyCertificate: false, user: 'gate', password: 'correct horse' }, 'delivered'],
    ['implicit', { tls: 'implicit', verifyCertificate: false, user: 'gate', password: 'correct horse' }, 'delivered'],
    ['starttls', { tls: 'starttls', user: 'gate', password: 'correct horse' }, 'delivering'],
    ['opportunistic', { tls: 'opportunistic', user: 'gate', password: 'correct horse' }, 'delivered'],
    ['starttls', { tls: 'starttls', verifyCertificate: false, user: 'gate', password: 'wrong' }, 'delivering'],
  ])('%s %j leaves the message %s', async (tls, settings, state) => {
    logins.length = bodies.length = 0;
    const address = `127.0.0.1:${ports[tls === 'implicit' ? 1 : 0]}`;
    const gateway = await startTestGateway({ config: { deliver: { smarthosts: [{ address, ...settings }] } } });
    try {
      const { id } = await accepted(gateway);
      const message = await gateway.attempted(id, 1);
      expect(message.state).toBe(state);
      expect(logins.every((login) => login.endsWith(':TLS'))).toBe(true);
      expect(bodies.join('').includes('The body itself.')).toBe(state === 'delivered');
      expect(gateway.log.join('')).not.toMatch(/correct horse|wrong/);
    } finally {
      await gateway.stop();
    }
  });
});

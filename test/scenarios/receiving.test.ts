/** What an SMTP client may and may not do: extensions, limits, relaying, logins. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { hashPassword } from '../../src/passwords/password-hash.ts';
import { letter, sender, startTestGateway, type ConfigInput, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId, stuffed, type SmtpSession } from '../harness/smtp-session.ts';
import { until } from '../harness/wait.ts';

const files = join(import.meta.dirname, '../../fixtures/tls');
const tls = { certFile: join(files, 'cert.pem'), keyFile: join(files, 'key.pem') };
const listen = [{ host: '127.0.0.1', port: 0 }];
const mail = { sender, recipients: ['partner@museum.example'], raw: letter() };

let host: SmartHost;
beforeAll(async () => {
  host = await startSmartHost();
});
afterAll(() => host.down());

const open: SmtpSession[] = [];
afterEach(() => {
  for (const session of open.splice(0)) session.destroy();
});
async function connect(port: number, options: Parameters<typeof openSmtp>[1] = {}): Promise<SmtpSession> {
  const session = await openSmtp(port, options);
  open.push(session);
  return session;
}

/** One gateway for the tests of a block. Only `receive` and what it needs: nothing is scanned here. */
function withGateway(smtp: ConfigInput, roles: readonly ('receive' | 'scan' | 'deliver')[] = ['receive']) {
  const running: { test?: TestGateway } = {};
  beforeAll(async () => {
    running.test = await startTestGateway({ smarthost: host, roles, config: { smtp: { listen, ...smtp } } });
  });
  afterAll(() => running.test?.stop());
  return () => running.test!;
}

describe('the ordinary listener', () => {
  const test = withGateway({ limits: { messageBytes: 20_000, recipients: 3 } });

  it('offers what it keeps, and nothing else', async () => {
    const session = await connect(test().port);
    expect(await session.ehlo()).toEqual([
      'PIPELINING',
      '8BITMIME',
      'SMTPUTF8',
      'ENHANCEDSTATUSCODES',
      'DSN',
      'SIZE 20000',
    ]);
    for (const command of [
      'BDAT 10 LAST',
      'STARTTLS',
      'AUTH PLAIN AGEAYg==',
      'VRFY root',
      'EXPN staff',
      'XCLIENT ADDR=1.2.3.4',
      'WIZ',
      'KILL',
    ])
      expect([command, (await session.command(command)).code]).toEqual([command, 500]);
  });

  it('refuses a message by its SIZE before it is sent', async () => {
    const session = await connect(test().port);
    await session.ehlo();
    const reply = await session.command(`MAIL FROM:<${sender}> SIZE=20001`);
    expect(reply).toMatchObject({ code: 552, status: '5.3.4' });
    expect((await session.command(`MAIL FROM:<${sender}> SIZE=20000`)).code).toBe(250);
  });

  it('refuses a message that turns out to be too big, after the whole of it, and goes on', async () => {
    const session = await connect(test().port);
    await session.ehlo();
    const big = await session.send({ ...mail, raw: letter({ text: `${'x'.repeat(70)}\r\n`.repeat(400) }) });
    expect(big).toMatchObject({ code: 552, status: '5.3.4' });
    const exact = letter();
    const fits = exact + `${'x'.repeat(20_000 - exact.length - 2)}\r\n`;
    expect(queueId(await session.send({ ...mail, raw: fits }))).toBeTruthy();
    expect((await session.send({ ...mail, raw: `${fits}x\r\n` })).code).toBe(552);
  });

  it('takes as many recipients as configured and asks for the others later', async () => {
    const session = await connect(test().port);
    await session.ehlo();
    await session.command(`MAIL FROM:<${sender}>`);
    const replies = [];
    for (const n of [1, 2, 3, 4, 1]) replies.push(await session.command(`RCPT TO:<guest${n}@museum.example>`));
    expect(replies.map(({ code, status }) => `${code} ${status}`)).toEqual([
      '250 2.1.5',
      '250 2.1.5',
      '250 2.1.5',
      '452 4.5.3',
      '250 2.1.5',
    ]);
    await session.command('DATA');
    session.write(stuffed(letter()));
    const message = await test().store.message(queueId(await session.reply()));
    expect(message?.recipients.map(({ address }) => address)).toEqual([1, 2, 3].map((n) => `guest${n}@museum.example`));
  });

  it('keeps commands in their order', async () => {
    const session = await connect(test().port);
    expect((await session.command(`MAIL FROM:<${sender}>`)).code).toBe(503);
    await session.ehlo();
    expect((await session.command('RCPT TO:<a@museum.example>')).code).toBe(503);
    expect((await session.command('DATA')).code).toBe(503);
    await session.command(`MAIL FROM:<${sender}>`);
    expect((await session.command(`MAIL FROM:<${sender}>`)).code).toBe(503);
    expect((await session.command('DATA')).code).toBe(503);
  });

  it.each([
    'a@b@museum.example',
    '',
    'no-domain',
    'a@museum..example',
    'a\u0000b@museum.example',
    'a<b@museum.example',
  ])('refuses the recipient %j', async (to) => {
    const session = await connect(test().port);
    await session.ehlo();
    await session.command(`MAIL FROM:<${sender}>`);
    expect((await session.command(`RCPT TO:<${to}>`)).code).toBe(501);
  });

  it.each(['REQUIRETLS', 'HOLDFOR=60', 'BODY=BINARYMIME', 'BY=120;R', 'RET=SOME', 'SIZE=many'])(
    'does not take the parameter %s for granted',
    async (parameters) => {
      const reply = await test().send({ ...mail, parameters });
      expect([501, 530, 555]).toContain(reply.code);
    },
  );

  it('a client that goes away in the middle of the data leaves nothing behind', async () => {
    const count = async (): Promise<number> =>
      Number((await test().sql('SELECT count(*)::int AS n FROM messages'))[0]!['n']);
    const before = await count();
    const session = await connect(test().port);
    await session.ehlo();
    for (const line of [`MAIL FROM:<${sender}>`, 'RCPT TO:<a@museum.example>', 'DATA']) await session.command(line);
    session.write(letter());
    session.destroy();
    const next = await connect(test().port);
    await next.ehlo();
    expect((await next.send(mail)).code).toBe(250);
    expect(await count()).toBe(before + 1);
    expect(test().log.join('')).toContain('receive.client-gone');
    expect(test().log.join('')).not.toContain('receive.store-failed');
  });
});

describe('relaying', () => {
  const test = withGateway({ networks: ['127.0.0.2', '127.8.0.0/16'] });

  it.each([
    ['127.0.0.1', 550],
    ['127.0.0.2', 250],
    ['127.8.200.7', 250],
    ['127.9.0.1', 550],
  ])('from %s is answered with %i', async (localAddress, code) => {
    const session = await connect(test().port, { localAddress });
    await session.ehlo();
    const reply = await session.send(mail);
    expect(reply.code).toBe(code);
    if (code === 550) expect(reply.status).toBe('5.7.1');
  });

  it('with the null sender is for the networks only', async () => {
    const raw = letter({ from: 'mailer-daemon@school.example' });
    for (const [localAddress, code] of [
      ['127.0.0.1', 550],
      ['127.0.0.2', 250],
    ] as const) {
      const session = await connect(test().port, { localAddress });
      await session.ehlo();
      expect((await session.send({ ...mail, sender: '', raw })).code).toBe(code);
    }
  });

  it('ignores source routes and is not fooled by them', async () => {
    const session = await connect(test().port, { localAddress: '127.0.0.2' });
    await session.ehlo();
    expect((await session.command('MAIL FROM:<@school.example:boss@elsewhere.example>')).code).toBe(550);
    expect((await session.command('MAIL FROM:<boss%school.example@elsewhere.example>')).code).toBe(550);
    expect((await session.command('MAIL FROM:<boss@elsewhere.example.>')).code).toBe(501);
  });
});

describe('TLS and logins', () => {
  const test = withGateway({});
  let secured: TestGateway;
  beforeAll(async () => {
    const passwordHash = await hashPassword('correct horse');
    const logins = [
      { user: 'scanner', passwordHash },
      { user: 'copier', passwordHash, senders: ['copier-*@school.example'] },
    ];
    secured = await startTestGateway({
      smarthost: host,
      roles: ['receive'],
      config: { smtp: { listen, listenTls: listen, tls, logins, networks: ['192.0.2.1'] } },
    });
  });
  afterAll(() => secured.stop());
  const plain = (user: string, password: string): string =>
    `AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`;

  it('are not offered without a certificate', async () => {
    const session = await connect(test().port);
    const offered = (await session.ehlo()).join(' ');
    expect(offered).not.toMatch(/STARTTLS|AUTH/);
  });

  it('a login is neither offered nor taken before TLS', async () => {
    const session = await connect(secured.port);
    const offered = await session.ehlo();
    expect(offered).toContain('STARTTLS');
    expect(offered.join(' ')).not.toContain('AUTH');
    expect((await session.command(plain('scanner', 'correct horse'))).code).toBe(500);
    expect((await session.send(mail)).code).toBe(550);
  });

  it('STARTTLS, then the login, then mail', async () => {
    const session = await connect(secured.port);
    await session.ehlo();
    await session.startTls();
    const offered = await session.ehlo();
    expect(offered).toContain('AUTH PLAIN LOGIN');
    expect(offered.join(' ')).not.toMatch(/STARTTLS|REQUIRETLS/);
    expect((await session.send(mail)).code).toBe(550);
    expect(await session.command(plain('scanner', 'correct horse'))).toMatchObject({ code: 235, status: '2.7.0' });
    const message = await secured.store.message(queueId(await session.send(mail)));
    expect(message?.transport).toMatchObject({ tls: true, user: 'scanner' });
    const [row] = await secured.sql<{ trace: string }>('SELECT trace FROM messages WHERE id = $1', [message!.id]);
    expect(row!.trace).toContain('with ESMTPSA id');
    expect(row!.trace).not.toContain('scanner');
  });

  it('a login with senders sends as none but them, in the envelope and in From', async () => {
    const session = await connect(secured.port);
    await session.ehlo();
    await session.startTls();
    await session.ehlo();
    expect((await session.command(plain('copier', 'correct horse'))).code).toBe(235);
    const refused = { code: 550, text: expect.stringContaining('this login may not send as this address') as unknown };
    expect(await session.send(mail)).toMatchObject(refused);
    const copier = 'copier-2@school.example';
    expect(await session.send({ ...mail, sender: copier })).toMatchObject(refused);
    const own = letter({ from: copier });
    queueId(await session.send({ ...mail, sender: copier, raw: own }));
  });

  it('what is pipelined behind STARTTLS in the clear is not taken into the session', async () => {
    const session = await connect(secured.port);
    await session.ehlo();
    await session.startTls(`EHLO injected.example\r\nMAIL FROM:<${sender}>\r\n`);
    expect((await session.command('NOOP')).lines[0]).toMatch(/^2\.0\.0 OK/);
    expect((await session.command('RCPT TO:<a@museum.example>')).code).toBe(503);
  });

  it('implicit TLS, AUTH LOGIN', async () => {
    const session = await connect(secured.tlsPort, { tls: true });
    expect(await session.ehlo()).toContain('AUTH PLAIN LOGIN');
    expect((await session.command('AUTH LOGIN')).code).toBe(334);
    expect((await session.command(Buffer.from('scanner').toString('base64'))).code).toBe(334);
    expect((await session.command(Buffer.from('correct horse').toString('base64'))).code).toBe(235);
    queueId(await session.send(mail));
  });

  it.each([
    ['scanner', 'wrong'],
    ['nobody', 'correct horse'],
    ['scanner', ''],
    ['', ''],
  ])('%j with %j is refused', async (user, password) => {
    const session = await connect(secured.tlsPort, { tls: true });
    await session.ehlo();
    const reply = await session.command(plain(user, password));
    expect(reply.code).toBeGreaterThanOrEqual(500);
    expect((await session.send(mail)).code).toBe(550);
    expect(secured.log.join('')).not.toMatch(/correct horse|wrong/);
  });

  it('a login may not use the null sender, nor another domain', async () => {
    const session = await connect(secured.tlsPort, { tls: true });
    await session.ehlo();
    await session.command(plain('scanner', 'correct horse'));
    expect((await session.send({ ...mail, sender: '' })).code).toBe(550);
    expect((await session.send({ ...mail, sender: 'boss@elsewhere.example' })).code).toBe(550);
    expect((await session.send({ ...mail, raw: letter({ from: 'boss@elsewhere.example' }) })).code).toBe(550);
  });
});

describe('limits', () => {
  const test = withGateway({
    limits: { connections: 6, memoryBytes: 100_000, messagesPerSenderPerMinute: 3, idleTimeoutMs: 60_000 },
  });

  it('more bytes in memory than allowed: 452 4.3.1, and room again afterwards', async () => {
    const start = async (from: string): Promise<SmtpSession> => {
      const session = await connect(test().port);
      await session.ehlo();
      for (const line of [`MAIL FROM:<${from}@school.example>`, 'RCPT TO:<a@museum.example>', 'DATA'])
        await session.command(line);
      return session;
    };
    const slow = await start('slow');
    slow.write(letter({ from: 'slow@school.example', text: `${'x'.repeat(70)}\r\n`.repeat(1000) }));
    const fast = await start('fast');
    fast.write(stuffed(letter({ from: 'fast@school.example', text: `${'y'.repeat(70)}\r\n`.repeat(1000) })));
    expect(await fast.reply()).toMatchObject({ code: 452, status: '4.3.1' });
    slow.write('.\r\n');
    expect((await slow.reply()).code).toBe(250);
    const again = letter({ from: 'fast@school.example', text: `${'y'.repeat(70)}\r\n`.repeat(1000) });
    expect((await fast.send({ ...mail, sender: 'fast@school.example', raw: again })).code).toBe(250);
  });

  it('a sender above its rate is asked to wait, others are not', async () => {
    const session = await connect(test().port);
    await session.ehlo();
    const send = (from: string) => session.send({ ...mail, sender: from, raw: letter({ from }) });
    const codes: string[] = [];
    for (const from of ['a', 'a', 'A', 'a', 'b']) {
      const reply = await send(`${from}@school.example`);
      codes.push(`${reply.code} ${reply.status}`);
    }
    expect(codes).toEqual(['250 2.0.0', '250 2.0.0', '250 2.0.0', '451 4.7.1', '250 2.0.0']);
  });

  it('counts what it refuses, by code', async () => {
    const metrics = await (await fetch(`${test().http}/metrics`)).text();
    expect(metrics).toMatch(/hallpass_smtp_refused_total\{code="receive.busy"\} 1\n/);
    expect(metrics).toMatch(/hallpass_smtp_refused_total\{code="receive.sender-rate"\} 1\n/);
  });

  it('connections beyond the limit are told to come back', async () => {
    const first = await connect(test().port);
    for (let others = 1; others < 6; others += 1) await connect(test().port);
    const tooMany = await connect(test().port, { greet: false });
    expect((await tooMany.reply()).code).toBe(421);
    await tooMany.closed;
    await first.quit();
    await until(async () => {
      const again = await connect(test().port, { greet: false });
      return (await again.reply()).code === 220;
    });
  });
});

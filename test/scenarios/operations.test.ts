/** What operators rely on: health and figures, a database that goes away, start and stop of real processes, roles apart. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { hallpassCommand, launch, run, type Launched } from '../harness/command.ts';
import { letter, linkIn, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { freePort } from '../harness/redis.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId, type MailToSend, type Reply } from '../harness/smtp-session.ts';
import { until } from '../harness/wait.ts';

const mail = { sender, recipients: ['partner@museum.example'], raw: letter() };

async function sendTo(port: number, message: MailToSend): Promise<Reply> {
  const session = await openSmtp(port);
  await session.ehlo();
  const reply = await session.send(message);
  await session.quit();
  return reply;
}

describe('a running gateway', () => {
  let host: SmartHost;
  let test: TestGateway;
  beforeAll(async () => {
    host = await startSmartHost();
    test = await startTestGateway({ smarthost: host, config: { scan: { reader: true } } });
  });
  afterAll(async () => {
    await test.stop();
    await host.down();
  });

  const get = async (path: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${test.http}${path}`);
    return { status: answer.status, text: await answer.text() };
  };

  it('answers health checks and counts what it does', async () => {
    expect(await get('/healthz')).toEqual({ status: 200, text: '{"ok":true}' });
    expect(await get('/readyz')).toEqual({
      status: 200,
      text: expect.stringMatching(
        /^\{"ok":true,"checks":\{"started":true,"database":true,"queue":true\},"delivery":"unknown","reader":"(?:running|missing)","pictures":"ready"\}$/,
      ),
    });
    const id = await test.accepted(mail);
    const held = await test.accepted({ ...mail, raw: letter({ text: 'please-hold' }) });
    await test.reaches(id, 'delivered');
    await test.reaches(held, 'quarantined');
    await test.send({ ...mail, sender: 'boss@elsewhere.example' });
    const { text } = await get('/metrics');
    for (const line of [
      'hallpass_messages_received_total 2',
      'hallpass_smtp_refused_total{code="receive.sender-not-ours"} 1',
      'hallpass_verdicts_total{action="deliver"} 1',
      'hallpass_verdicts_total{action="quarantine"} 1',
      'hallpass_messages_waiting{state="quarantined"} 1',
      'hallpass_stage_seconds_count{stage="scan"} 2',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('without its database refuses mail for now and says that it is not ready; then goes on by itself', async () => {
    const admin = new pg.Client(JSON.parse(process.env['HALLPASS_TEST_POSTGRES']!) as pg.ClientConfig);
    await admin.connect();
    const name = new URL(test.environment['DATABASE_URL']!).pathname.slice(1);
    try {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      expect(
        await until(async () => ((await get('/readyz')).status === 503 ? get('/readyz') : undefined)),
      ).toMatchObject({
        text: expect.stringContaining('"database":false'),
      });
      expect((await get('/healthz')).status).toBe(200);
      const reply = await test.send(mail);
      expect(reply).toMatchObject({ code: 451, status: '4.3.0' });
    } finally {
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      await admin.end();
    }
    const id = await until(async () => {
      const reply = await test.send(mail);
      return reply.code === 250 ? queueId(reply) : undefined;
    });
    await test.reaches(id, 'delivered');
    expect((await get('/readyz')).status).toBe(200);
  });
});

describe('processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-operations-'));
  const launched: Launched[] = [];
  afterEach(async () => {
    for (const process of launched) process.terminate();
    await Promise.all(launched.splice(0).map(({ finished }) => finished));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function start(environment: Record<string, string>, ...args: string[]): Launched {
    const process = launch(hallpassCommand, ['start', ...args], environment);
    launched.push(process);
    return process;
  }
  async function running(process: Launched): Promise<void> {
    const ended = process.finished.then(({ stderr }) => new Error(stderr));
    const ready = until(() => process.output().includes('Hallpass is running'));
    const result = await Promise.race([ended, ready]);
    if (result instanceof Error) throw result;
  }

  it('one with an embedded database: variables, a second start, a stop that finishes what is in work', async () => {
    const host = await startSmartHost();
    const [smtp, http] = [await freePort(), await freePort()];
    const environment = {
      HALLPASS_DATA: join(folder, 'data'),
      HALLPASS_DOMAINS: 'maple.example, oak.example',
      HALLPASS_SMTP_PORT: String(smtp),
      HALLPASS_HTTP_PORT: String(http),
      HALLPASS_SMARTHOST: host.address,
      HALLPASS_POLICY: 'monitor',
    };
    const first = start(environment);
    await running(first);
    const welcome = first.output();
    for (const text of [
      `smtp://127.0.0.1:${smtp}`,
      'maple.example, oak.example',
      host.address,
      `http://127.0.0.1:${http}`,
      'monitor',
      join(folder, 'data'),
    ])
      expect(welcome).toContain(text);
    expect((await sendTo(smtp, mail)).code).toBe(550);
    const raw = letter({ from: 'teacher@oak.example' });
    expect((await sendTo(smtp, { sender: 'teacher@oak.example', recipients: ['one@museum.example'], raw })).code).toBe(
      250,
    );
    await host.mailFor('one@museum.example');

    const second = await run(hallpassCommand, ['start'], {
      ...environment,
      HALLPASS_SMTP_PORT: '0',
      HALLPASS_HTTP_PORT: '0',
    });
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^hallpass: Another Hallpass is using this data folder/);
    expect((await fetch(`http://127.0.0.1:${http}/readyz`)).status).toBe(200);

    // The smart host has the message and has not answered yet when the gateway is told to stop.
    const { promise: answer, resolve: letAnswer } = Promise.withResolvers<void>();
    host.program({ endAfter: answer });
    const id = queueId(await sendTo(smtp, { sender: 'teacher@oak.example', recipients: ['two@museum.example'], raw }));
    await host.mailFor('two@museum.example');
    first.terminate();
    await until(() => first.errors().includes('"why":"SIGTERM"'));
    letAnswer();
    expect((await first.finished).code).toBe(0);
    host.program({});

    const third = start(environment);
    await running(third);
    const shown = await run(hallpassCommand, ['quarantine', 'show', id, '--json'], environment);
    expect(shown.stderr).toBe('');
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'delivered' });
    expect(host.mails.filter((taken) => taken.recipients[0]!.address === 'two@museum.example')).toHaveLength(1);
    expect(readdirSync(join(folder, 'data')).sort()).toContain('hallpass.key');
    await host.down();
  });

  it('a data folder that cannot be made is named, without a stack', async () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    const ended = await run(hallpassCommand, ['start'], { HALLPASS_DATA: join(file, 'data'), HALLPASS_HTTP_PORT: '0' });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^hallpass: A file or folder cannot be used: \S*no-folder\S* \(ENOTDIR\)$/m);
    expect(ended.stderr).not.toContain('    at ');
  });

  it('a port that is taken is named, and leaves nothing running', async () => {
    const host = await startSmartHost();
    const environment = {
      HALLPASS_DATA: join(folder, 'other'),
      HALLPASS_SMTP_PORT: String(host.port),
      HALLPASS_HTTP_PORT: '0',
    };
    const ended = await run(hallpassCommand, ['start'], environment);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      new RegExp(`^hallpass: A port is already in use: 127.0.0.1:${host.port}; .*HALLPASS_SMTP_PORT`, 'm'),
    );
    await host.down();
  });

  it('each role in one of its own, on one PostgreSQL and one Redis', async () => {
    const host = await startSmartHost();
    const donor = await startTestGateway({ roles: [] });
    const ports = await Promise.all(Array.from({ length: 5 }, () => freePort()));
    const environment = {
      ...donor.environment,
      QUEUE_URL: process.env['HALLPASS_TEST_REDIS']!,
      HALLPASS_DATA: join(folder, 'roles'),
      HALLPASS_SMARTHOST: host.address,
      HALLPASS_SMTP_PORT: String(ports[4]),
    };
    try {
      const roles = ['receive', 'scan', 'deliver', 'console'];
      const started = roles.map((role, n) =>
        start({ ...environment, HALLPASS_HTTP_PORT: String(ports[n]) }, '--role', role),
      );
      await Promise.all(started.map(running));
      expect((await sendTo(ports[4]!, mail)).code).toBe(250);
      await host.mailFor('partner@museum.example');
      const profane = letter({ text: 'That is such bullshit, fuck this.', to: 'jordan@school.example' });
      const id = queueId(await sendTo(ports[4]!, { sender, recipients: ['jordan@school.example'], raw: profane }));
      const link = linkIn(await host.mailFor(sender));
      const token = link.slice(link.lastIndexOf('/'));
      const page = await fetch(`http://127.0.0.1:${ports[3]}/w${token}`, {
        method: 'POST',
        body: new URLSearchParams({ choice: 'send', reason: 'entitled' }),
      });
      expect(page.status).toBe(200);
      await host.mailFor('jordan@school.example');
      await donor.reaches(id, 'delivered');
      for (const [n, role] of roles.entries()) {
        const answer = await fetch(`http://127.0.0.1:${ports[n]}/readyz`);
        expect([role, answer.status]).toEqual([role, 200]);
        // Only the console shows senders' pages.
        const other = await fetch(`http://127.0.0.1:${ports[n]}/w${token}`);
        expect([role, other.status]).toEqual([role, role === 'console' ? 200 : 404]);
      }
    } finally {
      for (const one of launched) one.terminate();
      expect((await Promise.all(launched.map(({ finished }) => finished))).map(({ code }) => code)).toEqual([
        0, 0, 0, 0,
      ]);
      await donor.stop();
      await host.down();
    }
  });
});

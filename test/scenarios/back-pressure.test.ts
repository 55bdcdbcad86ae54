/** Limits before a backlog grows without bound: too much that waits, too many connections or messages of a client, a client too slow. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { letter, sender, startTestGateway, type GatewayStart, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId, type SmtpSession } from '../harness/smtp-session.ts';
import { until } from '../harness/wait.ts';

const mail = { sender, recipients: ['partner@museum.example'], raw: letter() };

let host: SmartHost;
beforeAll(async () => {
  host = await startSmartHost();
});
afterAll(() => host.down());

const running: TestGateway[] = [];
const sessions: SmtpSession[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  for (const gateway of running.splice(0).reverse()) await gateway.stop();
});

async function start(
  limits: object,
  more: Partial<GatewayStart> & { readonly smtp?: object } = {},
): Promise<TestGateway> {
  const { smtp, ...options } = more;
  const gateway = await startTestGateway({
    smarthost: host,
    roles: ['receive'],
    config: { smtp: { listen: [{ host: '127.0.0.1', port: 0 }], ...smtp, limits }, alerts: { everySeconds: 1 } },
    ...options,
  });
  running.push(gateway);
  return gateway;
}

async function connect(test: TestGateway, localAddress: string, greet = true): Promise<SmtpSession> {
  const session = await openSmtp(test.port, { localAddress, greet });
  sessions.push(session);
  if (greet) await session.ehlo();
  return session;
}

const answer = ({ code, status }: { code: number; status?: string }): string => `${code} ${status}`;
const metric = async (test: TestGateway, line: string): Promise<boolean> =>
  (await (await fetch(`${test.http}/metrics`)).text()).includes(`${line}\n`);
const openAlerts = (test: TestGateway) =>
  test.sql<{ kind: string; subject: string }>('SELECT kind, subject FROM alerts WHERE ended_at IS NULL');

describe('more waits to be scanned than the limit', () => {
  it('so mail is put off with 452, an alert is raised, and mail is accepted again when enough is scanned', async () => {
    const test = await start({ unscannedMessages: 3 });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push(queueId(await test.send(mail)));
    const refused = await test.send(mail);
    expect(refused.text).toBe('452 4.3.1 Too many messages wait to be scanned: try again in a few minutes');
    expect(await metric(test, 'hallpass_backlog_full{stage="scan"} 1')).toBe(true);
    expect(await metric(test, 'hallpass_smtp_refused_total{code="receive.unscanned"} 1')).toBe(true);
    expect((await fetch(`${test.http}/readyz`)).status).toBe(200);
    const raised = { kind: 'backlog', subject: 'receive.unscanned' };
    await until(async () => (await openAlerts(test)).length === 1);
    expect(await openAlerts(test)).toEqual([raised]);

    running.push(
      await startTestGateway({
        smarthost: host,
        databaseUrl: test.environment['DATABASE_URL']!,
        key: test.environment['HALLPASS_KEY']!,
        roles: ['scan', 'deliver'],
      }),
    );
    for (const id of ids) await test.reaches(id, 'delivered');
    await until(async () => (await test.send(mail)).code === 250);
    expect(await metric(test, 'hallpass_backlog_full{stage="scan"} 0')).toBe(true);
    await until(async () => (await openAlerts(test)).length === 0);
  });

  it('in bytes', async () => {
    const test = await start({ unscannedBytes: 10_000 });
    const big = { ...mail, raw: letter({ text: `${'x'.repeat(70)}\r\n`.repeat(200) }) };
    expect(answer(await test.send(big))).toBe('250 2.0.0');
    expect(answer(await test.send(mail))).toBe('452 4.3.1');
  });
});

it('more waits for the next hop than the limit, so mail is put off until the hop has taken it', async () => {
  await host.down();
  const test = await start({ undeliveredMessages: 2 }, { roles: ['receive', 'scan', 'deliver'] });
  const ids = [await test.accepted(mail), await test.accepted(mail)];
  for (const id of ids) await test.reaches(id, 'delivering');
  const refused = await until(async () => {
    const reply = await test.send(mail);
    return reply.code === 250 ? undefined : reply;
  });
  expect(refused.text).toBe('452 4.3.1 Too many messages wait for the next mail server: try again later');
  await host.up();
  for (const id of ids) await test.reaches(id, 'delivered');
  await until(async () => (await test.send(mail)).code === 250);
});

describe('a client', () => {
  const cloud = { name: 'cloud', networks: ['127.0.1.0/24'], header: { name: 'X-Proof', values: ['a'.repeat(24)] } };

  it('has as many connections as the limit, and the cloud of a tenant is one client', async () => {
    const test = await start({ connectionsPerClient: 2, connectionsPerTenant: 3 }, { smtp: { tenants: [cloud] } });
    const first = await connect(test, '127.0.0.2');
    await connect(test, '127.0.0.2');
    const third = await connect(test, '127.0.0.2', false);
    expect(answer(await third.reply())).toBe('421 4.7.0');
    await third.closed;
    await connect(test, '127.0.0.3');
    for (const n of [1, 2, 3]) await connect(test, `127.0.1.${n}`);
    const fourth = await connect(test, '127.0.1.4', false);
    expect(answer(await fourth.reply())).toBe('421 4.7.0');
    await first.quit();
    await until(async () => (await (await connect(test, '127.0.0.2', false)).reply()).code === 220);
  });

  it('sends as many messages a minute as the limit, whoever the senders are', async () => {
    const test = await start({ messagesPerClientPerMinute: 2 });
    const session = await connect(test, '127.0.0.2');
    const answers: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      const from = `${name}@school.example`;
      answers.push(answer(await session.send({ ...mail, sender: from, raw: letter({ from }) })));
    }
    expect(answers).toEqual(['250 2.0.0', '250 2.0.0', '451 4.7.1']);
    const other = await connect(test, '127.0.0.3');
    expect(answer(await other.send(mail))).toBe('250 2.0.0');
  });

  it('that never ends its message is cut off with 421, and nothing of it is stored', async () => {
    const test = await start({ dataSeconds: 1 });
    const slow = await connect(test, '127.0.0.2');
    for (const line of [`MAIL FROM:<${sender}>`, 'RCPT TO:<a@museum.example>', 'DATA']) await slow.command(line);
    slow.write(letter());
    const trickle = setInterval(() => slow.write('x'), 50);
    try {
      expect((await slow.reply()).text).toBe('421 4.4.2 The message took too long: nothing was accepted, try again');
      await slow.closed;
    } finally {
      clearInterval(trickle);
    }
    expect(await metric(test, 'hallpass_smtp_refused_total{code="receive.too-slow"} 1')).toBe(true);
    const next = await connect(test, '127.0.0.2');
    expect(answer(await next.send(mail))).toBe('250 2.0.0');
    expect(await test.sql('SELECT count(*)::int AS n FROM messages')).toEqual([{ n: 1 }]);
    expect(test.log.join('')).not.toContain('receive.store-failed');
  });
});

/** What a message says, and about whom, is in no log line, metric, queue entry or SMTP reply, and not in the clear in the database. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp } from '../harness/smtp-session.ts';

/** Planted values: each is in some message below. */
const planted = {
  student: 'Zephyrina Quillfeather',
  phone: '555-0173',
  street: '4417 Marmalade Crescent',
  password: 'Tr0ub4dor-xyzzy',
  subject: 'Xylophone recital tickets',
  senderName: 'quentin.aardvark',
  recipientName: 'wilhelmina.snufkin',
  filename: 'pelican-roster.csv',
};
const sender = `${planted.senderName}@school.example`;
const to = `${planted.recipientName}@museum.example`;
const about = `Our student ${planted.student}, grade 7, lives at ${planted.street}. Her phone number is (262) ${planted.phone}.`;

const replies: string[] = [];

async function sendAll(test: TestGateway, host: SmartHost): Promise<void> {
  host.program({ rcpt: { [`failing.${to}`]: `550 5.1.1 <failing.${to}> unknown, ${planted.student}` } });
  const mails = [
    { recipients: [to], text: about },
    { recipients: [to], text: `This is bullshit, ${planted.student}.` },
    { recipients: [to], text: `My password is ${planted.password}` },
    { recipients: [to], text: 'please-hold' },
    { recipients: [`failing.${to}`], text: 'A clean one.' },
    { recipients: [to], text: `bare\nline ${planted.student}` },
  ];
  const session = await openSmtp(test.port);
  await session.ehlo();
  for (const { recipients, text } of mails) {
    const raw = letter({ from: sender, to, subject: planted.subject, text });
    replies.push((await session.send({ sender, recipients, raw })).text);
  }
  const attachment = [
    `From: ${sender}`,
    `Subject: ${planted.subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    `Content-Type: text/csv; name=${planted.filename}`,
    `Content-Disposition: attachment; filename=${planted.filename}`,
    '',
    `Student,Address\r\n${planted.student},${planted.street}`,
    '--b--',
    '',
  ].join('\r\n');
  replies.push((await session.send({ sender, recipients: [to], raw: attachment })).text);
  replies.push((await session.command(`MAIL FROM:<${planted.senderName}@elsewhere.example>`)).text);
  replies.push((await session.command(`RCPT TO:<${to}>`)).text);
  replies.push((await session.command(planted.password)).text);
  await session.quit();
  const ids = await test.sql<{ id: string }>("SELECT id FROM messages WHERE kind = 'mail'");
  for (const { id } of ids) {
    await test.reaches(id, 'delivered', 'failed', 'warned', 'quarantined');
    for (const notice of (await test.store.message(id))!.notices) await test.reaches(notice.id, 'delivered', 'failed');
  }
}

function leaksIn(text: string, except: readonly (keyof typeof planted)[] = []): string[] {
  const low = text.toLowerCase();
  return Object.entries(planted)
    .filter(([name]) => !except.includes(name as keyof typeof planted))
    .filter(([, value]) => value.split(/[ ]/).some((word) => word.length > 4 && low.includes(word.toLowerCase())))
    .map(([name]) => name);
}

describe.each(['postgres', 'redis'] as const)('with the queue in %s', (queue) => {
  let host: SmartHost;
  let test: TestGateway;
  let redisTraffic = '';
  let monitor: Redis | undefined;
  beforeAll(async () => {
    host = await startSmartHost();
    test = await startTestGateway({ smarthost: host, queue, marked: false, config: { log: { level: 'trace' } } });
    if (queue === 'redis') {
      monitor = await new Redis(process.env['HALLPASS_TEST_REDIS']!).monitor();
      monitor.on('monitor', (_time: string, args: string[]) => (redisTraffic += `${args.join(' ')}\n`));
    } else {
      // Finished jobs are removed: a trigger keeps what was written for this test to see.
      await keepQueueRows(test);
    }
    await sendAll(test, host);
  });
  afterAll(async () => {
    monitor?.disconnect();
    await test.stop();
    await host.down();
  });

  it('the messages went through all of it', async () => {
    const states = await test.sql<{ state: string }>(
      "SELECT DISTINCT state FROM messages WHERE kind = 'mail' ORDER BY 1",
    );
    expect(states.map(({ state }) => state)).toEqual(expect.arrayContaining(['failed', 'quarantined', 'warned']));
    expect(leaksIn(about)).toEqual(['student', 'phone', 'street']);
  });

  it('the log has none of it', () => {
    expect(test.log.length).toBeGreaterThan(10);
    expect(leaksIn(test.log.join(''))).toEqual([]);
  });

  it('the metrics have none of it', async () => {
    expect(leaksIn(await (await fetch(`${test.http}/metrics`)).text())).toEqual([]);
  });

  it('SMTP replies have none of it', () => {
    expect(replies.length).toBeGreaterThanOrEqual(10);
    expect(leaksIn(replies.join('\n'))).toEqual([]);
  });

  it('the queue has none of it, but the ids', async () => {
    const [{ id } = { id: '' }] = await test.sql<{ id: string }>('SELECT id FROM messages LIMIT 1');
    const seen = queue === 'redis' ? redisTraffic : await queueRows(test);
    expect(seen).toContain(id);
    expect(leaksIn(seen)).toEqual([]);
  });

  it('the database has none of it in the clear but the addresses of the envelope and replies of the next hop', async () => {
    const tables = ['messages', 'findings', 'audit_events', 'settings', 'bodies'];
    for (const table of tables) {
      const rows = await test.sql<{ text: string }>(
        `SELECT t::text || encode(convert_to(t::text, 'UTF8'), 'escape') AS text FROM ${table} t`,
      );
      expect([table, leaksIn(rows.map(({ text }) => text).join('\n'), ['senderName', 'recipientName'])]).toEqual([
        table,
        [],
      ]);
    }
    const audit = await test.sql<{ text: string }>('SELECT t::text AS text FROM audit_events t');
    expect(leaksIn(audit.map(({ text }) => text).join('\n'))).toEqual([]);
  });
});

async function keepQueueRows(test: TestGateway): Promise<void> {
  await test.sql('CREATE TABLE seen_in_queue (row text)');
  await test.sql(`CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO public.seen_in_queue VALUES (NEW::text); RETURN NEW; END $$`);
  const tables = await test.sql<{ name: string }>(
    "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'hallpass_queue' AND table_type = 'BASE TABLE'",
  );
  expect(tables.length).toBeGreaterThan(0);
  for (const { name } of tables)
    await test.sql(`CREATE TRIGGER see BEFORE INSERT OR UPDATE ON ${name} FOR EACH ROW EXECUTE FUNCTION public.see()`);
}

async function queueRows(test: TestGateway): Promise<string> {
  return (await test.sql<{ row: string }>('SELECT row FROM seen_in_queue')).map(({ row }) => row).join('\n');
}

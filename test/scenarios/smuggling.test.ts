/** SMTP smuggling: line ends that receivers read differently never end, split or hide a message, and nothing of it is relayed. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, type Reply } from '../harness/smtp-session.ts';

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

const smuggled = `MAIL FROM:<admin@school.example>\r\nRCPT TO:<victim@museum.example>\r\nDATA\r\nFrom: admin@school.example\r\nSubject: forged\r\n\r\nforged\r\n.\r\n`;
const outer = `From: ${sender}\r\nTo: partner@museum.example\r\nSubject: outer\r\n\r\nouter`;

/** Sends the bytes as content and reads replies until QUIT is answered. */
async function replies(content: string, pieces: number): Promise<Reply[]> {
  const session = await openSmtp(test.port);
  await session.ehlo();
  for (const line of [`MAIL FROM:<${sender}>`, 'RCPT TO:<partner@museum.example>', 'DATA']) await session.command(line);
  const bytes = Buffer.from(`${content}\r\n.\r\nQUIT\r\n`, 'latin1');
  const size = Math.ceil(bytes.length / pieces);
  for (let at = 0; at < bytes.length; at += size) {
    session.write(bytes.subarray(at, at + size));
    // A packet of its own: how the bytes are cut must not matter.
    if (pieces > 1) await new Promise((done) => setImmediate(done));
  }
  const all: Reply[] = [];
  for (;;) {
    const reply = await session.reply();
    all.push(reply);
    if (reply.code === 221) break;
  }
  await session.closed;
  return all;
}

/** What is stored and what has left; nothing of an earlier test is on its way any more. */
const counts = async (): Promise<{ messages: number; taken: number }> => ({
  messages: Number((await test.sql('SELECT count(*)::int AS n FROM messages'))[0]!['n']),
  taken: host.mails.length,
});

describe('content with a false end', () => {
  const ends = [
    '\n.\n',
    '\r.\r',
    '\n.\r\n',
    '\r.\r\n',
    '\r\n.\n',
    '\r\n.\r',
    '\n.\r',
    '\r.\n',
    '\r\r\n.\r\r\n',
    '\r\n\n.\r\n',
    '\r\n.\r\r\n',
    '\r\n.\u0000\r\n\n.\n',
    '\n\n.\n\n',
    '\u0085.\u0085\n',
  ];
  it.each(ends.flatMap((end) => [1, 3, 400].map((pieces) => ({ end, pieces }))))(
    '$end in $pieces pieces is refused whole',
    async ({ end, pieces }) => {
      const before = await counts();
      const all = await replies(`${outer}${end}${smuggled}`, pieces);
      expect(all.filter(({ code }) => code === 250)).toEqual([]);
      expect(all[0]).toMatchObject({ code: 554, status: '5.6.0' });
      expect(await counts()).toEqual(before);
    },
  );

  it('in the header is refused as well', async () => {
    for (const header of ['Subject: a\nFrom: boss@elsewhere.example', 'Subject: a\rFrom: boss@elsewhere.example']) {
      const all = await replies(`From: ${sender}\r\n${header}\r\n\r\nx`, 1);
      expect(all[0]).toMatchObject({ code: 554, status: '5.6.0' });
    }
  });

  it('a line of two dots is one dot, a true end is an end', async () => {
    const all = await replies(`${outer}\r\n..\r\n.. x`, 1);
    expect(all.map(({ code }) => code)).toEqual([250, 221]);
    const mail = await host.mailFor('partner@museum.example');
    expect(mail.raw.toString()).toMatch(/outer\r\n\.\r\n\. x\r\n$/);
  });

  it('a message of nothing but the end is refused for its missing From, and the session goes on', async () => {
    const session = await openSmtp(test.port);
    await session.ehlo();
    for (const line of [`MAIL FROM:<${sender}>`, 'RCPT TO:<partner@museum.example>', 'DATA'])
      await session.command(line);
    expect((await session.command('.')).code).toBe(550);
    expect((await session.command('NOOP')).code).toBe(250);
    await session.quit();
  });

  it('commands with bare line ends are still one command each', async () => {
    const session = await openSmtp(test.port);
    await session.ehlo();
    expect((await session.command('NOOP\nNOOP')).code).toBe(250);
    expect((await session.reply()).code).toBe(250);
    expect((await session.command(`MAIL FROM:<${sender}>\rRCPT TO:<a@museum.example>`)).code).toBe(555);
    await session.quit();
  });
});

/** The other two ways out: straight to the recipients' mail exchangers, and into files. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDns, type DnsServer } from '../harness/dns.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';

describe('route mx', () => {
  let host: SmartHost;
  let dns: DnsServer;
  let test: TestGateway;
  beforeAll(async () => {
    host = await startSmartHost();
    // The exchangers' names are loopback addresses: the machine's own resolver, which knows no zone of ours, is not asked.
    dns = await startDns({
      'school.example': { mx: [{ preference: 10, exchange: '127.0.0.1' }] },
      'museum.example': { mx: [{ preference: 10, exchange: '127.0.0.1' }] },
      'two.example': {
        mx: [
          { preference: 20, exchange: '127.0.0.1' },
          { preference: 10, exchange: '127.0.0.9' },
        ],
      },
      'nullmx.example': { mx: [{ preference: 0, exchange: '.' }] },
      localhost: { a: ['127.0.0.1'] },
      'broken.example': 'SERVFAIL',
      'xn--bro-hoa.example': { mx: [{ preference: 10, exchange: '127.0.0.1' }] },
    });
    test = await startTestGateway({
      config: { deliver: { route: 'mx', mxPort: host.port, dnsServers: [dns.address], timeoutMs: 2000 } },
    });
  });
  afterAll(async () => {
    await test.stop();
    await dns.close();
    await host.down();
  });

  it.each([
    ['goes to the exchanger of the domain', 'pat@museum.example', 'delivered', '2.0.0'],
    ['tries the exchangers by preference', 'pat@two.example', 'delivered', '2.0.0'],
    ['goes to the domain itself where it has no MX', 'pat@localhost', 'delivered', '2.0.0'],
    ['comes back from a domain with a null MX', 'pat@nullmx.example', 'failed', '5.1.10'],
    ['comes back from a domain that does not exist', 'pat@nowhere.example', 'failed', '5.1.2'],
    ['waits where DNS fails', 'pat@broken.example', 'delivering', '4.4.1'],
    ['goes to an address literal', 'pat@[127.0.0.1]', 'delivered', '2.0.0'],
    ['asks DNS for the ASCII form of a name', 'pat@büro.example', 'delivered', '2.0.0'],
  ])('a message %s', async (_what, to, state, status) => {
    const id = await test.accepted({ sender, recipients: [to], raw: letter({ to }) });
    const message = await test.attempted(id, 1);
    expect(message).toMatchObject({ state, recipients: [{ address: to, status }] });
  });

  it('a message to several domains has a result for each recipient', async () => {
    const recipients = ['a@museum.example', 'b@nullmx.example', 'c@broken.example', 'd@museum.example'];
    const id = await test.accepted({ sender, recipients, raw: letter() });
    const message = await test.attempted(id, 1);
    expect(message.state).toBe('delivering');
    expect(message.recipients.map(({ state }) => state)).toEqual(['delivered', 'failed', 'pending', 'delivered']);
    const mail = await host.mailFor('a@museum.example');
    expect(mail.recipients.map(({ address }) => address)).toEqual(['a@museum.example', 'd@museum.example']);
  });
});

describe('without a smart host', () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await startTestGateway();
  });
  afterAll(() => test.stop());

  it('released mail and notices are files, with the envelope in front and nothing of it twice', async () => {
    const recipients = ['pat@museum.example', 'blind@museum.example'];
    const id = await test.accepted({ sender, recipients, raw: letter() });
    await test.reaches(id, 'delivered');
    const outbox = join(test.data, 'outbox');
    expect(readdirSync(outbox)).toEqual([`${id}.eml`]);
    const text = readFileSync(join(outbox, `${id}.eml`), 'latin1');
    const front = `X-Hallpass-Envelope-From: <${sender}>\r\nX-Hallpass-Envelope-To: <${recipients.join('>,\r\n\t<')}>\r\n`;
    expect(text.startsWith(`${front}X-Hallpass-Trace: `)).toBe(true);
    expect(text.endsWith(letter())).toBe(true);

    const held = await test.accepted({ sender, recipients, raw: letter({ text: 'please-hold' }) });
    const notice = await test.noticeOf(held, 'quarantine-held');
    await test.reaches(notice.id, 'delivered');
    expect(readdirSync(outbox).sort()).toEqual([`${id}.eml`, `${notice.id}.eml`].sort());
  });

  it('a folder that cannot be written to puts the mail off', async () => {
    const outbox = join(test.data, 'outbox');
    rmSync(outbox, { recursive: true });
    writeFileSync(outbox, 'in the way');
    const id = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
    expect(await test.attempted(id, 1)).toMatchObject({ state: 'delivering', recipients: [{ status: '4.3.1' }] });
    rmSync(outbox);
    await test.makeDue(id);
    await test.reaches(id, 'delivered');
    expect(readdirSync(outbox)).toContain(`${id}.eml`);
  });
});

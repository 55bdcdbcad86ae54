/** Clean mail leaves as it came: byte for byte, with only trace fields in front, so that signatures survive. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authenticate } from 'mailauth';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId, stuffed } from '../harness/smtp-session.ts';

const dkim = join(import.meta.dirname, '../../fixtures/dkim');
const partner = 'partner@museum.example';

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

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What the smart host got behind our two trace fields. */
function withoutTrace(raw: Buffer): Buffer {
  const trace = /^X-Hallpass-Trace: .*\r\nReceived: .*\r\n(?:\t.*\r\n)+/.exec(raw.toString('latin1'));
  return raw.subarray(trace?.[0].length ?? 0);
}

/** Public keys by the name of their DNS record. */
type Records = Readonly<Record<string, string>>;

const ownRecords: Records = {
  'test2026._domainkey.school.example': readFileSync(join(dkim, 'public-key.txt'), 'utf8').trim(),
};

const resolverOf = (records: Records) => (name: string) =>
  records[name] === undefined
    ? Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
    : Promise.resolve([[records[name]]]);

/** How a mail server of a mailing list reads a message. */
const listServer = {
  ...{ ip: '192.0.2.9', helo: 'mail.lists.example', mta: 'mail.lists.example', sender: 'ana.ruiz@school.example' },
  ...{ disableBimi: true, disableDmarc: true },
};

async function arcStatus(raw: Buffer, records: Records): Promise<string | undefined> {
  const { arc } = await authenticate(raw, { ...listServer, resolver: resolverOf(records) });
  return arc ? String(arc.status.result) : undefined;
}

async function verify(raw: Buffer): Promise<string[]> {
  const { results } = await dkimVerify(raw, {
    curTime: new Date('2026-11-09T14:20:00Z'),
    resolver: resolverOf(ownRecords),
  });
  return results.map(({ status }) => String(status.result));
}

describe('clean mail', () => {
  it('still has a valid DKIM signature at the smart host', async () => {
    const signed = readFileSync(join(dkim, 'signed.eml'));
    const id = await test.accepted({
      sender: 'ana.ruiz@school.example',
      recipients: ['pat.lindgren@museum.example'],
      raw: signed,
      parameters: 'BODY=8BITMIME',
    });
    await test.reaches(id, 'delivered');
    const { raw } = await host.mailFor('pat.lindgren@museum.example');
    expect(sha256(withoutTrace(raw))).toBe(sha256(signed));
    expect(await verify(raw)).toEqual(['pass']);
    // The check itself sees a change of one byte.
    const changed = Buffer.from(raw.toString('latin1').replace('two buses. ', 'two buses: '), 'latin1');
    expect(await verify(changed)).toEqual(['neutral']);
  });

  it('still has a valid ARC set that a mailing list has sealed', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const records = {
      ...ownRecords,
      'arc._domainkey.lists.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    };
    const signed = readFileSync(join(dkim, 'signed.eml'));
    const { headers } = await authenticate(signed, {
      ...{ ...listServer, resolver: resolverOf(records) },
      seal: {
        ...{ signingDomain: 'lists.example', selector: 'arc', algorithm: 'rsa-sha256', cv: 'none' },
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    });
    const sealed = Buffer.concat([Buffer.from(headers), signed]);
    const recipient = 'list@museum.example';
    const id = await test.accepted({
      ...{ sender: 'ana.ruiz@school.example', recipients: [recipient], raw: sealed, parameters: 'BODY=8BITMIME' },
    });
    await test.reaches(id, 'delivered');
    const { raw } = await host.mailFor(recipient);
    expect(sha256(withoutTrace(raw))).toBe(sha256(sealed));
    expect(await arcStatus(raw, records)).toBe('pass');
    const changed = Buffer.from(raw.toString('latin1').replace('two buses. ', 'two buses: '), 'latin1');
    expect(await arcStatus(changed, records)).toBe('fail');
  });

  it('has trace fields that name us, the client and the queue id, and no recipient', async () => {
    const id = await test.accepted({ sender, recipients: ['trace@museum.example'], raw: letter() });
    const { raw } = await host.mailFor('trace@museum.example');
    const trace = raw.toString('latin1', 0, raw.length - letter().length);
    expect(trace.split('\r\n')).toEqual([
      `X-Hallpass-Trace: gate.school.example ${id}`,
      'Received: from client.example ([127.0.0.1]) by gate.school.example (Hallpass)',
      `\twith ESMTP id ${id};`,
      expect.stringMatching(/^\t\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/),
      '',
    ]);
  });

  it.each([100, 65_535, 65_536, 65_537, 1_000_003])('is the same at %i bytes, in pieces of any size', async (size) => {
    const line = `${'The same words again. '.repeat(3)}\r\n.dot\r\n`;
    const raw = Buffer.from(letter({ text: line.repeat(Math.ceil(size / line.length)).slice(0, size) }));
    const session = await openSmtp(test.port);
    await session.ehlo();
    for (const command of [`MAIL FROM:<${sender}>`, `RCPT TO:<size${size}@museum.example>`, 'DATA'])
      await session.command(command);
    const bytes = stuffed(raw);
    for (let at = 0; at < bytes.length; at += 8191) session.write(bytes.subarray(at, at + 8191));
    queueId(await session.reply());
    await session.quit();
    const mail = await host.mailFor(`size${size}@museum.example`);
    expect(sha256(withoutTrace(mail.raw))).toBe(sha256(raw));
  });

  it('goes to every recipient of the envelope in one transaction, and to no other', async () => {
    const recipients = Array.from({ length: 120 }, (_, n) => `guest${n}@museum.example`);
    const id = await test.accepted({ sender, recipients, raw: letter({ to: 'somebody-else@museum.example' }) });
    await test.reaches(id, 'delivered');
    const mail = await host.mailFor('guest0@museum.example');
    expect(mail.recipients.map(({ address }) => address)).toEqual(recipients);
  });

  it('keeps pipelined transactions apart, with RSET between them', async () => {
    const session = await openSmtp(test.port);
    await session.ehlo();
    const transaction = (to: string, text: string): (string | Buffer)[] => [
      `MAIL FROM:<${sender}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`,
      stuffed(letter({ to, text })),
    ];
    // Two whole transactions and an abandoned one in a single write.
    const parts = [
      ...transaction('first@museum.example', 'The first.'),
      `MAIL FROM:<${sender}>\r\nRCPT TO:<never@museum.example>\r\nRSET\r\n`,
      ...transaction('second@museum.example', 'The second.\r\nMAIL FROM:<x@school.example>'),
    ];
    session.write(Buffer.concat(parts.map((part) => Buffer.from(part))));
    const codes: number[] = [];
    for (let i = 0; i < 11; i += 1) codes.push((await session.reply()).code);
    expect(codes).toEqual([250, 250, 354, 250, 250, 250, 250, 250, 250, 354, 250]);
    await session.quit();
    const [first, second] = [await host.mailFor('first@museum.example'), await host.mailFor('second@museum.example')];
    expect(withoutTrace(first.raw).toString()).toBe(letter({ to: 'first@museum.example', text: 'The first.' }));
    expect(withoutTrace(second.raw).toString()).toContain('The second.\r\nMAIL FROM:<x@school.example>\r\n');
    expect(host.mails.flatMap((mail) => mail.recipients).map(({ address }) => address)).not.toContain(
      'never@museum.example',
    );
  });

  it('passes a message with two hundred others beside it, none lost and none twice', async () => {
    const before = host.mails.length;
    const session = await Promise.all(Array.from({ length: 10 }, () => openSmtp(test.port)));
    await Promise.all(session.map((one) => one.ehlo()));
    const ids = await Promise.all(
      session.map(async (one, s) => {
        const taken: string[] = [];
        for (let i = 0; i < 20; i += 1) {
          const mail = { sender: `t${s}@school.example`, recipients: [partner] };
          taken.push(queueId(await one.send({ ...mail, raw: letter({ from: mail.sender, subject: `n${s}-${i}` }) })));
        }
        await one.quit();
        return taken;
      }),
    );
    for (const id of ids.flat()) await test.reaches(id, 'delivered');
    const subjects = host.mails.slice(before).map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw.toString())?.[1]);
    expect(subjects).toHaveLength(200);
    expect(new Set(subjects).size).toBe(200);
    expect(await test.store.verifyAudit()).toMatchObject({ firstBroken: null });
  });
});

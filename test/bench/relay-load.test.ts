/** The load generator notices what a relay does wrong: a lost, a doubled, an altered and a refused message. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { openLoad } from '../../bench/relay/load/load.ts';
import type { LoadOutcome } from '../../bench/relay/load/outcome.ts';
import { makeMails } from '../../bench/relay/mail/make-mails.ts';
import { freePort } from '../harness/redis.ts';

/** What a faulty relay makes of message `n`: the copies that it delivers, none for a loss; or a refusal. */
type Conduct = (n: number, raw: Buffer) => readonly Buffer[] | 'refuse';

const MESSAGES = 12;
const clean = { refused: 0, unknown: 0, lost: 0, doubled: 0, altered: 0, stray: 0 };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-relay-load-'));
  for (const [at, { raw }] of makeMails(4).entries()) writeFileSync(join(folder, `${at}.eml`), raw);
  // Lines that begin with dots, and a mail that ends with one.
  writeFileSync(join(folder, '9.eml'), 'From: a@school.example\r\nSubject: dots\r\n\r\n.\r\n..\r\n.x\r\n.');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Loads a relay of smtp-server and nodemailer that behaves like this. */
async function load(conduct: Conduct, rewrite = (sender: string) => sender): Promise<LoadOutcome> {
  const sinkPort = await freePort();
  const out = createTransport({ host: '127.0.0.1', port: sinkPort, pool: true, ignoreTLS: true });
  let taken = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const result = conduct(taken++, Buffer.concat(chunks));
        if (result === 'refuse') return done(Object.assign(new Error('try again later'), { responseCode: 451 }));
        const from = rewrite(envelope.mailFrom === false ? '' : envelope.mailFrom.address);
        const to = envelope.rcptTo.map(({ address }) => address);
        const sent = result.map((raw) => out.sendMail({ envelope: { from, to }, raw }));
        Promise.all(sent).then(() => done(null), done);
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const running = await openLoad({ port, sinkPort, mailFolder: folder, messages: MESSAGES, idleS: 1 });
  try {
    await running.send({ messages: MESSAGES, sessions: 3 });
    // The relay replies after the next hop has replied: what has not arrived now never will.
    const isComplete = await running.arrivals();
    const outcome = running.outcome();
    expect(isComplete).toBe(outcome.faults.lost === 0);
    return outcome;
  } finally {
    await running.close();
    out.close();
    await new Promise<void>((closed) => server.close(closed));
  }
}

it('finds nothing wrong with a relay that passes everything on, with fields added in front', async () => {
  const outcome = await load((_, raw) => [Buffer.concat([Buffer.from('Received: by relay.example\r\n'), raw])]);
  expect(outcome).toMatchObject({ messages: MESSAGES, faults: clean, lostMails: [] });
  expect(outcome.deliveredPerS).toBeGreaterThan(0);
  expect(outcome.endToEndMs.p50).toBeGreaterThanOrEqual(outcome.acceptMs.p50 / 2);
});

it('a message that was accepted and did not arrive is lost, and its mail is named', async () => {
  const outcome = await load((n, raw) => (n === 7 ? [] : [raw]));
  expect(outcome.faults).toEqual({ ...clean, lost: 1 });
  expect(outcome.lostMails).toHaveLength(1);
});

it('a message that arrived twice is doubled', async () => {
  expect((await load((n, raw) => (n === 3 ? [raw, raw] : [raw]))).faults).toEqual({ ...clean, doubled: 1 });
});

it.each([
  ['one byte of the body', (raw: Buffer) => raw.fill(0x21, raw.length - 3, raw.length - 2)],
  ['the end of the body', (raw: Buffer) => Buffer.concat([raw, Buffer.from('scanned\r\n')])],
  ['the subject', (raw: Buffer) => Buffer.from(raw.toString('latin1').replace(/^Subject: /m, '$&[x] '), 'latin1')],
])('a message with another value for %s is altered', async (_, alter) => {
  expect((await load((n, raw) => [n === 5 ? alter(raw) : raw])).faults).toEqual({ ...clean, altered: 1 });
});

it('another envelope sender is an alteration', async () => {
  const outcome = await load(
    (_, raw) => [raw],
    () => 'bounces@relay.example',
  );
  expect(outcome.faults).toEqual({ ...clean, altered: MESSAGES });
});

it('a message that was refused is counted as refused, and not as lost', async () => {
  expect((await load((n, raw) => (n === 2 ? 'refuse' : [raw]))).faults).toEqual({ ...clean, refused: 1 });
});

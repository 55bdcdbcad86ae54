/** A burst of pictures waits for OCR in a line of its own and takes no places in work: nothing is given up but what has no memory. */
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { pngOf } from '../../scripts/make-attachments/animations.ts';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId } from '../harness/smtp-session.ts';
import { until } from '../harness/wait.ts';

let host: SmartHost;
beforeAll(async () => {
  host = await startSmartHost();
});
afterAll(() => host.down());

let test: TestGateway | undefined;
afterEach(() => test?.stop());

async function start(scan: object, more: object = { database: { url: undefined } }): Promise<void> {
  test = await startTestGateway({
    smarthost: host,
    config: {
      ...more,
      smtp: { listen: [{ host: '127.0.0.1', port: 0 }], limits: { messagesPerSenderPerMinute: 1000 } },
      deliver: { timeoutMs: 300_000 },
      scan: scanSection(scan),
    },
  });
}

const scanSection = (more: object) => ({ threads: 1, reader: false, pictureClassifier: false, ...more });

let shade = 0;
/** Each is another picture, so that none comes from the cache; it shows no letters. */
function shadePicture(): Buffer {
  shade += 1;
  return pngOf({ width: 300, height: 200, values: new Uint8Array(300 * 200 * 3).fill(shade) });
}

const screenshot = readFileSync(new URL('../../fixtures/pictures/screenshot-dark.png', import.meta.url));
const headBytes = 33;

/** Takes the engine a second or so. Each is another file that shows the same: a comment in it (PNG, tEXt) has a number. */
function slowPicture(n: number): Buffer {
  const comment = Buffer.from(`tEXtComment\0${n}`, 'latin1');
  const chunk = Buffer.alloc(comment.length + 8);
  chunk.writeUInt32BE(comment.length - 4);
  comment.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(comment), 4 + comment.length);
  return Buffer.concat([screenshot.subarray(0, headBytes), chunk, screenshot.subarray(headBytes)]);
}

function pictureMail(from: string, ...pictures: readonly Buffer[]): Buffer {
  const files = (pictures.length > 0 ? pictures : [shadePicture()]).flatMap((picture) => [
    '--x',
    'Content-Type: image/png; name="chart.png"',
    'Content-Transfer-Encoding: base64',
    '',
    picture.toString('base64').replace(/.{76}/g, '$&\r\n'),
  ]);
  return Buffer.from(
    [
      `From: ${from}`,
      'To: a@museum.example',
      'Subject: A picture',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=x',
      '',
      '--x',
      'Content-Type: text/plain',
      '',
      'See below.',
      ...files,
      '--x--',
      '',
    ].join('\r\n'),
  );
}

async function send(from: string, mails: readonly Buffer[]): Promise<string[]> {
  const session = await openSmtp(test!.port);
  await session.ehlo();
  const ids: string[] = [];
  for (const raw of mails)
    ids.push(
      queueId(await session.send({ sender: from, recipients: ['a@museum.example'], raw: raw.toString('latin1') })),
    );
  await session.quit();
  return ids;
}

it('a burst of pictures is read to the end, with two places for messages in work, and nothing is given up', async () => {
  await start({ concurrency: 2 });
  const before = host.mails.length;
  const burst = 'burst@school.example';
  const ids = await send(
    burst,
    Array.from({ length: 30 }, () => pictureMail(burst)),
  );
  ids.push(
    ...(await send('text@school.example', [Buffer.from(letter({ from: 'text@school.example', text: 'Short.' }))])),
    ...(await send('single@school.example', [pictureMail('single@school.example')])),
  );
  for (const id of ids) await test!.reaches(id, 'delivered');
  expect(host.mails.length - before).toBe(32);
  for (const id of ids) expect(await unreadOf(id)).toEqual([]);
});

it('a picture that the line has no memory for is unread', async () => {
  await start({ concurrency: 2, ocr: { waitingMb: 1 } });
  const noise = pngOf({ width: 700, height: 700, values: randomBytes(700 * 700 * 3) });
  const [id] = await send('burst@school.example', [pictureMail('burst@school.example', noise)]);
  await test!.reaches(id!, 'delivered', 'quarantined');
  expect(await unreadOf(id!)).toEqual(['picture-not-read']);
});

it('a message that waits while the configuration is reloaded again and again is given back each time and is not held for it', async () => {
  await start({ maxAttempts: 3 }, {});
  const pictures = Array.from({ length: 90 }, (_, n) => slowPicture(n));
  const [id] = await send('teacher@school.example', [pictureMail('teacher@school.example', ...pictures)]);
  for (let reloads = 1; reloads <= 5; reloads += 1) {
    await test!.reaches(id!, 'scanning');
    if (reloads === 5) test!.configure({ scan: scanSection({ ocr: { read: 'off' } }) });
    expect(await test!.gateway.reload('operator')).toMatchObject({ outcome: 'reloaded' });
    await until(async () => (await attemptsOf(id!)) === 0);
    await test!.makeDue(id!);
  }
  await test!.reaches(id!, 'delivered');
  expect(await attemptsOf(id!)).toBe(1);
  expect(await test!.events(id!)).not.toContain('scan-retry');
});

async function attemptsOf(id: string): Promise<number> {
  const [row] = await test!.sql<{ attempts: number }>('SELECT attempts FROM messages WHERE id = $1', [id]);
  return row!.attempts;
}

async function unreadOf(id: string): Promise<string[]> {
  return (await test!.store.message(id))!.unread.map(({ reason }) => reason);
}

/** A burst of pictures waits for OCR in a line of its own and takes no places in work: nothing is given up but what has no memory. */
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { pngOf } from '../../scripts/make-attachments/animations.ts';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId } from '../harness/smtp-session.ts';

let host: SmartHost;
beforeAll(async () => {
  host = await startSmartHost();
});
afterAll(() => host.down());

let test: TestGateway | undefined;
afterEach(() => test?.stop());

async function start(scan: object): Promise<void> {
  test = await startTestGateway({
    smarthost: host,
    config: {
      smtp: { listen: [{ host: '127.0.0.1', port: 0 }], limits: { messagesPerSenderPerMinute: 1000 } },
      deliver: { timeoutMs: 300_000 },
      database: { url: undefined },
      scan: { threads: 1, reader: false, pictureClassifier: false, ...scan },
    },
  });
}

let shade = 0;
/** Each is another picture, so that none comes from the cache; it shows no letters. */
function shadePicture(): Buffer {
  shade += 1;
  return pngOf({ width: 300, height: 200, values: new Uint8Array(300 * 200 * 3).fill(shade) });
}

function pictureMail(from: string, picture = shadePicture()): Buffer {
  const file = picture.toString('base64').replace(/.{76}/g, '$&\r\n');
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
      '--x',
      'Content-Type: image/png; name="chart.png"',
      'Content-Transfer-Encoding: base64',
      '',
      file,
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

async function unreadOf(id: string): Promise<string[]> {
  return (await test!.store.message(id))!.unread.map(({ reason }) => reason);
}

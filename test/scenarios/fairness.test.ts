/** Whose mail goes first on a gateway with its own database: a burst waits behind itself, and large texts leave a worker to small mail. */
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectorIds } from '../../detectors/registry.ts';
import { letter, startTestGateway, type ConfigInput, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openSmtp, queueId } from '../harness/smtp-session.ts';
import { deferred, until } from '../harness/wait.ts';

let host: SmartHost;
let folder: string;
beforeAll(async () => {
  host = await startSmartHost();
  folder = mkdtempSync(join(tmpdir(), 'hallpass-fairness-'));
});
afterAll(async () => {
  await host.down();
  rmSync(folder, { recursive: true });
});

let test: TestGateway | undefined;
afterEach(async () => {
  await test?.stop();
  host.program({});
});

/** With the embedded database: the queue is in memory. */
async function start(config: ConfigInput): Promise<void> {
  const smtp = { listen: [{ host: '127.0.0.1', port: 0 }], limits: { messagesPerSenderPerMinute: 1000 } };
  // The next hop may take its time: an attempt that is given up would be a second one.
  const deliver = { timeoutMs: 300_000 };
  test = await startTestGateway({
    smarthost: host,
    config: { smtp, deliver, database: { url: undefined }, ...config },
  });
}

/** Sends messages of one sender over one connection. @returns their ids */
async function send(name: string, count: number, text = 'Short.'): Promise<string[]> {
  const from = `${name}@school.example`;
  const session = await openSmtp(test!.port);
  await session.ehlo();
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1)
    ids.push(
      queueId(await session.send({ sender: from, recipients: ['a@museum.example'], raw: letter({ from, text }) })),
    );
  await session.quit();
  return ids;
}

const senders = (from: number): string[] => host.mails.slice(from).map(({ sender }) => sender.split('@')[0]!);

it('one message of another sender passes most of a burst of 150', async () => {
  await start({ scan: { threads: 1, reader: false, concurrency: 10 } });
  const before = host.mails.length;
  // The next hop does not answer until all mail is accepted: ten messages of the burst are in work then, the others wait.
  const gate = deferred();
  host.program({ endAfter: gate.promise });
  const burst = await send('burst', 150);
  const [single] = await send('single', 1);
  gate.resolve();
  for (const id of [single!, ...burst]) await test!.reaches(id, 'delivered');
  const order = senders(before);
  expect(order).toHaveLength(151);
  expect(order.indexOf('single')).toBeLessThan(30);
});

it('five texts of 9 MB do not hold up a small mail where two threads scan', async () => {
  const gate = join(folder, 'gate');
  const detectors = {
    extra: [join(import.meta.dirname, '../harness/gated-detector.ts')],
    disabled: detectorIds,
    // Long texts are judged in blocks, each of which waits.
    options: { gated: { gate, fromLength: 100_000 } },
  };
  await start({ scan: { threads: 2, reader: false, timeoutMs: 900_000 }, detectors });
  const before = host.mails.length;
  const large: string[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    large.push(...(await send(name, 1, `${'a line of a long text '.repeat(3)}\r\n`.repeat(132_000))));
  const small = await send('small', 3);
  try {
    // No large one ends before the gate opens.
    for (const id of small) await test!.reaches(id, 'delivered');
    expect(senders(before)).toEqual(['small', 'small', 'small']);
  } finally {
    writeFileSync(gate, '');
  }
  for (const id of large) await test!.reaches(id, 'delivered');
  await until(() => senders(before).length === 8);
});

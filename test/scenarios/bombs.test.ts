/** Bombs of every kind at once: each is held with its reason, and the ordinary mail beside them is delivered. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bombs } from '../harness/bombs.ts';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    marked: false,
    config: { scan: { threads: 2, timeoutMs: 100_000 } },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

it('holds each bomb and delivers the fifty ordinary messages between them', async () => {
  const names = Object.keys(bombs);
  const held = await Promise.all(
    names.map((name, index) => {
      const from = `bomber${index}@school.example`;
      const head = Buffer.from(`From: ${from}\r\nTo: guest@museum.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n`);
      return test.accepted({
        sender: from,
        recipients: ['guest@museum.example'],
        raw: Buffer.concat([head, bombs[name]!.body()]),
      });
    }),
  );
  const ordinary = await Promise.all(
    Array.from({ length: 50 }, (_, index) => {
      const from = `writer${index}@school.example`;
      return test.accepted({
        sender: from,
        recipients: [`guest${index}@museum.example`],
        raw: letter({ from, text: 'Thank you for the tour of the museum on Friday.' }),
      });
    }),
  );
  for (const id of ordinary) await test.reaches(id, 'delivered');
  for (const [index, name] of names.entries()) {
    const id = held[index]!;
    await until(async () => (await test.store.message(id))?.state === 'quarantined', 120_000);
    const message = await test.reaches(id, 'quarantined');
    const reasons = message.unread.map(({ reason }) => reason);
    expect({ name, fits: reasons.some((reason) => bombs[name]!.reasons.includes(reason)), reasons }).toMatchObject({
      name,
      fits: true,
    });
    expect(message.attempts).toBe(1);
  }
}, 600_000);

/** Clean mail leaves as it came: byte for byte, with only trace fields in front. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';

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

describe('clean mail', () => {
  it('is delivered', async () => {
    const id = await test.accepted({ sender, recipients: ['partner@museum.example'], raw: letter() });
    await test.reaches(id, 'delivered');
    expect(host.mails[0]!.raw.toString()).toContain(letter());
  });
  it('is held', async () => {
    const id = await test.accepted({
      sender,
      recipients: ['partner@museum.example'],
      raw: letter({ text: 'please-hold' }),
    });
    await test.reaches(id, 'quarantined');
    await host.mailFor(sender);
  });
});

/** Detectors that fail, messages that kill their workers, bodies that were altered: held for review, while others flow on. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { letter, markedWords, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';

let host: SmartHost;
let test: TestGateway;
beforeAll(async () => {
  host = await startSmartHost();
  const extra = [markedWords, join(import.meta.dirname, '../../fixtures/detectors/misbehaving.ts')];
  test = await startTestGateway({
    smarthost: host,
    config: { scan: { threads: 2, timeoutMs: 2500, memoryMb: 200 }, detectors: { extra } },
  });
});
afterAll(async () => {
  await test.stop();
  await host.down();
});

let count = 0;
/** The subject tells the detector what to do. */
function mail(subject: string) {
  count += 1;
  const from = `writer${count}@school.example`;
  return { sender: from, recipients: [`guest${count}@museum.example`], raw: letter({ from, subject }) };
}

describe('a detector', () => {
  it.each([
    ['throw', ['scan.detector-failed']],
    ['no-list', ['scan.detector-failed']],
    ['undeclared-code', ['scan.detector-failed']],
    ['loop', ['scan.timed-out']],
    // Whichever limit it meets first.
    ['eat', ['scan.out-of-memory', 'scan.timed-out']],
    ['exit', ['scan.worker-died']],
  ])('that does %s leaves the message to review as %j, and lets the others flow on', async (deed, codes) => {
    const id = await test.accepted(mail(deed));
    const others = await Promise.all(['one', 'two', 'three', 'four'].map((subject) => test.accepted(mail(subject))));
    for (const other of others) await test.reaches(other, 'delivered');
    // A worker that failed once may have failed for another reason: the message is tried again after a while, here at once.
    await until(async () => {
      await test.sql("UPDATE messages SET due_at = now() WHERE id = $1 AND state = 'received' AND attempts > 0", [id]);
      return (await test.store.message(id))?.state === 'quarantined';
    });
    const message = await test.reaches(id, 'quarantined');
    expect(message.verdict?.codes).toHaveLength(1);
    const [code] = message.verdict!.codes;
    expect(codes).toContain(code);
    expect((await test.events(id)).at(-1)).toBe('notice');
    expect(test.log.join('')).not.toContain(`secret ${deed}`);
    const metrics = await (await fetch(`${test.http}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`hallpass_scan_failures_total\\{code="${code}"\\} [1-9]`));
  });
});

describe('a message that was being scanned when its process died, three times', () => {
  it('is poison', async () => {
    // As three killed processes leave it: taken up, counted before each scan, and never finished.
    const again = await test.accepted(mail('loop'));
    await test.sql("UPDATE messages SET attempts = 3, state = 'scanning', lease = NULL, due_at = now() WHERE id = $1", [
      again,
    ]);
    const message = await test.reaches(again, 'quarantined');
    expect(message.verdict?.codes).toEqual(['scan.poison']);
    expect(message.attempts).toBe(3);
  });
});

describe('a stored body that was altered', () => {
  const flip = (id: string) =>
    test.sql(
      'UPDATE bodies SET data = set_byte(data, octet_length(data) / 2, get_byte(data, octet_length(data) / 2) # 1) WHERE message_id = $1',
      [id],
    );
  const takenFor = (address: string): number =>
    host.mails.filter((taken) => taken.recipients.some((recipient) => recipient.address === address)).length;

  it('while it waits for the next attempt is not delivered but held', async () => {
    const sent = mail('ordinary');
    host.program({ rcpt: { [sent.recipients[0]!]: ['450 4.2.1 Later'] } });
    const id = await test.accepted(sent);
    await test.attempted(id, 1);
    await flip(id);
    await test.makeDue(id);
    await test.reaches(id, 'quarantined');
    expect((await test.events(id)).at(-1)).toBe('body-altered');
    expect(takenFor(sent.recipients[0]!)).toBe(0);
  });

  it('before it is scanned is held as well', async () => {
    const sent = mail('ordinary');
    const id = await test.accepted({ ...sent, raw: letter({ from: sent.sender, text: 'please-hold' }) });
    await test.reaches(id, 'quarantined');
    await flip(id);
    await test.sql("UPDATE messages SET state = 'received', verdict = NULL, due_at = now() WHERE id = $1", [id]);
    await until(async () => (await test.store.message(id))?.verdict?.codes.includes('scan.malformed'));
    await test.reaches(id, 'quarantined');
    expect(takenFor(sent.recipients[0]!)).toBe(0);
  });

  it('exchanged for that of another message is noticed', async () => {
    const [one, two] = [mail('ordinary'), mail('ordinary')];
    host.program({ rcpt: { [one.recipients[0]!]: ['450 4.2.1 Later'] } });
    const id = await test.accepted(one);
    const other = await test.accepted(two);
    await test.attempted(id, 1);
    await test.reaches(other, 'delivered');
    await test.sql(
      `UPDATE bodies b SET nonce = o.nonce, tag = o.tag, data = o.data FROM bodies o WHERE b.message_id = $1 AND o.message_id = $2`,
      [id, other],
    );
    await test.sql('UPDATE messages m SET sha256 = o.sha256 FROM messages o WHERE m.id = $1 AND o.id = $2', [
      id,
      other,
    ]);
    await test.makeDue(id);
    await test.reaches(id, 'quarantined');
    expect(takenFor(one.recipients[0]!)).toBe(0);
  });
});

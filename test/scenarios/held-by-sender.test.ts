/** Warned messages: the sender's page shows, confirms, cancels; the clock decides otherwise. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { letter, linkIn, startTestGateway, type TestGateway } from '../harness/gateway.ts';
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

let count = 0;

/** A message that waits for its sender, and the address of the sender's page. */
async function warned(gateway = test, smartHost = host): Promise<{ id: string; link: string; to: string }> {
  count += 1;
  const to = `partner${count}@museum.example`;
  const from = `asker${count}@school.example`;
  const id = await gateway.accepted({ sender: from, recipients: [to], raw: letter({ from, to, text: 'please-warn' }) });
  await gateway.reaches(id, 'warned');
  const notice = await smartHost.mailFor(from);
  expect(notice.sender).toBe('');
  return { id, link: linkIn(notice), to };
}

function post(link: string, fields: Record<string, string>): Promise<Response> {
  return fetch(link, { method: 'POST', body: new URLSearchParams(fields) });
}

describe('a warned message', () => {
  it('waits; looking at the page, as link scanners do, changes nothing', async () => {
    const { id, link } = await warned();
    const page = await (await fetch(link)).text();
    expect(page).toContain('Field trip');
    await fetch(link, { method: 'HEAD' });
    await fetch(`${link}?choice=send&reason=entitled`);
    await fetch(link, { method: 'OPTIONS' });
    const message = await test.reaches(id, 'warned');
    expect(message.decision).toBeNull();
    expect(message.recipients.map(({ state }) => state)).toEqual(['pending']);
  });

  it('is sent when its sender confirms, with the reason on record', async () => {
    const { id, link, to } = await warned();
    const answer = await post(link, { choice: 'send', reason: 'other', words: 'Checked with the office.' });
    expect(answer.status).toBe(200);
    const message = await test.reaches(id, 'delivered');
    expect((await host.mailFor(to)).raw.toString()).toContain('please-warn');
    expect(message.decision).toMatchObject({ by: 'sender', choice: 'send', reason: 'other: Checked with the office.' });
    expect(await test.events(id)).toEqual(['received', 'verdict', 'notice', 'send', 'delivered']);
    const stored = await test.sql('SELECT detail::text FROM audit_events WHERE message_id = $1', [id]);
    expect(JSON.stringify(stored)).not.toContain('office');
  });

  it('is not sent without a reason', async () => {
    const { id, link } = await warned();
    expect((await post(link, { choice: 'send' })).status).toBe(422);
    expect((await post(link, {})).status).toBe(422);
    await test.reaches(id, 'warned');
  });

  it('is cancelled by its sender, and nobody gets it', async () => {
    const { id, link, to } = await warned();
    expect((await post(link, { choice: 'cancel' })).status).toBe(200);
    const message = await test.reaches(id, 'cancelled');
    expect(message.recipients.map(({ state }) => state)).toEqual(['withheld']);
    expect(message.notices.map(({ notice }) => notice)).toEqual(['warn']);
    expect(host.mails.some((mail) => mail.recipients.some(({ address }) => address === to))).toBe(false);
  });

  it('is decided once: the second decision comes too late, whatever it is', async () => {
    const { id, link } = await warned();
    const answers = await Promise.all(
      ['send', 'cancel', 'send', 'cancel'].map((choice) => post(link, { choice, reason: 'entitled' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const { state } = await test.reaches(id, 'delivered', 'cancelled');
    expect((await post(link, { choice: 'send', reason: 'entitled' })).status).toBe(409);
    expect((await test.store.message(id))?.state).toBe(state);
    expect((await test.events(id)).filter((event) => ['send', 'cancel'].includes(event))).toHaveLength(1);
  });

  it('is returned when the time is up, and its sender is told', async () => {
    const { id, link, to } = await warned();
    await test.makeDue(id);
    const message = await test.reaches(id, 'bounced');
    expect(message.decision).toMatchObject({ by: 'expiry', choice: 'bounce' });
    await test.noticeOf(id, 'expired');
    const notice = await host.mailFor(`asker${count}@school.example`, 2);
    expect(notice.raw.toString()).toContain('report-type=delivery-status');
    expect(notice.raw.toString()).toContain(`Final-Recipient: rfc822; ${to}`);
    expect((await post(link, { choice: 'send', reason: 'entitled' })).status).toBe(409);
    expect((await test.store.message(id))?.state).toBe('bounced');
  });

  it('refuses a decision after the end even where the clock has not come round yet', async () => {
    const { id, link } = await warned();
    await test.sql("UPDATE messages SET expires_at = now(), due_at = now() + interval '1 hour' WHERE id = $1", [id]);
    expect((await post(link, { choice: 'send', reason: 'entitled' })).status).toBe(410);
    expect((await test.store.message(id))?.state).toBe('warned');
  });

  it('has a link that cannot be altered, moved to another message, or outlive its time', async () => {
    const { id, link } = await warned();
    const other = await warned();
    const token = link.slice(link.lastIndexOf('/') + 1);
    const expiresAt = new Date(Date.now() - 1000);
    const old = test.links.sign({ messageId: id, purpose: 'warn', expiresAt });
    for (const [altered, status] of [
      [`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, 404],
      [token.slice(0, 24) + other.link.slice(-48), 404],
      [old, 410],
    ] as const) {
      expect((await post(`${test.http}/w/${altered}`, { choice: 'send', reason: 'entitled' })).status).toBe(status);
    }
    expect((await test.store.message(id))?.state).toBe('warned');
  });
});

describe('where the configuration delivers what nobody answered', () => {
  it('is delivered when the time is up, and its sender is told', async () => {
    const lenientHost = await startSmartHost();
    const lenient = await startTestGateway({ smarthost: lenientHost, config: { hold: { warnDefault: 'deliver' } } });
    try {
      const { id, to } = await warned(lenient, lenientHost);
      await lenient.makeDue(id);
      const message = await lenient.reaches(id, 'delivered');
      expect(message.decision).toMatchObject({ by: 'expiry', choice: 'deliver' });
      await lenientHost.mailFor(to);
      const notice = await lenientHost.mailFor(`asker${count}@school.example`, 2);
      expect(notice.raw.toString()).toContain('X-Hallpass-Notice: expired');
      expect(notice.raw.toString()).not.toContain('multipart/report');
    } finally {
      await lenient.stop();
      await lenientHost.down();
    }
  });
});

/** Traces and the queue in the API: where a message is, what waits and why, trying it now; no subject and no content. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Queue, Trace } from '../../src/review/contract/mail-flow.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewer, type Reviewers } from './reviewers.ts';

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let admin: Reviewer;
beforeAll(async () => {
  host = await startSmartHost({ rcpt: { 'busy@museum.example': '450 4.2.1 Mailbox busy' } });
  test = await startTestGateway({ smarthost: host });
  reviewers = await openReviewers(test);
  admin = await reviewers.add('administrator', { name: 'Ann Lee' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

it('an administrator finds a message and its way, sees why it waits, and has it tried now', async () => {
  const recipients = ['pat@museum.example', 'busy@museum.example'];
  const raw = letter({ subject: 'Marmalade', text: 'The secret word is please-tangerine.' });
  const id = await test.accepted({ sender, recipients, raw });
  await test.attempted(id, 1);
  for (const query of [`sender=${sender}`, 'sender=@school.example', 'recipient=PAT@museum.example', `id=${id}`]) {
    const found = await admin.get<Trace>(`/trace?${query}`);
    const from = { sender, client: '127.0.0.1', tls: false, size: raw.length };
    expect(found.messages).toEqual([expect.objectContaining({ id, state: 'delivering', ...from })]);
    expect(found.messages[0]?.recipients).toEqual([
      expect.objectContaining({ address: recipients[0], state: 'delivered', status: '2.0.0', remote: host.address }),
      expect.objectContaining({ address: recipients[1], state: 'pending', reply: '450 4.2.1 Mailbox busy' }),
    ]);
    expect(found.messages[0]?.events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['received', 'verdict']),
    );
    expect(JSON.stringify(found)).not.toMatch(/marmalade|tangerine/i);
  }
  expect((await admin.get<Trace>('/trace?sender=teache_@school.example')).messages).toEqual([]);
  expect((await admin.call('GET', '/trace')).status).toBe(400);
  const at = Date.parse((await admin.get<Trace>(`/trace?id=${id}`)).messages[0]!.receivedAt);
  const time = (ms: number): string => new Date(at + ms).toISOString();
  const between = (from: string, to: string) => admin.get<Trace>(`/trace?from=${from}&until=${to}`);
  expect((await between(time(0), time(1))).messages).toEqual([expect.objectContaining({ id })]);
  expect((await between(time(-1000), time(0))).messages).toEqual([]);
  expect((await admin.call('GET', '/trace?from=yesterday')).status).toBe(400);

  const { groups } = await admin.get<Queue>('/queue');
  expect(groups).toEqual([expect.objectContaining({ messages: 1, recipients: 1, reply: '450 4.2.1 Mailbox busy' })]);
  host.program({});
  expect((await admin.call('POST', '/queue/retry', { ids: [id] })).body).toEqual({ messages: 1 });
  await test.reaches(id, 'delivered');
  expect((await admin.get<Queue>('/queue')).groups).toEqual([]);
});

it('records who looked, without the address looked for', async () => {
  const events = await test.sql<{ actor: string; detail: unknown }>(
    "SELECT actor, detail FROM audit_events WHERE event = 'trace-read' ORDER BY seq",
  );
  expect(events.slice(0, 5).map(({ detail }) => detail)).toEqual([1, 1, 1, 1, 0].map((messages) => ({ messages })));
  expect(new Set(events.map(({ actor }) => actor))).toEqual(new Set([admin.email]));
});

it('an administrator returns what waits for a reason: the sender gets a report, and who asked is recorded', async () => {
  host.program({ rcpt: { 'full@museum.example': '452 4.2.2 Mailbox full', 'busy@museum.example': '450 4.2.1 Busy' } });
  const waiting = await test.accepted({
    sender,
    recipients: ['full@museum.example', 'pat@museum.example'],
    raw: letter(),
  });
  const other = await test.accepted({ sender, recipients: ['busy@museum.example'], raw: letter() });
  await test.attempted(waiting, 1);
  await test.attempted(other, 1);
  const { groups } = await admin.get<Queue>('/queue');
  const { remote, status, reply } = groups.find((group) => group.reply?.includes('full'))!;
  const manager = await reviewers.add('manager', { name: 'Mia Ortiz' });
  const reason = { reason: { remote, status, reply } };
  expect((await manager.call('POST', '/queue/return', reason)).status).toBe(403);
  expect((await admin.call('POST', '/queue/return', reason)).body).toEqual({ messages: 1 });
  const message = await test.reaches(waiting, 'delivered');
  expect(message.recipients.map(({ state, status: code }) => [state, code])).toEqual([
    ['failed', '5.4.7'],
    ['delivered', '2.0.0'],
  ]);
  expect(message.events).toContainEqual(expect.objectContaining({ event: 'return-requested', actor: admin.email }));
  const notice = await host.mailFor(sender);
  expect(notice.raw.toString()).toMatch(/^Final-Recipient: rfc822; ?full@museum\.example/m);
  expect((await test.store.message(other))?.state).toBe('delivering');
});

it('nothing is sent to a paused hop, and what waited for it is sent when it is resumed', async () => {
  host.program({});
  expect((await admin.call('POST', '/queue/pause', { hop: 'no port' })).status).toBe(400);
  expect((await admin.call('POST', '/queue/pause', { hop: host.address })).status).toBe(204);
  const waiting = await until(async () => {
    const id = await test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter() });
    const { recipients } = await test.attempted(id, 1);
    return recipients[0]?.reply?.includes('paused by an administrator') ? id : undefined;
  });
  const { groups, hops } = await admin.get<Queue>('/queue');
  expect(groups).toContainEqual(expect.objectContaining({ reply: `${host.address}: paused by an administrator` }));
  expect(hops).toEqual([
    expect.objectContaining({
      hop: host.address,
      condition: 'up',
      pausedBy: admin.email,
      pausedAt: expect.any(String),
    }),
  ]);
  const taken = host.mails.length;
  await admin.call('POST', '/queue/retry', { ids: [waiting] });
  await test.attempted(waiting, 2);
  expect(host.mails).toHaveLength(taken);
  expect((await admin.call('POST', '/queue/resume', { hop: host.address })).status).toBe(204);
  await test.reaches(waiting, 'delivered');
  expect((await admin.get<Queue>('/queue')).hops).toEqual([expect.objectContaining({ pausedAt: null })]);
  const events = await test.sql("SELECT event, actor, detail FROM audit_events WHERE event LIKE 'hop-%' ORDER BY seq");
  expect(events).toEqual([
    { event: 'hop-paused', actor: admin.email, detail: { hop: host.address } },
    { event: 'hop-resumed', actor: admin.email, detail: { hop: host.address } },
  ]);
});

/** The story of a threat: nobody releases it in passing. Through the API, in bulk, by token and at the command line. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { BulkResult } from '../../src/review/contract/actions.ts';
import type { MessageHistory } from '../../src/review/contract/message.ts';
import { hallpassCommand, run } from '../harness/command.ts';
import type { TestGateway } from '../harness/gateway.ts';
import type { SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewScene, type Reviewer, type Reviewers, type ReviewScene } from './reviewers.ts';

const password = 'seven green kayaks';
const sender = 'roy.tanaka@maple.example';
let scene: ReviewScene;
let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
let ben: Reviewer;

beforeAll(async () => {
  scene = await openReviewScene();
  ({ host, test, reviewers, mia, ben } = scene);
});
afterAll(() => scene.close());

let count = 0;
async function held(...lines: string[]): Promise<string> {
  count += 1;
  const to = `reader${count}@else.example`;
  const raw = [`From: Roy Tanaka <${sender}>`, `To: ${to}`, 'Subject: Tomorrow', '', ...lines, ''].join('\r\n');
  const id = await test.accepted({ sender, recipients: [to], raw });
  await test.reaches(id, 'quarantined');
  return id;
}
const threat = () => held('I will kill you tomorrow, and I will bring my gun to your house.');
const stateOf = async (id: string): Promise<string> => (await test.store.message(id))!.state;
const command = (id: string, ...more: string[]) =>
  run(hallpassCommand, ['quarantine', 'release', id, ...more], test.environment, `${password}\n`);

it('is released with a reason and after a reveal', async () => {
  const id = await threat();
  const detail = await mia.detail(id);
  expect(detail.gravity[0]).toBe('threat');
  expect(detail.actions.map(({ action }) => action)).toContain('escalate');
  expect(await mia.act(id, { action: 'release', reason: ' ' })).toMatchObject({
    ok: false,
    code: 'conflict.needs-reason',
  });
  expect(await mia.act(id, { action: 'release', reason: 'A line of a play' })).toMatchObject({
    ok: false,
    code: 'conflict.needs-reading',
  });
  expect(await stateOf(id)).toBe('quarantined');
  // The reveal of one reviewer is not the reading of another.
  await mia.call('POST', `/messages/${id}/reveal`, { reason: 'To make a decision' });
  expect(await ben.act(id, { action: 'release', reason: 'A line of a play' })).toMatchObject({ ok: false });
  expect(await mia.act(id, { action: 'release', reason: 'A line of a play' })).toMatchObject({ ok: true });
  await reviewers.reaches(mia, id, 'released');
});

it('is released unread only where somebody says so, which the history shows', async () => {
  const id = await threat();
  expect(
    await ben.act(id, { action: 'release', reason: 'The police asked for it', withoutReading: true }),
  ).toMatchObject({
    ok: true,
  });
  await reviewers.reaches(ben, id, 'released');
  const { events } = await ben.get<MessageHistory>(`/messages/${id}/history`);
  expect(events.map(({ words }) => words)).toContain('Decided: release, without reading');
});

it('is not released in bulk among others, nor by a program', async () => {
  const [id, other] = [await threat(), await held('Mai See Vang lives at 101 Quarry Rd, Maple Falls, WI 53199.')];
  const { body } = await mia.call<BulkResult>('POST', '/messages/actions', {
    ids: [id, other],
    action: { action: 'release', reason: 'All checked' },
  });
  expect(body.results).toMatchObject([
    { id, ok: false, code: 'conflict.needs-reading' },
    { id: other, ok: true },
  ]);
  const { body: token } = await ben.call<{ secret: string }>('POST', '/tokens', {
    name: 'A program',
    scopes: ['messages:decide'],
    expiresAt: null,
  });
  const answer = await fetch(`${test.http}/api/messages/${id}/actions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'release', reason: 'All checked' }),
  });
  expect(await answer.json()).toMatchObject({ ok: false, code: 'conflict.needs-reading' });
  expect(await stateOf(id)).toBe('quarantined');
});

it('is not released at the command line without a reason and a statement', async () => {
  const id = await threat();
  const wordless = await command(id, '--as', mia.email);
  expect([wordless.code, wordless.stderr]).toEqual([2, expect.stringContaining('a reason is missing')]);
  const unread = await command(id, '--reason', 'A play', '--as', mia.email);
  expect([unread.code, unread.stderr]).toEqual([2, expect.stringContaining('--without-reading')]);
  expect(await stateOf(id)).toBe('quarantined');
  const released = await command(id, '--reason', 'A play', '--without-reading', '--as', mia.email);
  expect([released.code, released.stdout]).toEqual([0, expect.stringContaining('Released to 1 recipient')]);
});

it('weighs only where student data goes to somebody who may not have it', async () => {
  const records = await held('Mai See Vang has an IEP for a reading disability and was suspended on Monday.');
  expect((await mia.detail(records)).gravity).toContain('records');
  expect(await mia.act(records, { action: 'release', reason: 'Asked for' })).toMatchObject({
    ok: false,
    code: 'conflict.needs-reading',
  });
  const one = await held('Mai See Vang lives at 101 Quarry Rd, Maple Falls, WI 53199.');
  expect((await mia.detail(one)).gravity).toEqual([]);
  expect(await mia.act(one, { action: 'release', reason: 'Asked for' })).toMatchObject({ ok: true });
});

it('is escalated and assigned with a mail to those concerned, without content', async () => {
  const high = await reviewers.add('manager', { name: 'Hal High', schools: ['Maple Valley High School'] });
  const sam = await reviewers.add('reviewer', { name: 'Sam Okafor' });
  const id = await threat();
  await mia.act(id, { action: 'escalate', note: 'Please call Mai See Vang’s mother.' });
  await mia.act(id, { action: 'assign', to: sam.id });
  await sam.act(id, { action: 'assign', to: sam.id });
  const noticeTo = (address: string, label: string) =>
    until(() =>
      host.mails.find(
        ({ recipients, raw }) =>
          recipients.some((one) => one.address === address) &&
          raw.toString().includes(`Subject: ${label}: message ${id}`),
      ),
    );
  for (const mail of [await noticeTo(ben.email, 'Escalated'), await noticeTo(sam.email, 'Assigned to you')]) {
    const text = mail.raw.toString().replaceAll('=\r\n', '');
    expect(text).toContain(`/messages/${id}`);
    expect(text).not.toMatch(/kill|gun|Vang|roy\.tanaka|Subject: Tomorrow|else\.example/);
  }
  // A manager of another school cannot open the message, and gets no mail about it.
  const told = host.mails.flatMap(({ recipients }) => recipients.map(({ address }) => address));
  expect(told).not.toContain(high.email);
  expect(told.filter((address) => address === sam.email)).toHaveLength(1);
});

it('is a false alarm in one action: judged, released, and counted', async () => {
  const id = await held('Mai See Vang lives at 101 Quarry Rd, Maple Falls, WI 53199.');
  expect(await mia.act(id, { action: 'false-alarm', reason: '' })).toMatchObject({
    ok: true,
    words: 'False alarm: releasing to 1 recipient.',
  });
  const detail = await reviewers.reaches(mia, id, 'released');
  expect(new Set(detail.findings.map(({ judgement }) => judgement))).toEqual(new Set(['false-alarm']));
  const grave = await threat();
  expect(await mia.act(grave, { action: 'false-alarm', reason: '' })).toMatchObject({ code: 'conflict.needs-reason' });
  expect((await mia.detail(grave)).findings.map(({ judgement }) => judgement)).not.toContain('false-alarm');
});

it('goes to the entitled recipients in bulk, and stays where nobody is entitled', async () => {
  const to = ['pahoua.vang@mailhop.example', 'orders@printco.example'];
  const raw = (text: string) =>
    [`From: Roy <${sender}>`, `To: ${to.join(', ')}`, 'Subject: Home', '', text, ''].join('\r\n');
  const both = await test.accepted({
    sender,
    recipients: to,
    raw: raw('Mai See Vang lives at 101 Quarry Rd, Maple Falls, WI 53199.'),
  });
  await test.reaches(both, 'quarantined');
  const none = await held('Mai See Vang lives at 101 Quarry Rd, Maple Falls, WI 53199.');
  const { body } = await mia.call<BulkResult>('POST', '/messages/actions', {
    ids: [both, none],
    action: { action: 'release', reason: 'Her own family', to: 'entitled' },
  });
  expect(body.results).toMatchObject([
    { id: both, ok: true, words: 'Releasing to 1 recipient.' },
    { id: none, ok: false, code: 'conflict.nobody-entitled' },
  ]);
  const released = await reviewers.reaches(mia, both, 'released');
  expect(released.recipientList.map(({ delivery }) => delivery)).toEqual(['delivered', 'withheld']);
});

/** Limits of access: what an account of one school, an account without content, or a token must not learn or allow. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageDetail } from '../../src/review/contract/message.ts';
import type { AuditPage, Disclosures, Overview } from '../../src/review/contract/pages.ts';
import type { ActivePolicy } from '../../src/review/contract/policy.ts';
import type { TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openReviewers, startMapleGateway, type Reviewer, type Reviewers } from './reviewers.ts';

const oakHill = 'Oak Hill Elementary School';
let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let oak: Reviewer;
let high: Reviewer;
let all: Reviewer;
let auditor: Reviewer;
const sender = 'roy.tanaka@maple.example';

beforeAll(async () => {
  host = await startSmartHost();
  test = await startMapleGateway(host);
  reviewers = await openReviewers(test);
  oak = await reviewers.add('reviewer', { name: 'Olive Oak', schools: [oakHill] });
  high = await reviewers.add('manager', { name: 'Hal High', schools: ['Maple Valley High School'] });
  all = await reviewers.add('manager', { name: 'Ada All' });
  auditor = await reviewers.add('auditor', { name: 'Avi Auditor' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

let count = 0;
/** A message about a student of Oak Hill. */
async function held(): Promise<string> {
  count += 1;
  const to = `orders${count}@printco.example`;
  const id = await test.accepted({
    sender,
    recipients: [to],
    raw: [
      `From: Roy Tanaka <${sender}>`,
      `To: ${to}`,
      'Subject: For the name tags',
      '',
      'Mai See Vang lives at 101 Quarry Rd, Maple Falls, WI 53199.',
      'Mai is new; please see to it that the tag reads well.',
      '',
    ].join('\r\n'),
  });
  await test.reaches(id, 'quarantined');
  return id;
}

describe('an account of another school', () => {
  it('sees no trace of a message in counts, the audit log and judgements', async () => {
    const id = await held();
    await oak.act(id, { action: 'claim' });
    const policy = await high.get<ActivePolicy>('/policy');
    expect(policy.rules.map(({ matchedLast30Days }) => matchedLast30Days).filter((n) => n > 0)).toEqual([]);
    expect((await oak.get<ActivePolicy>('/policy')).rules.some((rule) => rule.matchedLast30Days > 0)).toBe(true);
    const overview = await high.get<Overview>('/overview');
    expect(overview).toMatchObject({ totals: { messages: 0, held: 0 }, rules: [], oldest: null });
    for (const q of ['', id, 'claimed', oak.email]) {
      const { rows } = await high.get<AuditPage>(`/audit?limit=200&q=${q}`);
      expect(rows.filter(({ messageId }) => messageId !== null)).toEqual([]);
    }
    expect((await all.get<AuditPage>(`/audit?q=${id}`)).rows.length).toBeGreaterThan(2);
    const judged = await high.call('PUT', `/messages/${id}/judgements`, { findings: [0], judgement: 'false-alarm' });
    expect(judged.status).toBe(404);
    const bulk = await high.call<{ results: { ok: boolean; code: string }[] }>('POST', '/messages/actions', {
      ids: [id],
      action: { action: 'note', text: 'x' },
    });
    expect(bulk.body.results).toMatchObject([{ ok: false, code: 'message.not-found' }]);
    await oak.act(id, { action: 'release', reason: 'The printer has a contract' });
    await reviewers.reaches(oak, id, 'released');
    expect((await high.get<Disclosures>('/disclosures')).rows).toEqual([]);
  });

  it('sees a shared search by words only if it could find the same messages', async () => {
    const view = { sort: 'newest', shared: true };
    await all.call('POST', '/views', { ...view, name: 'Vang, by all', query: 'student:vang' });
    await oak.call('POST', '/views', { ...view, name: 'Vang, by Oak', query: 'vang' });
    await oak.call('POST', '/views', { ...view, name: 'Phones', query: 'is:open code:student-pii.phone' });
    const second = await reviewers.add('reviewer', { schools: [oakHill, 'Elm Street Middle School'] });
    const names = async (reviewer: Reviewer) =>
      (await reviewer.get<{ views: { name: string }[] }>('/views')).views.map(({ name }) => name);
    expect(await names(high)).toEqual(['Phones']);
    expect(await names(second)).toEqual(['Phones', 'Vang, by Oak']);
    expect(await names(all)).toEqual(['Phones', 'Vang, by all', 'Vang, by Oak']);
  });
});

describe('an account without content', () => {
  it('cannot read reasons or search disclosures by student', async () => {
    const [sent, returned] = [await held(), await held()];
    await all.act(sent, { action: 'release', reason: 'Mai Vang has a contract' });
    await all.act(returned, { action: 'return', words: 'Leave out Mai Vang' });
    await reviewers.reaches(all, sent, 'released');
    const seen = await reviewers.reaches(auditor, returned, 'returned');
    expect(seen.decision).toMatchObject({ by: 'Ada All', words: '' });
    expect((await all.detail(returned)).decision).toMatchObject({ words: 'Leave out Mai Vang' });
    const found = async (reviewer: Reviewer, q: string) =>
      (await reviewer.get<Disclosures>(`/disclosures?q=${q}`)).rows.map(({ messageId }) => messageId);
    expect(await found(all, 'vang')).toContain(sent);
    expect(await found(all, 'tags')).toContain(sent);
    expect(await found(auditor, 'vang')).toEqual([]);
    expect(await found(auditor, 'tags')).toEqual([]);
    expect(await found(auditor, 'printco')).toContain(sent);
  });
});

describe('the masking of content', () => {
  it('masks findings and the names of their students everywhere', async () => {
    const id = await held();
    const text = (await all.content(id)).parts.map((part) => part.text).join('\n');
    expect(text).toContain('███ is new; please see to it that the tag reads well.');
    expect(text).not.toMatch(/Mai|See|Vang|Quarry/);
  });

  it('masks content for a token even if its owner has revealed the message', async () => {
    const id = await held();
    await all.call('POST', `/messages/${id}/reveal`, { reason: 'A parent called' });
    expect((await all.detail(id)).findings[0]!.about).toBe('Mai See Vang');
    const { body } = await all.call<{ secret: string }>('POST', '/tokens', {
      name: 'Dashboard',
      scopes: ['messages:read'],
      expiresAt: null,
    });
    const answer = await fetch(`${test.http}/api/messages/${id}`, {
      headers: { authorization: `Bearer ${body.secret}` },
    });
    const detail = (await answer.json()) as MessageDetail;
    expect([detail.revealed, detail.findings[0]!.about]).toEqual([false, 'M. S. V.']);
  });

  it('records each time when revealed content is viewed again', async () => {
    const id = await held();
    const reading = async () =>
      (await all.get<{ events: { event: string }[] }>(`/messages/${id}/history`)).events
        .map(({ event }) => event)
        .filter((event) => event.startsWith('revealed'));
    await all.content(id);
    expect(await reading()).toEqual([]);
    await all.call('POST', `/messages/${id}/reveal`, { reason: 'A parent called' });
    await all.content(id);
    expect(await reading()).toEqual(['revealed']);
    const later = new Date(Date.now() + 2 * 3_600_000);
    await reviewers.store.records.read(id, all, later);
    expect(await reading()).toEqual(['revealed', 'revealed-read']);
    for (const view of ['', '/content', '/rendered', '/headers']) await all.get(`/messages/${id}${view}`);
    expect(await reading()).toEqual(['revealed', 'revealed-read']);
  });
});

describe('an exception', () => {
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const allow = (reviewer: Reviewer, id: string, exception: object) =>
    reviewer.call<{ ok?: boolean; fields?: { path: string }[] }>('POST', `/messages/${id}/actions`, {
      action: 'release-and-allow',
      reason: 'ok',
      exception: { codes: ['student-pii.home-address'], expiresAt, reason: 'ok', wouldRelease: 0, ...exception },
    });

  it('allows only what is in the message', async () => {
    const id = await held();
    const recipient = `orders${count}@printco.example`;
    for (const [path, exception] of [
      ['exception.sender', { sender: 'somebody.else@maple.example' }],
      ['exception.recipient', { sender, recipient: 'elsewhere.example' }],
      ['exception.codes.0', { sender, codes: ['threat.*'] }],
      ['exception.codes.0', { sender, codes: ['*'] }],
      ['exception.codes.0', { sender, codes: ['student-pii.*'] }],
      ['exception', { sender: 'maple.example' }],
      ['exception', {}],
      ['exception.expiresAt', { sender, expiresAt: new Date(Date.now() + 500 * 86_400_000).toISOString() }],
    ] as const) {
      const { status, body } = await allow(all, id, exception);
      expect([status, body.fields?.map((field) => field.path)]).toEqual([400, [path]]);
    }
    // An account of one school names the sender: the exception holds for all schools.
    expect((await allow(oak, id, { recipient: 'printco.example' })).status).toBe(400);
    expect((await allow(oak, id, { sender: 'maple.example', recipient })).status).toBe(400);
    expect((await allow(oak, id, { sender, recipient })).body.ok).toBe(true);
  });
});

it('refuses or ignores input that the console never sends', async () => {
  const cursor = (text: string) => Buffer.from(text).toString('base64url');
  const zeros = '00000000-0000-0000-0000-000000000000';
  for (const path of [
    `/messages?q=&sort=oldest&cursor=${cursor(JSON.stringify(['oldest', '2026-02-31 10:00:00+00', zeros]))}`,
    `/messages?q=&sort=oldest&cursor=${cursor(JSON.stringify(['oldest', '2026-02-01 10:00:00+99', zeros]))}`,
    `/messages?q=&sort=oldest&cursor=${cursor(JSON.stringify(['oldest', '2026-02-01 10:00:00+00', '-'.repeat(36)]))}`,
    `/disclosures?cursor=${cursor(`:::: | ${zeros} | 1`)}`,
    `/disclosures?cursor=${cursor(`2026-02-01 10:00:00+00 | ${'-'.repeat(36)} | 1`)}`,
    `/disclosures?cursor=${cursor(`2026-02-01 10:00:00+00 | ${zeros} | 99999999999`)}`,
    `/audit?cursor=${cursor('--')}`,
    `/audit?q=${'-'.repeat(36)}`,
    `/audit?q=00000000-----------------------------`,
    `/audit?q=%25_%5C'`,
    `/messages?q=${encodeURIComponent(`code:${'*a'.repeat(100)}`)}`,
    `/messages/counts?q=${encodeURIComponent(`code:${'*a'.repeat(100)}`)}`,
  ])
    expect([path, (await all.call('GET', path)).status]).toEqual([path, 200]);
  const id = await held();
  for (const [method, path, body] of [
    ['GET', '/messages?q=a%00b', undefined],
    ['GET', '/audit?q=a%00b', undefined],
    ['POST', `/messages/${id}/actions`, { action: 'note', text: 'a\0b' }],
    ['POST', '/accounts', { name: 'a\0b', email: 'x@school.example', role: 'reviewer', schools: [] }],
    ['POST', '/accounts', { name: 'a', email: 'x@school.example', role: 'reviewer', schools: ['a\0b'] }],
  ] as const)
    expect([path, (await all.call(method, path, body)).status]).toEqual([path, 400]);
});

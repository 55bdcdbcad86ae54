/** Permissions in review: accounts of certain schools, releases with two approvals, roles without content, disclosures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MessageCounts, MessageDetail, MessageHistory } from '../../src/review/contract/message.ts';
import type { AuditPage, Disclosures, Overview } from '../../src/review/contract/pages.ts';
import { linkIn, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { mapleRoster, openReviewers, startMapleGateway, type Reviewer, type Reviewers } from './reviewers.ts';

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let oak: Reviewer;
let high: Reviewer;
let all: Reviewer;
let second: Reviewer;
let auditor: Reviewer;
const sender = 'roy.tanaka@maple.example';

beforeAll(async () => {
  host = await startSmartHost();
  test = await startMapleGateway(host);
  reviewers = await openReviewers(test);
  oak = await reviewers.add('reviewer', { name: 'Olive Oak', schools: ['Oak Hill Elementary School'] });
  high = await reviewers.add('reviewer', { name: 'Hal High', schools: ['Maple Valley High School'] });
  all = await reviewers.add('manager', { name: 'Ada All' });
  second = await reviewers.add('reviewer', { name: 'Sia Second' });
  auditor = await reviewers.add('auditor', { name: 'Avi Auditor' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

async function held(
  lines: readonly string[],
  recipients: readonly string[],
  subject = 'For the name tags',
): Promise<string> {
  const raw = [
    `From: Roy Tanaka <${sender}>`,
    `To: ${recipients.join(', ')}`,
    `Subject: ${subject}`,
    'Message-ID: <tags@maple.example>',
    '',
    ...lines,
    '',
  ].join('\r\n');
  const id = await test.accepted({ sender, recipients: [...recipients], raw });
  await test.reaches(id, 'quarantined');
  return id;
}
const vang = 'Mai See Vang lives at 101 Quarry Rd, Maple Falls, WI 53199.';

describe('a reviewer of some schools', () => {
  it('sees the messages about students of these schools, and of no other', async () => {
    const id = await held([vang], ['orders@printco.example']);
    const row = (await oak.list('is:open')).rows.find((one) => one.id === id);
    expect(row).toMatchObject({
      headline: expect.stringMatching(/^1 student’s home address\b.* to printco\.example$/),
      schools: expect.arrayContaining(['Oak Hill Elementary School']),
      students: 1,
    });
    expect((await high.list('is:open')).rows).toEqual([]);
    const counts = await high.get<MessageCounts>('/messages/counts?q=');
    expect(counts).toMatchObject({ states: [], schools: [], nav: { review: 0 } });
    const { events } = await oak.get<MessageHistory>(`/messages/${id}/history`);
    expect(counts.lastCheckedAt).toBe(events.find(({ event }) => event === 'verdict')!.at);
    for (const [method, path, body] of [
      ['GET', ''],
      ['GET', '/content'],
      ['GET', '/history'],
      ['GET', '/rendered'],
      ['GET', '/headers'],
      ['GET', '/raw'],
      ['POST', '/reveal', { reason: 'To look at it' }],
      ['POST', '/actions', { action: 'release', reason: '' }],
      ['POST', '/actions', { action: 'note', text: 'x' }],
      ['PUT', '/findings/0/judgement', { judgement: 'confirmed' }],
      ['PUT', '/judgements', { findings: [0], judgement: 'confirmed' }],
    ] as const)
      expect({ path, status: (await high.call(method, `/messages/${id}${path}`, body)).status }).toEqual({
        path,
        status: 404,
      });
    expect((await high.list('student:vang')).total).toBe(0);
    expect((await oak.list('student:"mai vang"')).rows.map((one) => one.id)).toContain(id);
    expect((await oak.list('school:oak')).rows.map((one) => one.id)).toContain(id);
    expect((await all.act(id, { action: 'assign', to: high.id })).ok).toBe(false);
    expect((await all.act(id, { action: 'assign', to: oak.id })).ok).toBe(true);
  });

  it('receives events about these messages only', async () => {
    const heard = { oak: [] as string[], high: [] as string[] };
    const stop = new AbortController();
    const listen = async (reviewer: Reviewer, into: string[]) => {
      const { body, headers } = await fetch(`${test.http}/api/events`, {
        headers: reviewer.headers,
        signal: stop.signal,
      });
      expect(headers.get('content-type')).toContain('text/event-stream');
      const decoder = new TextDecoder();
      for await (const chunk of body!) into.push(decoder.decode(chunk as Uint8Array));
    };
    const listening = Promise.allSettled([listen(oak, heard.oak), listen(high, heard.high)]);
    await until(() => heard.oak.length > 0 && heard.high.length > 0);
    const id = await held([vang], ['orders@printco.example']);
    await until(() => heard.oak.join('').includes(`data: {"id":"${id}"}`));
    await all.act(id, { action: 'note', text: 'no change of the row' });
    await all.act(id, { action: 'claim' });
    await until(() => heard.oak.join('').split(id).length > 2);
    expect(heard.high.join('')).not.toContain(id);
    stop.abort();
    await listening;
  });
});

describe('a message', () => {
  it('shows the relation of each recipient, and is released to the entitled ones', async () => {
    const id = await held([vang], ['pahoua.vang@mailhop.example', 'orders@printco.example']);
    const detail = await oak.detail(id);
    expect(detail.recipientList.map(({ relation, entitled }) => [relation, entitled])).toEqual([
      ['own family (1 student)', 'yes'],
      ['not entitled', 'no'],
    ]);
    const release = detail.actions.find(({ action }) => action === 'release')!;
    expect(release).toEqual({ action: 'release', label: 'Release to 1 entitled recipient', recipients: [0] });
    await oak.act(id, { action: 'release', recipients: release.recipients!, reason: 'Her own mother' });
    await reviewers.reaches(oak, id, 'released');
    const { rows } = await all.get<Disclosures>('/disclosures?q=vang');
    expect(rows.filter(({ messageId }) => messageId === id)).toEqual([]);
  });

  it('needs approvals of two different people if the policy says so', async () => {
    const users = readFileSync(join(mapleRoster, 'users.csv'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('s-'));
    const addresses = new Map(
      readFileSync(join(mapleRoster, 'addresses.csv'), 'utf8')
        .split('\n')
        .map((line) => [line.split(',')[0], line.split(',').slice(1).join(', ')]),
    );
    const lines = users
      .map((line) => line.split(','))
      .map((cells) => `${cells[8]} ${cells[9]}, ${addresses.get(cells[0]) ?? ''}`);
    const id = await held(lines, ['orders@printco.example'], 'Everybody');
    const before = await all.detail(id);
    expect(before.approvals).toEqual({ given: 0, needed: 2 });
    expect(before.severity).toBe('high');
    expect(before.actions[0]!.label).toContain('Approve release');
    expect(await all.act(id, { action: 'release', reason: 'Yearbook', withoutReading: true })).toMatchObject({
      ok: true,
      undoUntil: null,
    });
    expect(await all.act(id, { action: 'release', reason: 'Again', withoutReading: true })).toMatchObject({
      ok: false,
      code: 'conflict.already-agreed',
    });
    expect((await all.detail(id)).state).toBe('held');
    expect(await all.act(id, { action: 'undo' })).toMatchObject({ ok: true });
    expect((await all.detail(id)).approvals.given).toBe(0);
    await all.act(id, { action: 'release', reason: 'Yearbook', withoutReading: true });
    expect(await second.act(id, { action: 'release', reason: 'Yearbook, agreed', withoutReading: true })).toMatchObject(
      {
        ok: true,
        words: 'Releasing to 1 recipient.',
      },
    );
    const released = await reviewers.reaches(all, id, 'released');
    expect(released.decision).toMatchObject({ by: 'Sia Second' });

    const { rows } = await all.get<Disclosures>('/disclosures?q=printco');
    const disclosed = rows.find(({ messageId }) => messageId === id)!;
    expect(disclosed).toMatchObject({
      recipient: 'orders@printco.example',
      by: `${all.name} and Sia Second`,
      reason: `${all.name}: Yearbook; Sia Second: Yearbook, agreed`,
    });
    expect(disclosed).toMatchObject({ subject: 'Everybody' });
    expect(disclosed.schools).toContain('Oak Hill Elementary School');
    const byId = await all.get<Disclosures>(`/disclosures?q=${id}`);
    expect(byId.rows.map(({ messageId }) => messageId)).toEqual([id]);
    expect(disclosed.studentCount).toBeGreaterThan(9);
    expect(disclosed.students).toContain('Mai See Vang');
    const masked = (await auditor.get<Disclosures>('/disclosures?q=printco')).rows.find(
      ({ messageId }) => messageId === id,
    )!;
    expect(masked.students.join()).not.toContain('Vang');
    expect(masked.reason).toBe('');
    expect(masked.subject).toBe('');
    const decided = await auditor.get<AuditPage>(`/audit?q=${id}&kind=decisions`);
    expect(new Set(decided.rows.map(({ event }) => event))).toEqual(
      new Set(['release-agreed', 'undone', 'decided', 'release', 'released']),
    );
    expect((await auditor.call('GET', '/audit?kind=everything')).status).toBe(400);
    const accounts = await auditor.get<AuditPage>('/audit?kind=accounts&q=account-created');
    expect(accounts.rows.map(({ words }) => words)).toContain(`Account created: ${second.email} (reviewer)`);
  });

  it('is listed for an auditor without its content', async () => {
    const id = await held([vang], ['orders@printco.example'], 'Secret topic');
    const row = (await auditor.list('is:open')).rows.find((one) => one.id === id)!;
    expect(row).toMatchObject({ subject: '', headline: expect.stringContaining('printco.example') });
    const detail = await auditor.detail(id);
    expect(JSON.stringify(detail)).not.toMatch(/Secret topic|Vang|Quarry/);
    expect(detail).toMatchObject({ actions: [], views: [] });
    expect((await auditor.call('GET', `/messages?q=${encodeURIComponent('subject:secret')}`)).status).toBe(403);
    expect((await auditor.list('topic')).total).toBe(0);
  });

  it('can be appealed by its sender, and the answer is sent by mail', async () => {
    const id = await held([vang], ['orders@printco.example'], 'Heard');
    const notices = (await test.reaches(id, 'quarantined')).notices;
    expect(notices.map(({ notice }) => notice)).toContain('quarantine-held');
    const mail = await until(() => host.mails.findLast(({ raw }) => raw.toString().includes(`quarantine-held.${id}`)));
    const link = linkIn({ ...mail, raw: Buffer.from(mail.raw.toString('latin1').replaceAll('/a/', '/w/')) }).replace(
      '/w/',
      '/a/',
    );
    const page = await fetch(`${link}?lang=en`);
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining('Why should this message be sent?'),
    ]);
    expect((await oak.detail(id)).appealed).toBe(false);
    const post = (words: string) => fetch(`${link}?lang=es`, { method: 'POST', body: new URLSearchParams({ words }) });
    expect((await post('  ')).status).toBe(422);
    expect(await (await post('The printer has a contract <b>with us</b>')).text()).toContain('Recibimos su solicitud');
    expect(await (await post('Once more')).text()).toContain('Recibimos su solicitud');
    const detail = await oak.detail(id);
    expect(detail).toMatchObject({
      appealed: true,
      appeal: { words: 'The printer has a contract <b>with us</b>', answer: null },
    });
    expect((await oak.list('is:appealed')).rows.map((row) => row.id)).toContain(id);
    expect(await oak.get('/messages/counts?q=')).toMatchObject({ nav: { appeals: 1 } });
    expect(
      (await oak.act(id, { action: 'answer-appeal', words: 'Send it without\r\nBcc: addresses@evil.example' })).ok,
    ).toBe(true);
    expect((await oak.act(id, { action: 'answer-appeal', words: 'Twice' })).ok).toBe(false);
    const answer = await until(() =>
      host.mails.findLast(({ raw }) => raw.toString().includes(`appeal-answered.${id}`)),
    );
    const text = answer.raw.toString();
    expect(text.slice(0, text.indexOf('\r\n\r\n'))).not.toMatch(/^bcc:/im);
    expect(text).toContain('Send it without');
    expect((await oak.detail(id)).appealed).toBe(false);
    expect(await (await fetch(`${link}?lang=en`)).text()).toContain('&#60;b&#62;with us');
    expect((await fetch(link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status).toBe(404);
  });
});

describe('the other pages', () => {
  it('count events, and name the person', async () => {
    const overview = await all.get<Overview>('/overview?days=7');
    expect(overview.days).toHaveLength(7);
    expect(overview.totals.messages).toBeGreaterThan(4);
    expect(overview.totals.released).toBeGreaterThan(1);
    expect(overview.decisionHours.median).not.toBeNull();
    expect(overview.oldest).not.toBeNull();
    expect((await high.call('GET', '/overview')).status).toBe(403);
    const audit = await auditor.get<{ rows: { words: string; actor: string; messageId: string }[]; next: string }>(
      `/audit?q=${second.email}&limit=1`,
    );
    expect(audit.rows[0]).toMatchObject({ actor: second.email });
    // Why somebody looked is read by those who may look themselves; whose account it is stands beside what was done to it.
    const open = (await all.list('is:open')).rows[0]!.id;
    await second.call('POST', `/messages/${open}/reveal`, { reason: 'The parent asked on the phone' });
    const reveals = `/audit?kind=reading&q=${open}`;
    expect((await all.get<AuditPage>(reveals)).rows[0]).toMatchObject({
      event: 'revealed',
      actor: second.email,
      reason: 'The parent asked on the phone',
    });
    expect((await auditor.get<AuditPage>(reveals)).rows[0]).toMatchObject({ event: 'revealed', reason: '' });
    const third = await reviewers.add('reviewer', { name: 'Tom Third' });
    await all.call('PATCH', `/accounts/${third.id}`, { schools: ['Oak Hill Elementary School'] });
    const changed = await auditor.get<AuditPage>('/audit?kind=accounts&q=account-changed');
    expect(changed.rows[0]!.words).toBe(`Account changed: ${third.email}`);
    const further = await auditor.get<{ rows: object[] }>(
      `/audit?limit=1&cursor=${(await auditor.get<{ next: string }>('/audit?limit=1')).next}`,
    );
    expect(further.rows).toHaveLength(1);
    const policy = await oak.get<{ rules: { id: string; matchedLast30Days: number }[] }>('/policy');
    expect(policy.rules.some(({ matchedLast30Days }) => matchedLast30Days > 3)).toBe(true);
    const settings = await all.get<{ roster: { students: number }; checks: { id: string }[] }>('/settings');
    expect(settings.roster.students).toBeGreaterThan(9);
  });

  it('keeps saved views of each account, and shared ones', async () => {
    const view = { name: 'Mine', query: 'is:open student:vang', sort: 'newest', shared: false };
    const saved = (await oak.call<{ id: string }>('POST', '/views', view)).body;
    await oak.call('POST', '/views', { ...view, name: 'Ours', shared: true });
    expect((await oak.call('POST', '/views', { ...view, query: 'sender:x' })).status).toBe(400);
    const names = async (reviewer: Reviewer) =>
      (await reviewer.get<{ views: { name: string }[] }>('/views')).views.map(({ name }) => name);
    expect(await names(oak)).toEqual(['Mine', 'Ours']);
    expect(await names(all)).toEqual(['Ours']);
    expect(await names(auditor)).toEqual([]);
    expect((await all.call('DELETE', `/views/${saved.id}`)).status).toBe(404);
    expect((await oak.call('DELETE', `/views/${saved.id}`)).status).toBe(204);
  });

  it('pages through a search without repeats or gaps, in every sort order', async () => {
    const everything = (await all.list('', '&sort=oldest&limit=200')).rows.map(({ id }) => id);
    expect(everything.length).toBeGreaterThan(5);
    for (const sort of ['severity', 'newest', 'oldest', 'score']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await all.list('', `&sort=${sort}&limit=2${cursor}`);
        seen.push(...page.rows.map(({ id }) => id));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      expect([...seen].sort()).toEqual([...everything].sort());
    }
    expect((await all.list('', '&cursor=bm90aGluZw')).rows.length).toBeGreaterThan(0);
  });

  it('answers an invalid search with what is allowed', async () => {
    const { status, body } = await all.call<{ detail: string; fields: object[] }>('GET', '/messages?q=sender%3Amoore');
    expect([status, body.detail]).toEqual([400, expect.stringContaining('from:')]);
    const unknown = await all.call<MessageDetail>('GET', '/messages/01900000-0000-7000-8000-000000000000');
    expect(unknown.status).toBe(404);
  });
});

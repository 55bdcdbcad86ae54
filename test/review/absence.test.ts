/** Absence: on days set in advance, the deputy gets what is assigned or escalated, sees it as their own work, and may take it over. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { letter, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewer, type Reviewers } from './reviewers.ts';

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
let sam: Reviewer;
let ben: Reviewer;

beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host, config: { review: { undoSeconds: 0 } } });
  reviewers = await openReviewers(test);
  mia = await reviewers.add('reviewer', { name: 'Mia Ortiz' });
  sam = await reviewers.add('reviewer', { name: 'Sam Okafor' });
  ben = await reviewers.add('manager', { name: 'Ben Hale' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const setAbsence = (who: Reviewer, deputy: Reviewer, firstDay: string, lastDay: string) =>
  who.call<{ fields?: { path: string; message: string }[] }>('PUT', '/account/absence', {
    deputy: deputy.id,
    firstDay,
    lastDay,
  });
const absent = (who: Reviewer, deputy: Reviewer) => setAbsence(who, deputy, day(-2), day(2));
const back = (who: Reviewer) => who.call('DELETE', '/account/absence');

let count = 0;
async function held(): Promise<string> {
  count += 1;
  const from = `writer${count}@school.example`;
  const to = 'partner@museum.example';
  const id = await test.accepted({ sender: from, recipients: [to], raw: letter({ from, to, text: 'please-hold' }) });
  await test.reaches(id, 'quarantined');
  return id;
}
const mailsTo = ({ email }: Reviewer, label: string, id: string) =>
  host.mails.filter(
    ({ recipients, raw }) =>
      recipients.some(({ address }) => address === email) &&
      raw.toString().includes(`Subject: ${label}: message ${id}`),
  );

it('gives what is assigned to the deputy, with a mail to the deputy alone', async () => {
  expect((await absent(mia, sam)).status).toBe(204);
  const id = await held();
  expect(await ben.act(id, { action: 'assign', to: mia.id })).toMatchObject({
    ok: true,
    words: 'Mia Ortiz is absent. Assigned to the deputy, Sam Okafor.',
  });
  expect((await ben.detail(id)).assignee).toMatchObject({ id: sam.id });
  await until(() => mailsTo(sam, 'Assigned to you', id)[0]);
  expect(mailsTo(mia, 'Assigned to you', id)).toEqual([]);
  const { people } = await ben.get<{ people: { id: string; absentUntil: string | null }[] }>('/assignees');
  expect(people.find(({ id: one }) => one === mia.id)?.absentUntil).toBe(day(2));
  expect(people.find(({ id: one }) => one === sam.id)?.absentUntil).toBeNull();
  expect((await back(mia)).status).toBe(204);
  const later = await held();
  expect(await ben.act(later, { action: 'assign', to: mia.id })).toMatchObject({ words: 'Assigned to Mia Ortiz.' });
});

it('shows the deputy what was assigned before, who may take it over; nobody else may', async () => {
  const id = await held();
  await ben.act(id, { action: 'assign', to: mia.id });
  const isMine = async (who: Reviewer) => (await who.list('is:mine')).rows.some((row) => row.id === id);
  expect([await isMine(mia), await isMine(sam), await isMine(ben)]).toEqual([true, false, false]);
  expect(await sam.act(id, { action: 'claim' })).toMatchObject({ ok: false, code: 'conflict.assigned' });
  await absent(mia, sam);
  expect([await isMine(mia), await isMine(sam), await isMine(ben)]).toEqual([true, true, false]);
  expect(await ben.act(id, { action: 'claim' })).toMatchObject({ ok: false, code: 'conflict.assigned' });
  expect(await sam.act(id, { action: 'claim' })).toMatchObject({ ok: true });
  expect((await sam.detail(id)).assignee).toMatchObject({ id: sam.id });
  await back(mia);
});

it('begins and ends with its days', async () => {
  const id = await held();
  expect((await setAbsence(mia, sam, day(5), day(9))).status).toBe(204);
  expect(await ben.act(id, { action: 'assign', to: mia.id })).toMatchObject({ words: 'Assigned to Mia Ortiz.' });
  await test.sql(`UPDATE absences SET starts_at = now() - interval '2 days', ends_at = now() WHERE account_id = $1`, [
    mia.id,
  ]);
  expect(await ben.act(id, { action: 'assign', to: mia.id })).toMatchObject({ words: 'Assigned to Mia Ortiz.' });
  expect(await mia.get('/account/absence')).toMatchObject({ absence: null });
  await back(mia);
});

it('sends escalations of an absent manager to the deputy, who is a manager', async () => {
  const eva = await reviewers.add('manager', { name: 'Eva Lund' });
  expect((await absent(ben, eva)).status).toBe(204);
  const id = await held();
  await mia.act(id, { action: 'escalate', note: '' });
  await until(() => mailsTo(eva, 'Escalated', id)[0]);
  expect(mailsTo(eva, 'Escalated', id)).toHaveLength(1);
  expect(mailsTo(ben, 'Escalated', id)).toEqual([]);
  await back(ben);
});

it('refuses deputies with fewer rights, and days that make no sense', async () => {
  const limited = await reviewers.add('reviewer', { name: 'Lee Low', schools: ['Lincoln'] });
  const auditor = await reviewers.add('auditor');
  const refused = async (answer: ReturnType<typeof setAbsence>) => {
    const { status, body } = await answer;
    return [status, body.fields?.[0]?.path];
  };
  for (const deputy of [mia, limited, auditor])
    expect(await refused(setAbsence(mia, deputy, day(1), day(2)))).toEqual([400, 'deputy']);
  expect(await refused(setAbsence(ben, mia, day(1), day(2)))).toEqual([400, 'deputy']);
  expect(await refused(setAbsence(mia, sam, day(3), day(2)))).toEqual([400, 'lastDay']);
  expect(await refused(setAbsence(mia, sam, day(-9), day(-3)))).toEqual([400, 'lastDay']);
  expect(await refused(setAbsence(mia, sam, day(0), day(500)))).toEqual([400, 'lastDay']);
  expect((await auditor.call('GET', '/account/absence')).status).toBe(403);
  expect((await back(mia)).status).toBe(404);
  const events = await test.sql<{ event: string }>(
    `SELECT event FROM audit_events WHERE actor = $1 AND event LIKE 'absence-%'`,
    [mia.email],
  );
  expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['absence-set', 'absence-ended']));
});

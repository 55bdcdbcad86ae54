/** The search as a reviewer types it: plain words find people, subject, text, students, their numbers, and names of attachments. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AuditPage, Disclosures } from '../../src/review/contract/pages.ts';
import { openReviewScene, type Reviewer, type ReviewScene } from './reviewers.ts';

const sender = 'roy.tanaka@maple.example';
const to = 'orders@printco.example';
let scene: ReviewScene;
let mia: Reviewer;
let id: string;

beforeAll(async () => {
  scene = await openReviewScene();
  ({ mia } = scene);
  const raw = [
    `From: Roy Tanaka <${sender}>`,
    `To: ${to}`,
    'Subject: Name tags',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    '--x',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Please engrave the trophy by Thursday, señora.',
    'Mai See Vang, phone 414-555-0133',
    '--x',
    'Content-Type: text/csv; name="Grade5-Roster.csv"',
    'Content-Disposition: attachment; filename="Grade5-Roster.csv"',
    '',
    'student,phone',
    'Mai See Vang,414-555-0133',
    '--x--',
    '',
  ].join('\r\n');
  id = await scene.test.accepted({ sender, recipients: [to], raw });
  await scene.test.reaches(id, 'quarantined');
});
afterAll(() => scene.close());

const finds = async (q: string, who: Reviewer = mia): Promise<boolean> =>
  (await who.list(q)).rows.some((row) => row.id === id);

it.each([
  ['a word of the text', 'trophy'],
  ['words of text, subject and people together', 'trophy tags tanaka'],
  ['a word without its accent', 'senora'],
  ['a student', 'vang'],
  ['a student’s number', '300121'],
  ['the number of a student, with its key', 'student:300121'],
  ['the name of an attachment', 'grade5-roster.csv'],
  ['a word of the text alone', 'body:trophy'],
  ['an attachment, with its key', 'file:roster'],
  ['words without another one', 'trophy -file:budget'],
])('%s finds the message: %s', async (_, q) => expect(await finds(q)).toBe(true));

it('the id that pages and notices show finds it, and so do its first characters', async () => {
  expect(await finds(id)).toBe(true);
  expect(await finds(id.slice(0, 20).toUpperCase())).toBe(true);
  expect(await finds(`-${id}`)).toBe(false);
  expect(await finds(`${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`)).toBe(false);
  expect(await finds(id, await scene.reviewers.add('manager', { schools: ['Maple Valley High School'] }))).toBe(false);
});

it('the audit log is searched by the first characters of an id, and by the person that an event is about', async () => {
  const manager = await scene.reviewers.add('manager');
  const audit = async (q: string): Promise<AuditPage['rows']> =>
    (await manager.get<AuditPage>(`/audit?q=${encodeURIComponent(q)}`)).rows;
  expect(new Set((await audit(id.slice(0, 20))).map(({ messageId }) => messageId))).toEqual(new Set([id]));
  const created = (await audit(manager.email)).find(({ event }) => event === 'account-created');
  expect(created).toMatchObject({ actor: 'test', words: expect.stringContaining(manager.email) });
});

it.each(['kayak', 'trophy kayak', 'subject:trophy', 'body:tanaka', 'file:trophy', 'from:trophy', '-trophy', '300122'])(
  'does not find it: %s',
  async (q) => expect(await finds(q)).toBe(false),
);

it('roles that may not read messages cannot ask for their text, students and attachments', async () => {
  const auditor = await scene.reviewers.add('auditor');
  expect(await finds('tanaka', auditor)).toBe(true);
  for (const q of ['trophy', 'vang', '300121', 'roster']) expect(await finds(q, auditor)).toBe(false);
  for (const q of ['body:trophy', 'file:roster', 'student:300121'])
    expect((await auditor.call('GET', `/messages?q=${encodeURIComponent(q)}`)).status).toBe(403);
});

it('no word is stored in the clear', async () => {
  const [row] = await scene.test.sql<{ all: string }>(
    `SELECT row_to_json(i)::text || encode(sealed, 'escape') || encode(text_words, 'escape') AS all
     FROM review_items AS i WHERE message_id = $1`,
    [id],
  );
  expect(row!.all.length).toBeGreaterThan(500);
  for (const word of ['trophy', 'Trophy', 'vang', 'Vang', '300121', 'grade5', 'Grade5'])
    expect(row!.all).not.toContain(word);
});

it('a disclosure is found by the student’s number, and not by the text', async () => {
  const manager = await scene.reviewers.add('manager');
  await mia.call('POST', `/messages/${id}/reveal`, { reason: 'To make a decision' });
  expect(await mia.act(id, { action: 'release', reason: 'The printer has a contract' })).toMatchObject({ ok: true });
  await scene.reviewers.reaches(mia, id, 'released');
  const found = async (q: string): Promise<string[]> => {
    const { rows } = await manager.get<Disclosures>(`/disclosures?q=${q}`);
    return rows.map(({ messageId }) => messageId);
  };
  expect(await found('300121')).toEqual([id]);
  expect(await found('vang')).toEqual([id]);
  expect(await found('trophy')).toEqual([]);
  expect(await found(id.slice(0, 20))).toEqual([id]);
});

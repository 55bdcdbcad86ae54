/** A message that two rules hold, one of which tells the security contacts alone: nothing that its sender reads names that one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { hallpassCommand, run } from '../harness/command.ts';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { until } from '../harness/wait.ts';
import { openReviewers, type Reviewer, type Reviewers } from '../review/reviewers.ts';

const sender = 'rita.hale@school.example';
const officer = 'title-ix@school.example';
const picture = readFileSync(join(import.meta.dirname, '../../fixtures/pictures/colour-noise-taken-for-explicit.jpg'));
/** The rule, its code and its words, in both languages. */
const untold = /sexual|explicit|explícit|picture|imagen|m-2b1d|2\)\(b\)1/i;

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let mia: Reviewer;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({
    smarthost: host,
    marked: false,
    config: { review: { undoSeconds: 0 }, notices: { security: [officer] } },
  });
  reviewers = await openReviewers(test);
  mia = await reviewers.add('reviewer', { name: 'Mia Ortiz' });
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

async function held(text: string): Promise<string> {
  const raw = [
    `From: Rita Hale <${sender}>`,
    'To: coach@otherclub.example',
    'Subject: Ride',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--b',
    'Content-Type: image/jpeg; name=IMG_2041.jpg',
    'Content-Disposition: attachment; filename=IMG_2041.jpg',
    'Content-Transfer-Encoding: base64',
    '',
    picture.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--b--',
    '',
  ];
  const id = await test.accepted({ sender, recipients: ['coach@otherclub.example'], raw: raw.join('\r\n') });
  const message = await test.reaches(id, 'quarantined');
  expect(message.verdict!.rules.map((rule) => rule.id)).toContain('sexual-image');
  return id;
}
const location = 'Our student Kou Vang, grade 7, lives at 3920 Washington Avenue, Apartment 2.';

/** All of a notice that its reader may see, text and HTML, but not the header of the original. */
async function readNotice(id: string, kind: string): Promise<string> {
  const { raw } = await until(() => host.mails.findLast((mail) => mail.raw.toString().includes(`${kind}.${id}`)));
  const { text = '', html, subject = '' } = await simpleParser(raw);
  return [subject, text, String(html)].join('\n');
}
const readPage = async (link: string): Promise<string> => (await fetch(link)).text();
const linksIn = (text: string): string[] => [...new Set(text.match(/http:\/\/127\.0\.0\.1:\d+\/[am]\/[\w-]+/g) ?? [])];

/** Every page that a notice leads to, in both languages. */
async function pagesFrom(notice: string): Promise<string[]> {
  const links = linksIn(notice);
  expect(links.length).toBeGreaterThan(0);
  return Promise.all(links.flatMap((link) => [readPage(`${link}?lang=en`), readPage(`${link}?lang=es`)]));
}

const choose = async (page: string, language: 'en' | 'es'): Promise<void> => {
  const [, chooser = ''] = /action="\.\.(\/m\/[^"?]+)/.exec(page) ?? [];
  const answer = await fetch(`${test.http}${chooser}`, { method: 'POST', body: new URLSearchParams({ language }) });
  expect(answer.status).toBe(200);
};

it('tells the sender the other rule alone, from the first notice to the last page, in English and Spanish', async () => {
  const words = { en: /home address|where a student lives/i, es: /domicilio|dirección|vive/i };
  for (const language of ['en', 'es'] as const) {
    const id = await held(location);
    const notice = await readNotice(id, 'quarantine-held');
    expect(notice).not.toMatch(untold);
    expect(notice).toMatch(words[language]);
    const pages = await pagesFrom(notice);
    for (const page of pages) {
      expect(page).not.toMatch(untold);
      // A copy would leave the picture in, or show that there is something else.
      expect(page).not.toContain('/copy?');
    }
    const [status] = /\/m\/[\w-]+/.exec(pages.join())!;
    expect(await readPage(`${test.http}${status}/copy`)).not.toMatch(/IMG_2041|Washington|███/);

    expect(await mia.act(id, { action: 'return', words: 'Please leave out where she lives.' })).toMatchObject({
      ok: true,
    });
    await test.reaches(id, 'bounced');
    const returned = await readNotice(id, 'returned');
    for (const read of [returned, ...(await pagesFrom(returned))]) {
      expect(read).not.toMatch(untold);
      expect(read).toContain('Please leave out where she lives.');
    }
    // The reviewer and the officer see all of it.
    expect((await mia.detail(id)).why.map(({ rule }) => rule)).toContain('sexual-image');
    expect(await readNotice(id, 'security-copy')).toContain('sexual-image');
    const shown = await run(hallpassCommand, ['quarantine', 'show', id], test.environment);
    expect(shown.stdout).toContain('(sexual-image)');
    await choose(pages[0]!, 'es');
  }
});

it('says nothing at first where no rule tells the sender, and no reason when somebody has decided', async () => {
  const id = await held('See the attachment.');
  await readNotice(id, 'security-copy');
  expect((await test.store.message(id))!.notices.map(({ notice }) => notice)).toEqual(['security-copy']);
  expect(await mia.act(id, { action: 'reject', words: 'Please call me about this.' })).toMatchObject({ ok: true });
  await test.reaches(id, 'bounced');
  const rejected = await readNotice(id, 'rejected');
  const pages = await pagesFrom(rejected);
  for (const read of [rejected, ...pages]) {
    expect(read).not.toMatch(untold);
    expect(read).toContain('Please call me about this.');
  }
  expect(rejected).toContain('Motivo: se retuvo para su revisión.');
});

/** Nobody gets a picture that may be explicit: not by any route of the API in any dress of it, nor at the terminal, in a notice or after the findings are deleted. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '../../src/review/contract/routes.ts';
import type { Route } from '../../src/review/contract/routes/route.ts';
import { hallpassCommand, run } from '../harness/command.ts';
import { zipOf } from '../harness/zip.ts';
import { openReviewScene, type Reviewer, type ReviewScene } from './reviewers.ts';

const sender = 'roy.tanaka@maple.example';
const picture = readFileSync(join(import.meta.dirname, '../../fixtures/pictures/colour-noise-taken-for-explicit.jpg'));
const base64 = picture.toString('base64');
const lines = base64.replace(/.{76}/g, '$&\r\n');
const uuencoded = uuencode(picture);

let scene: ReviewScene;
beforeAll(async () => {
  scene = await openReviewScene();
});
afterAll(() => scene.close());

function attached(name: string, bytes: Buffer): string[] {
  return [
    'Content-Type: multipart/mixed; boundary=b1',
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    'See the attachment.',
    '--b1',
    `Content-Type: application/octet-stream; name=${name}`,
    `Content-Disposition: attachment; filename=${name}`,
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--b1--',
  ];
}

/** A message by the fields and the text of its body. */
const dresses: Readonly<Record<string, readonly string[]>> = {
  'an attached picture': attached('IMG_2041.jpg', picture),
  'a picture within HTML': [
    'Content-Type: text/html',
    '',
    `<p>See this.</p><img alt="x" src="data:image/jpeg;base64,${base64.replace(/.{900}/g, '$&\r\n')}">`,
  ],
  'a uuencoded picture in a text': [
    'Content-Type: text/plain',
    '',
    'See this.',
    '',
    'begin 644 a.jpg',
    uuencoded,
    'end',
  ],
  'a picture in an archive': attached('photos.zip', zipOf({ 'trip/IMG_2041.jpg': picture })),
  'a picture in an archive in an archive': attached('all.zip', zipOf({ 'photos.zip': zipOf({ 'a.jpg': picture }) })),
  'a picture beside its digits in hexadecimal': [
    ...attached('IMG_2041.jpg', picture).slice(0, -1),
    '--b1',
    'Content-Type: text/plain',
    '',
    picture.toString('hex').replace(/.{60}/g, '$&\r\n'),
    picture.toString('hex').replace(/../g, '$& ').replace(/.{60}/g, '$&\r\n'),
    '--b1--',
  ],
  'a picture in base64 in a text': ['Content-Type: text/plain', '', 'See this.', '', lines, '', 'Regards'],
};

let count = 0;
async function held(dress: readonly string[]): Promise<string> {
  count += 1;
  const to = `sam.okoro${count}@maple.example`;
  const raw = [`From: ${sender}`, `To: ${to}`, 'Subject: Look at this', 'MIME-Version: 1.0', ...dress, ''].join('\r\n');
  const id = await scene.test.accepted({ sender, recipients: [to], raw });
  const message = await scene.test.reaches(id, 'quarantined');
  expect(message.findings.map(({ code }) => code)).toContain('sexual.image');
  return id;
}

/** Pieces of the picture as it may be carried; a shown text may break its lines anywhere. */
const pieces = [base64, uuencoded, picture.toString('hex')].flatMap((text) => {
  const whole = text.replace(/\s/g, '');
  return [0.2, 0.5, 0.8].map((part) => whole.slice(whole.length * part, whole.length * part + 40));
});
function hasPicture(shown: string): boolean {
  const whole = shown
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\\[rn]|\s/g, '')
    .replace(/\\(["\\])/g, '$1');
  return pieces.some((piece) => whole.includes(piece));
}

const list = Object.values<Route>(routes).filter(({ method, path }) => method === 'GET' && path !== '/events');
const ofMessages = list.filter(({ path }) => path.startsWith('/messages/:id'));
const others = list.filter(({ path }) => !path.includes(':'));

async function leaksOf(reviewer: Reviewer, id: string, paths: readonly Route[]): Promise<string[]> {
  const leaks: string[] = [];
  for (const { path } of paths) {
    const { body } = await reviewer.call('GET', path.replace(':id', id));
    if (hasPicture(typeof body === 'string' ? body : JSON.stringify(body))) leaks.push(path);
  }
  return leaks;
}

const reveal = (reviewer: Reviewer, id: string) =>
  reviewer.call('POST', `/messages/${id}/reveal`, { reason: 'To make a decision' });

describe.each(Object.entries(dresses))('%s', (_, dress) => {
  it('is in no answer to a reviewer or manager who has revealed the message', async () => {
    const id = await held(dress);
    expect(ofMessages.map(({ path }) => path)).toContain('/messages/:id/rendered');
    for (const reviewer of [scene.mia, scene.ben]) {
      expect((await reveal(reviewer, id)).status).toBe(204);
      expect(await leaksOf(reviewer, id, ofMessages)).toEqual([]);
      expect(await reviewer.call('GET', `/messages/${id}/raw`)).toMatchObject({
        status: 403,
        body: { code: 'message.picture-withheld' },
      });
    }
  });

  it('is in no copy, which nobody can send in its place', async () => {
    const id = await held(dress);
    expect((await scene.mia.detail(id)).actions.map(({ action }) => action)).not.toContain('send-copy');
    expect(await scene.mia.get(`/messages/${id}/copy`)).toMatchObject({ isPossible: false });
    expect(await scene.mia.act(id, { action: 'send-copy', words: 'Without it.' })).toMatchObject({
      ok: false,
      code: 'conflict.no-copy',
    });
  });
});

it('is in no list, overview, report or export', async () => {
  const id = await held(dresses['an attached picture']!);
  expect(others.length).toBeGreaterThan(15);
  expect(await leaksOf(scene.ben, id, others)).toEqual([]);
});

it('is in nothing that is printed at the terminal', async () => {
  const id = await held(dresses['a picture in base64 in a text']!);
  const commands = [
    ['quarantine', 'show', id],
    ['quarantine', 'show', id, '--json'],
    ['quarantine', 'list', '--json'],
    ['trace', id],
    ['trace', id, '--json'],
  ];
  for (const command of commands) {
    const { code, stdout } = await run(hallpassCommand, command, scene.test.environment);
    expect([command.join(' '), code, stdout === '', hasPicture(stdout)]).toEqual([command.join(' '), 0, false, false]);
  }
});

it('is in no notice when the message is returned, and stays withheld when its findings are deleted', async () => {
  const { test, mia, host } = scene;
  const id = await held(dresses['an attached picture']!);
  await reveal(mia, id);
  expect(await mia.act(id, { action: 'reject', words: 'Not with school mail' })).toMatchObject({ ok: true });
  await test.reaches(id, 'bounced');
  await test.age(id, 24 * 20);
  await test.sql('UPDATE messages SET finished_at = received_at WHERE id = $1', [id]);
  const retention = join(test.data, 'retention.yaml');
  writeFileSync(retention, 'retention: { findingDays: 10, bodyDays: 30 }\n');
  const deleted = await run(hallpassCommand, ['retention', '--config', retention], test.environment);
  expect(deleted).toMatchObject({ code: 0 });
  expect((await test.store.message(id))!.sealed).toBeNull();
  expect(await mia.call('GET', `/messages/${id}/raw`)).toMatchObject({
    status: 403,
    body: { code: 'message.picture-withheld' },
  });
  expect(await leaksOf(mia, id, ofMessages)).toEqual([]);
  expect(host.mails.filter(({ raw }) => hasPicture(raw.toString()))).toEqual([]);
});

function uuencode(bytes: Buffer): string {
  const character = (value: number): string => String.fromCharCode(value === 0 ? 96 : value + 32);
  const out: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const row = bytes.subarray(at, at + 45);
    let line = character(row.length);
    for (let index = 0; index < row.length; index += 3) {
      const [a = 0, b = 0, c = 0] = row.subarray(index, index + 3);
      line += [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63].map(character).join('');
    }
    out.push(line);
  }
  return [...out, '`'].join('\r\n');
}

/** Pictures on the way through the scan workers: read where a message goes outside or to a list, while other mail goes on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pdfWithJpeg } from '../../scripts/make-attachments/pictures.ts';
import { pictureOf } from '../../test/harness/picture.ts';
import { zipOf } from '../../test/harness/zip.ts';
import { configSchema } from '../config/schema.ts';
import { pictureModelState } from '../ocr/classifier/picture-model-file.ts';
import { createScanPool, type ScanPool } from './scan-pool.ts';
import type { ScanRequest } from './scan-result.ts';
import { createViewPool } from './view-pool.ts';

const inside = 'b@school.example';
const outside = 'b@out.example';
const list = 'all@school.example';
const settings = configSchema.parse({
  scan: { threads: 1, reader: false },
  district: { domains: ['school.example'], lists: [{ address: list, kind: 'staff' }] },
});

let pool: ScanPool;
beforeAll(async () => {
  pool = createScanPool(settings);
  await pool.ready();
});
afterAll(() => pool.close());

const picture = readFileSync(new URL('../../fixtures/pictures/screenshot-dark.png', import.meta.url));

function rawMail(to: string, attached?: Buffer): Buffer {
  const head = [`From: a@school.example`, `To: ${to}`, 'Subject: The class list', 'MIME-Version: 1.0'];
  const text = ['Content-Type: text/plain', '', 'Here is the list of our students.', ''];
  if (!attached) return Buffer.from([...head, ...text].join('\r\n'));
  const file = ['Content-Type: image/png; name="list.png"', 'Content-Transfer-Encoding: base64', ''];
  const body = ['--x', ...text, '--x', ...file, attached.toString('base64').replace(/.{76}/g, '$&\r\n'), '--x--', ''];
  return Buffer.from([...head, 'Content-Type: multipart/mixed; boundary=x', '', ...body].join('\r\n'));
}

const mail = (to: string, attached?: Buffer): ScanRequest => ({
  raw: Uint8Array.from(rawMail(to, attached)),
  sender: 'a@school.example',
  recipients: [to],
});

it('ordinary mail goes on in the only scan worker while a picture is read', async () => {
  const done: string[] = [];
  await Promise.all([
    pool.run(mail(outside, picture)).then(() => done.push('picture')),
    ...Array.from({ length: 5 }, () => pool.run(mail(outside)).then(() => done.push('text'))),
  ]);
  expect(done).toEqual(['text', 'text', 'text', 'text', 'text', 'picture']);
});

describe('the text of a picture', () => {
  it.each([outside, list])('is read where the message goes to %s', async (to) => {
    const { findings, unread, parts } = await pool.run(mail(to, picture));
    expect(parts.map(({ id }) => id)).toContain('2');
    expect(unread).toEqual([]);
    expect(findings.filter(({ part }) => part === '2').map(({ code }) => code)).toContain('student-pii.phone');
    expect(findings.find(({ part }) => part === '2')).toMatchObject({
      file: 'list.png',
      place: 'words in the picture, by OCR',
    });
  });

  it('is read once: the second time it comes from the cache', async () => {
    const before = pool.ocr.stats();
    await pool.run(mail(outside, picture));
    await pool.run(mail(outside, picture));
    const { read, fromCache } = pool.ocr.stats();
    expect(read - before.read + (fromCache - before.fromCache)).toBe(2);
    expect(read).toBe(1);
  });

  it('is not read within the district', async () => {
    const { findings, unread } = await pool.run(mail(inside, picture));
    expect(unread.map(({ part, reason }) => [part, reason])).toEqual([['2', 'image']]);
    expect(findings.filter(({ part }) => part === '2')).toEqual([]);
  });

  it('is what a reviewer sees in its place', async () => {
    const { findings } = await pool.run(mail(outside, picture));
    const finding = findings.find(({ code, part }) => code === 'student-pii.phone' && part === '2')!;
    const views = createViewPool(settings);
    const raw = Uint8Array.from(rawMail(outside, picture));
    const seen = await views.run({ id: 'any', sender: 'a@school.example', raw, want: 'text' });
    await views.close();
    const text = seen.want === 'text' ? (seen.parts.find(({ id }) => id === '2')?.text ?? '') : '';
    expect(text.slice(finding.start, finding.end)).toMatch(/^555-013\d$/);
  });
});

describe('a picture that the classifier takes for explicit', () => {
  const noise = readFileSync(new URL('../../fixtures/pictures/colour-noise-taken-for-explicit.jpg', import.meta.url));
  const explicit = async (to: string, file: Buffer) => {
    const { findings, unread } = await pool.run(mail(to, file));
    return {
      found: findings.filter(({ code }) => code === 'sexual.image').map(({ because }) => because[0]?.context),
      unread: unread.map(({ reason }) => reason),
    };
  };

  it.each([inside, outside])('is found on its way to %s', async (to) => {
    expect((await explicit(to, noise)).found).toEqual(['part 2']);
  });

  it('is found in a document', async () => {
    const zip = zipOf({ 'photos.zip': zipOf({ 'IMG_1.jpg': noise }) });
    expect((await explicit(inside, zip)).found).toEqual(['part 2/1/1']);
  });

  it('is found on a page of a PDF', async () => {
    expect((await explicit(inside, pdfWithJpeg(noise, 224, 224))).found).toEqual(['page 1']);
  });

  it('is not looked for in ordinary pictures in vain: a screenshot is none', async () => {
    expect(await explicit(inside, picture)).toEqual({ found: [], unread: ['image'] });
  });

  it('is unknown to the policy where it cannot be decoded', async () => {
    expect(await explicit(inside, pictureOf('heic', 4032, 3024))).toEqual({
      found: [],
      unread: ['picture-not-judged', 'image'],
    });
  });

  it.each([
    ['missing', {}],
    ['failed', { 'model.onnx': 'damaged', 'pictures.json': '{}' }],
  ])('is unknown to the policy where the model is %s', async (state, files) => {
    const folder = mkdtempSync(join(tmpdir(), 'hallpass-picture-model-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    expect(pictureModelState(true, folder)).toBe(state);
    const without = createScanPool(settings, folder);
    await without.ready();
    const { findings, unread } = await without.run(mail(inside, noise));
    await without.close();
    rmSync(folder, { recursive: true });
    expect(findings.map(({ code }) => code)).toEqual([]);
    expect(unread.map(({ reason }) => reason)).toContain('picture-not-judged');
  });

  it('is not looked for where the classifier is switched off', async () => {
    const off = createScanPool({ ...settings, scan: { ...settings.scan, pictureClassifier: false } });
    await off.ready();
    const { findings, unread } = await off.run(mail(inside, noise));
    expect([findings.map(({ code }) => code), unread.map(({ reason }) => reason)]).toEqual([[], ['image']]);
    await off.close();
  });
});

it('what the time does not suffice for is listed for the policy', async () => {
  const hasty = createScanPool({
    ...settings,
    scan: { ...settings.scan, ocr: { ...settings.scan.ocr, messageSeconds: 0 } },
  });
  await hasty.ready();
  const { unread } = await hasty.run(mail(outside, picture));
  expect(unread.map(({ part, reason }) => [part, reason])).toEqual([['2', 'picture-not-read']]);
  await hasty.close();
});

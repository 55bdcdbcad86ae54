/** The second reading: ordinary and merely odd mail is not ambiguous, and what only a mail client shows is. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from '@jest/globals';
import { configSchema } from '../../config/schema.ts';
import { extract } from '../extract.ts';
import { holdWords } from './held-words.ts';
import { readAgain } from './second-reading.ts';

const limits = configSchema.parse({}).scan;
const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'));

async function ambiguousIn(raw: Buffer): Promise<string[]> {
  const { unread } = await extract(raw, { sender: '', recipients: [] }, limits);
  return unread
    .filter(({ reason }) => reason === 'ambiguous')
    .map(({ filename, contentType }) => filename ?? contentType);
}

const prose = 'The class list for the museum: Mai Vang, 101 Quarry Rd, and Ana Ruiz, 12 Lake St, leave at nine.';
/** A file that is no text, in base64 with a mark after every eighth letter: some clients skip the marks. */
const marked = Buffer.from(Array.from({ length: 400 }, (_, n) => (n * 37) & 255))
  .toString('base64')
  .replace(/.{8}/g, '$&!!');

describe('a message', () => {
  it.each<[string, Buffer]>([
    ['of one text', mail('Subject: Trip', '', prose)],
    ['with two content types', mail('Content-Type: text/plain', 'Content-Type: text/html', '', `<b>${prose}</b>`)],
    [
      'with text before its first and after its last boundary',
      mail(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        prose,
        '--b',
        '',
        'Text.',
        '--b--',
        'A footer of the list.',
      ),
    ],
    [
      'with another boundary than it declares',
      mail('Content-Type: multipart/mixed; boundary=b', '', '--c', 'Content-Type: text/plain', '', prose, '--c--'),
    ],
    ['with a line that is no field', mail('Subject: Trip', prose, 'To: a@out.example', '', 'Text.')],
    ['with text under a label of base64', mail('Content-Transfer-Encoding: base64', '', prose)],
    [
      'with an attached message',
      mail(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        prose,
        '--b',
        'Content-Type: message/rfc822',
        '',
        'Subject: In',
        '',
        'Text of it.',
        '--b--',
      ),
    ],
  ])('%s says nothing that is in no part', async (_, raw) => {
    expect(await ambiguousIn(raw)).toEqual([]);
  });

  it('with a file that a mail client decodes to other bytes is ambiguous', async () => {
    const raw = mail(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename=list.bin',
      'Content-Transfer-Encoding: base64',
      '',
      marked,
      '--b--',
    );
    expect(await ambiguousIn(raw)).toEqual(['list.bin']);
  });
});

describe('a message in a file', () => {
  const attached = (name: string, type: string, inner: Buffer) =>
    mail(
      'Content-Type: multipart/mixed; boundary=out',
      '',
      '--out',
      '',
      'See the file.',
      '--out',
      `Content-Type: ${type}`,
      `Content-Disposition: attachment; filename=${name}`,
      'Content-Transfer-Encoding: base64',
      '',
      inner.toString('base64'),
      '--out--',
    );
  const page = (...preamble: string[]) =>
    mail(
      'MIME-Version: 1.0',
      'Content-Type: multipart/related; boundary=b',
      '',
      ...preamble,
      '--b',
      'Content-Type: text/html',
      '',
      `<p>${prose}</p>`,
      '--b--',
    );

  it('with a sentence in front of its parts, as Excel writes it, is not ambiguous', async () => {
    const archive = page(
      'This document is a Web archive file.',
      'Your browser does not support Web archive files.',
      '',
    );
    expect(await ambiguousIn(attached('list.xls', 'application/vnd.ms-excel', archive))).toEqual([]);
  });

  it('with a file that a mail client decodes to other bytes is ambiguous', async () => {
    const inner = mail(
      'From: a@out.example',
      'Subject: In',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename=list.bin',
      'Content-Transfer-Encoding: base64',
      '',
      marked,
      '--b--',
    );
    expect(await ambiguousIn(attached('in.dat', 'application/octet-stream', inner))).toEqual(['list.bin']);
  });
});

describe('the comparison', () => {
  const raw = mail('Subject: Trip', 'Content-Type: text/html', '', `<p>${prose}</p><p>Bring <b>lun</b>ch.</p>`);
  const part = (text: string) =>
    ({ id: '1', kind: 'body', contentType: 'text/plain', text, quoted: [], hidden: [] }) as const;
  const read = (text: string, timeoutMs = 5000) =>
    readAgain([{ raw, leaves: [] }], [part('Trip'), part(text)], timeoutMs);

  it('finds text that is in no part', async () => {
    expect(await read(`${prose}\nBring lunch.`)).toEqual([]);
    expect(await read('Bring lunch.')).toMatchObject([{ contentType: 'text/plain', reason: 'ambiguous' }]);
  });

  it('takes a message that cannot be read in time for ambiguous', async () => {
    expect(await read(prose, -1)).toMatchObject([{ contentType: 'message/rfc822', size: raw.length }]);
  });
});

test('words count that no part holds, and known words in a new order', () => {
  const held = holdWords(['the quick brown fox jumps over the lazy dog', 'Seven more words than anybody needs here']);
  expect(held.missingIn('The QUICK brown\nfox, “jumps” over the lazy dog.')).toBe(0);
  expect(held.missingIn('quick brown fox; more words than anybody')).toBe(0);
  expect(held.missingIn('the quick red fox and a red cat')).toBe(3);
  expect(held.missingIn('dog more fox needs quick here lazy seven than brown')).toBe(10);
  expect(held.missingIn(`b \ufffdx ${'q'.repeat(41)}`)).toBe(0);
});

const fixtures = fileURLToPath(new URL('../../../fixtures/mime/', import.meta.url));
test.each(readdirSync(fixtures).filter((name) => name.endsWith('.eml')))(
  'fixture %s is not ambiguous',
  async (name) => {
    expect(await ambiguousIn(readFileSync(`${fixtures}${name}`))).toEqual([]);
  },
);

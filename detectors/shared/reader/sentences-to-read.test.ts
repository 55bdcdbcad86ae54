/** Which sentences the model reads, with which neighbours, and which come first where not all can be read. */
import { describe, expect, it, test } from '@jest/globals';
import type { ExtractedMessage, ExtractedPart } from '../../detector.ts';
import { extract } from '../../../src/extract/extract.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { mostSuspiciousFirst, sentencesToRead } from './sentences-to-read.ts';

const limits = configSchema.parse({}).scan;

async function mail(subject: string, ...lines: readonly string[]): Promise<ExtractedMessage> {
  const head = ['From: Ida Moss <ida.moss@school.example>', 'To: lee@school.example', `Subject: ${subject}`];
  const raw = Buffer.from([...head, 'Content-Type: text/plain; charset=utf-8', '', ...lines, ''].join('\r\n'));
  return extract(raw, { sender: 'ida.moss@school.example', recipients: [] }, limits);
}

const textsOf = (message: ExtractedMessage): string[] => sentencesToRead(message).map(({ sentence }) => sentence);

describe('sentences that are read', () => {
  it('are those of subject and body, in order, with their offsets', async () => {
    const message = await mail('Copier again', 'The copier jams. It ate my test!', '', '- Please call them');
    expect(textsOf(message)).toEqual(['Copier again', 'The copier jams.', 'It ate my test!', '- Please call them']);
    for (const { part, start, end, sentence } of sentencesToRead(message))
      expect(message.parts.find(({ id }) => id === part)!.text.slice(start, end)).toBe(sentence);
  });

  it('are read with the sentences beside them in the same part', async () => {
    const message = await mail('Copier', 'One jam. Two jams. Three jams.');
    expect(sentencesToRead(message).map(({ before, behind }) => [before, behind])).toEqual([
      ['', ''],
      ['', 'Two jams.'],
      ['One jam.', 'Three jams.'],
      ['Two jams.', ''],
    ]);
  });

  it('are cut where they are long', async () => {
    const found = textsOf(await mail('Long', `They ${'all came and went '.repeat(23)}home again.`));
    expect(found.map((text) => text.split(' ').length)).toEqual([1, 40, 40, 15]);
  });

  it('are what the sender passes on as well, but not what is quoted below an answer', async () => {
    const below = ['From: Kim Ode <kim@other.example>', 'Sent: Monday, March 2, 2026 9:00 AM', 'Subject: hello', ''];
    const forwarded = await mail(
      'FW: hello',
      'See this.',
      '',
      '---------- Forwarded message ---------',
      ...below,
      'You fool.',
    );
    expect(textsOf(forwarded)).toContain('You fool.');
    const answered = await mail(
      'Re: hello',
      'I have seen it.',
      '',
      'On Mon, Mar 2, 2026 Kim Ode wrote:',
      '> You fool.',
    );
    expect(textsOf(answered)).toContain('I have seen it.');
    expect(textsOf(answered).join()).not.toContain('You fool.');
  });

  it('are none of footers, signatures, meeting data, tables and numbers', async () => {
    const message = await mail(
      '',
      'Could you have a look on Friday?',
      '',
      'Room\tDay\tTeacher\tNote',
      'B2\tMon\tLee\tdark',
      '',
      '555-0123 / 12.50',
      '',
      'Join Zoom Meeting',
      'https://zoom.example/j/84455501923',
      'Meeting ID: 844 5550 1923',
      'Passcode: 771204',
      '',
      'Ida Moss',
      'Grade 5 Teacher, Elm Grove Elementary School',
      '414-555-0150',
      '',
      'CONFIDENTIALITY NOTICE: This e-mail may contain education records protected by the Family Educational Rights and',
      'Privacy Act. If you are not the intended recipient, delete it and notify Elm Grove Schools, 414-555-0151.',
    );
    expect(textsOf(message)).toEqual(['Could you have a look on Friday?']);
  });
});

test('sheets, data files and names of files are not read', async () => {
  const message = await mail('Data', 'See the file.');
  const attached = (id: string, contentType: string, more: Partial<ExtractedPart> = {}): ExtractedPart => {
    return { id, kind: 'attachment', contentType, text: 'You are a fool.', quoted: [], hidden: [], ...more };
  };
  const parts = [
    ...message.parts,
    attached('2', 'text/csv'),
    attached('3', 'application/json'),
    attached('4', 'application/pdf', { places: [{ start: 0, label: 'page 1' }] }),
    attached('5', 'application/vnd.ms-excel', { places: [{ start: 0, label: 'sheet Grades' }] }),
    attached('names', 'text/plain'),
  ];
  const read = sentencesToRead({ ...message, parts }).filter(({ sentence }) => sentence === 'You are a fool.');
  expect(read.map(({ part }) => part)).toEqual(['4']);
});

test('the most suspicious sentences come first, and none is lost', async () => {
  const plain = Array.from({ length: 30 }, (_, at) => `The bus for room ${at} leaves at nine.`);
  const message = await mail('Buses', ...plain, 'You are a stupid worthless idiot.', ...plain);
  const all = sentencesToRead(message);
  const ordered = mostSuspiciousFirst(message, all);
  expect(ordered[0]!.sentence).toBe('You are a stupid worthless idiot.');
  expect(new Set(ordered)).toEqual(new Set(all));
});

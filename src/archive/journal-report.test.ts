/** What a journal report says, and that the attached message is what arrived, whatever its bytes are. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { newMessageId } from '../message/message-id.ts';
import { composeJournalReport, originalOf } from './journal-report.ts';

const fields = {
  from: 'hallpass@school.example',
  to: 'journal@archive.example',
  hostname: 'gate.school.example',
  archive: 'vendor',
};
const lines = (...text: string[]): Buffer => Buffer.from(text.join('\r\n'));
const message = (raw: Buffer, recipients: readonly string[] = ['pat@museum.example']) => ({
  id: newMessageId(Date.parse('2026-11-09T14:15:00Z')),
  receivedAt: new Date('2026-11-09T14:15:00Z'),
  sender: 'teacher@school.example',
  recipients,
  raw,
  action: null,
});

it('names the sender and every recipient of the envelope, one a line', async () => {
  const raw = lines(
    'From: A Teacher <teacher@school.example>',
    'To: Pat <Pat@museum.example>, other@museum.example',
    'Cc: office@school.example',
    'Subject: =?utf-8?Q?Excursi=C3=B3n?= on Thursday',
    'Message-ID: <trip@school.example>',
    '',
    'See you.',
    '',
  );
  const all = ['pat@museum.example', 'office@school.example', 'principal@school.example'];
  const bytes = composeJournalReport(message(raw, all), fields);
  expect(bytes.toString('latin1')).toContain('\r\nX-MS-Journal-Report:\r\n');
  const report = await simpleParser(bytes, { skipTextToHtml: true });
  expect(report.text?.trim().split('\n')).toEqual([
    'Sender: teacher@school.example',
    'Subject: Excursión on Thursday',
    'Message-ID: <trip@school.example>',
    'To: pat@museum.example',
    'Cc: office@school.example',
    'Bcc: principal@school.example',
  ]);
  expect(report.subject).toBe('Excursión on Thursday');
  expect(report.from?.text).toBe('"Hallpass" <hallpass@school.example>');
  expect(report.attachments.map(({ contentType, content }) => [contentType, content])).toEqual([
    ['message/rfc822', raw],
  ]);
});

it('is the same each time, with a Message-ID of its own for each archive', () => {
  const one = message(lines('Subject: x', '', 'y', ''));
  expect(composeJournalReport(one, fields)).toEqual(composeJournalReport(one, fields));
  const idOf = (archive: string) =>
    /^Message-ID: (.+)$/m.exec(composeJournalReport(one, { ...fields, archive }).toString())?.[1];
  expect(idOf('vendor')).toBe(`<${one.id}.vendor@gate.school.example>`);
  expect(idOf('other')).not.toBe(idOf('vendor'));
});

it('names the verdict where there is one, and nobody in To where it is no mail', () => {
  const one = message(lines('Subject: x', '', 'y'));
  const { to: _, ...noMail } = fields;
  const text = composeJournalReport({ ...one, action: 'quarantine' }, noMail).toString();
  expect(text).toContain('\r\nX-Hallpass-Verdict: quarantine\r\n');
  expect(text.slice(0, text.indexOf('\r\n\r\n'))).not.toContain('\r\nTo:');
});

it.each([
  ['a long subject', lines(`Subject: ${'word '.repeat(300)}`, '', 'x')],
  ['a subject in UTF-8 without encoding', lines('Subject: Excursión al museo de los niños, jueves', '', 'x')],
  ['control characters in a subject', Buffer.from('Subject: a\0b\x07c\r\n\r\nx')],
])('writes lines that mail servers take: %s', (_name, raw) => {
  const report = composeJournalReport(message(raw), fields).toString('latin1');
  const header = report.slice(0, report.indexOf('\r\n\r\n'));
  for (const line of header.split('\r\n')) {
    expect(line.length).toBeLessThanOrEqual(78);
    expect(line).toMatch(/^[\x20-\x7e\t]*$/);
  }
});

it('attaches any bytes unchanged', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const raw = Buffer.from(bytes);
      expect(originalOf(composeJournalReport(message(raw), fields))).toEqual(raw);
    }),
  );
  const nested = composeJournalReport(message(lines('Subject: inner', '', 'x')), fields);
  expect(originalOf(composeJournalReport(message(nested), fields))).toEqual(nested);
});

it('finds no message in what is no report', () => {
  expect(() => originalOf(lines('Subject: x', '', 'y'))).toThrow('This is not an archive file');
});

import { describe, expect, it, test } from '@jest/globals';
import type { ExtractedPart } from '../../detectors/detector.ts';
import { messageLeaves } from '../extract/message-leaves.ts';
import { planWithout, type CopyPlan } from './without-passages.ts';

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'));
const mixed = mail(
  'Subject: Ride for Maya',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  '',
  'Maya lives at 12 Oak Lane.',
  '--a',
  'Content-Type: text/html',
  '',
  '<p>Maya lives at <b>12 Oak Lane</b>.</p>',
  '--a--',
  '--m',
  'Content-Type: text/csv; name=list.csv',
  '',
  'Maya,12 Oak Lane',
  '--m',
  'Content-Type: application/zip; name=all.zip',
  '',
  'PK',
  '--m--',
  '',
);

function part(id: string, kind: ExtractedPart['kind'], text: string, more: Partial<ExtractedPart> = {}): ExtractedPart {
  return { id, kind, contentType: 'text/plain', text, quoted: [], hidden: [], ...more };
}

const parts = [
  part('subject', 'subject', 'Ride for Maya'),
  part('1.1', 'body', 'Maya lives at 12 Oak Lane.'),
  part('1.2', 'body', 'Maya lives at 12 Oak Lane.', { contentType: 'text/html' }),
  part('2', 'attachment', 'Maya,12 Oak Lane', { filename: 'list.csv' }),
  part('3/1', 'attachment', 'Maya,12 Oak Lane', { filename: 'all.zip/list.csv' }),
];

/** The plan without one passage in each of the named parts. */
function plan(unwanted: Readonly<Record<string, string>>, unread: readonly string[] = []): CopyPlan | undefined {
  const passages = Object.entries(unwanted).map(([id, words]) => {
    const start = parts.find((one) => one.id === id)?.text.indexOf(words) ?? 0;
    return { part: id, start, end: start + words.length };
  });
  return planWithout(parts, messageLeaves(mixed)!, { passages, parts: unread, names: ['Maya'], mark: '[removed]' });
}

describe('a copy without passages', () => {
  it('has the plain text, without the passage wherever it was found', () => {
    for (const id of ['1.1', '1.2']) {
      const found = plan({ [id]: '12 Oak Lane' })!;
      expect(found.text).toBe('Maya lives at [removed].');
      expect(found.changed).toEqual([
        { place: { in: 'text' }, before: '████ lives at ██ ███ ████.', after: '████ lives at [removed].' },
      ]);
      expect(found.keptFiles).toBe(2);
    }
  });

  it('leaves out the attachment in which something stands, also deep in an archive', () => {
    const found = plan({ '2': '12 Oak Lane', '3/1': '12 Oak Lane' })!;
    expect(found).toMatchObject({ text: 'Maya lives at 12 Oak Lane.', leftOut: ['list.csv', 'all.zip'], kept: [] });
  });

  it('keeps attachments as byte ranges with their headers', () => {
    const [kept] = plan({ '2': '12 Oak Lane' })!.kept;
    expect(mixed.toString('latin1', kept!.start, kept!.end)).toBe(
      'Content-Type: application/zip; name=all.zip\r\n\r\nPK',
    );
  });

  it('leaves out what could not be read', () => {
    expect(plan({}, ['3'])).toMatchObject({ leftOut: ['all.zip'], keptFiles: 1 });
  });

  it('removes a passage of the subject', () => {
    expect(plan({ subject: 'Maya' })!.subject).toBe('Ride for [removed]');
  });

  test.each([
    ['nothing unwanted', {}, []],
    ['the addresses', { headers: 'm@x.example' }, []],
    ['a name of a file', { names: 'Maya' }, []],
    ['a second reading of a part', { '1.1~2': 'Maya' }, []],
    ['a text that could not be read', {}, ['1.1']],
  ])('is not possible for %s', (_, unwanted: Record<string, string>, unread) => {
    expect(plan(unwanted, unread)).toBeUndefined();
  });
});

describe('the leaves of a message', () => {
  it('have the numbers of IMAP', () => {
    expect(messageLeaves(mixed)!.leaves.map(({ id, contentType }) => [id, contentType])).toEqual([
      ['1.1', 'text/plain'],
      ['1.2', 'text/html'],
      ['2', 'text/csv'],
      ['3', 'application/zip'],
    ]);
  });

  test.each([
    ['without a closing delimiter', mail('Content-Type: multipart/mixed; boundary=m', '', '--m', '', 'a', '')],
    ['without a boundary', mail('Content-Type: multipart/mixed', '', '--m', '', 'a', '--m--')],
    ['with two types', mail('Content-Type: text/plain', 'Content-Type: text/html', '', 'a')],
    [
      'with parts after the end',
      mail('Content-Type: multipart/mixed; boundary=m', '', '--m', '', 'a', '--m--', '--m', '', 'b', '--m--'),
    ],
  ])('are unknown in a message %s', (_, raw) => {
    expect(messageLeaves(raw)).toBeUndefined();
  });
});

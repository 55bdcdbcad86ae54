/** Addresses of families in long lists: each one counts, also behind thousands of others. */
import { expect, it } from '@jest/globals';
import { fixtureDirectory } from '../../test/harness/detector-fixtures.ts';
import type { ExtractedMessage } from '../detector.ts';
import detector from './index.ts';

it('finds the parents at the end of a list of thousands of addresses', () => {
  const vendors = Array.from({ length: 4200 }, (_, at) => `Order ${at}: sales${at}@printing.example`).join('\n');
  const parents =
    'Student\tParent email\nKatya Brandvold\tbrandvold.family@homemail.example\nOmar Deshmukh\tp.deshmukh@homemail.example\n';
  const part = { contentType: 'text/plain', quoted: [], hidden: [] };
  const message: ExtractedMessage = {
    sender: 'teacher@maple.example',
    from: { name: 'A. Teacher', address: 'teacher@maple.example' },
    to: [{ name: '', address: 'someone@elsewhere.example' }],
    cc: [],
    replyTo: [],
    subject: 'lists',
    recipients: [{ address: 'someone@elsewhere.example', inside: false, entitledTo: [] }],
    parts: [
      { ...part, id: 'subject', kind: 'subject', text: 'lists' },
      { ...part, id: '1', kind: 'body', text: 'The orders and the parents of my class are attached.' },
      { ...part, id: '2', kind: 'attachment', text: vendors },
      { ...part, id: '3', kind: 'attachment', text: parents },
    ],
    unread: [],
  };
  const find = detector.create(detector.options.parse({}), { directory: fixtureDirectory(undefined) });
  const shown = find(message).filter(({ part: id }) => id === '3');
  expect(shown.map(({ start, end }) => parents.slice(start, end))).toEqual([
    'brandvold.family@homemail.example',
    'p.deshmukh@homemail.example',
  ]);
});

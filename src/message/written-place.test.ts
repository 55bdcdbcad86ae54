import { describe, expect, test } from '@jest/globals';
import type { ExtractedPart } from '../../detectors/detector.ts';
import { createWrittenPlaceFinder } from './written-place.ts';

function part(text: string, given: Partial<ExtractedPart> = {}): ExtractedPart {
  return { id: '1', kind: 'body', contentType: 'text/plain', text, quoted: [], hidden: [], ...given };
}

const table = 'Hello,\n\nthe list:\n\nName\tPhone\nMaya\t555-0142\nLeo\t555-0143\n\nBye\nRita';
const html = { contentType: 'text/html' };

describe('a place in words fit for the writer', () => {
  test.each([
    ['a text of one line', part('Maya is ill.'), 'Maya', { in: 'text' }],
    ['a text of two lines', part('Hello\nMaya is ill.'), 'Maya', { in: 'text', line: 2 }],
    ['the second paragraph', part('Hello\n\nMaya is ill.\n\nBye'), 'Maya', { in: 'text', paragraph: 2 }],
    ['a line of a table', part(table), '555-0143', { in: 'text', table: 1, tables: 1, line: 3 }],
    ['a paragraph after a table', part(table), 'Rita', { in: 'text', paragraph: 3, line: 2 }],
    ['a line of an HTML mail', part('Hello,\nMaya is ill.\nBye', html), 'Maya', { in: 'text', paragraph: 2 }],
    ['a bar in a sentence', part('this | that | Maya\n\nBye'), 'Maya', { in: 'text', paragraph: 1 }],
    [
      'the second of two tables',
      part('a;b;c\nd;e;f\n\nText\n\ng|h|i\nj|Maya|k'),
      'Maya',
      { in: 'text', table: 2, tables: 2, line: 2 },
    ],
    [
      'quoted text',
      part('Yes.\n\n> Maya', { quoted: [{ start: 6, end: 12 }] }),
      'Maya',
      { in: 'text', paragraph: 2, quoted: true },
    ],
    ['hidden text', part('Yes Maya', { hidden: [{ start: 4, end: 8 }] }), 'Maya', { in: 'text', hidden: true }],
    ['the subject', part('Maya', { id: 'subject', kind: 'subject' }), 'Maya', { in: 'subject' }],
    ['names of files', part('Maya.png', { id: 'names' }), 'Maya', { in: 'file-names' }],
    ['To and Cc', part('Maya <m@x.example>', { id: 'headers' }), 'Maya', { in: 'addresses' }],
    [
      'a cell',
      part('Name\tPhone\nMaya\t555-0142', {
        kind: 'attachment',
        filename: 'roster.xlsx',
        places: [{ start: 0, label: 'sheet 2', firstRow: 1 }],
      }),
      '555',
      { in: 'file', file: 'roster.xlsx', at: 'sheet 2, cell B2' },
    ],
    ['a file without a name', part('a\nMaya', { kind: 'attachment' }), 'Maya', { in: 'file', at: 'line 2' }],
  ] as const)('%s', (_, given, found, expected) => {
    expect(createWrittenPlaceFinder(given)(given.text.indexOf(found))).toEqual(expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ExtractedMessage, ExtractedPart } from '../../detectors/detector.ts';
import type { DetectedFinding } from './detected-finding.ts';
import { judgedOnce } from './alternatives.ts';

const plain = 'Ana Torres lives at 12 Oak\nStreet. Call\n602-555-0143.\n';
const html = '  Ana Torres lives at 12 Oak Street.\n\nCall 602-555-0143.';

function part(id: string, contentType: string, text: string, more: Partial<ExtractedPart> = {}): ExtractedPart {
  return { id, kind: 'body', contentType, text, quoted: [], hidden: [], ...more };
}

function messageOf(...parts: ExtractedPart[]): ExtractedMessage {
  return {
    ...{ sender: '', to: [], cc: [], replyTo: [], subject: '', recipients: [], unread: [] },
    parts: [part('subject', 'text/plain', '', { kind: 'subject' }), ...parts],
  };
}

const both = messageOf(part('1.1', 'text/plain', plain), part('1.2', 'text/html', html));
const idsOf = ({ parts }: ExtractedMessage): string[] => parts.map(({ id }) => id);

function finding(words: string): DetectedFinding {
  const start = html.indexOf(words);
  return {
    ...{ detector: 'd', code: 'd.found', score: 0.9, masked: 'something', because: [] },
    ...{ part: '1.2', start, end: start + words.length },
  };
}

describe('a text that is sent twice', () => {
  it('is judged once, in the HTML', () => {
    expect(idsOf(judgedOnce(both).message)).toEqual(['subject', '1.2']);
  });

  it.each(['Ana Torres', '12 Oak Street', '602-555-0143', ' Street.\n\nCall', 'Ana', '0143.'])(
    'has what was found in both: %j',
    (words) => {
      const found = judgedOnce(both).inAll([finding(words)]);
      expect(found.map(({ part }) => part)).toEqual(['1.1', '1.2']);
      const [copy] = found as [DetectedFinding];
      const signs = (text: string): string => text.replace(/\s/g, '');
      expect(signs(plain.slice(copy.start, copy.end))).toContain(signs(words));
      expect(signs(plain.slice(copy.start, copy.end)).length).toBeLessThanOrEqual(signs(words).length + 1);
    },
  );

  it('leaves findings of other parts as they are', () => {
    const elsewhere = { ...finding('Ana'), part: 'subject' };
    expect(judgedOnce(both).inAll([elsewhere])).toEqual([elsewhere]);
  });
});

describe('both are judged', () => {
  it.each<[string, ExtractedPart, ExtractedPart]>([
    ['where a word differs', part('1', 'text/plain', plain), part('2', 'text/html', html.replace('Oak', 'Elm'))],
    ['where one says more', part('1', 'text/plain', plain), part('2', 'text/html', `${html} Regards`)],
    ['where one says less', part('1', 'text/plain', `${plain} Regards`), part('2', 'text/html', html)],
    [
      'where HTML has words that no reader sees',
      part('1', 'text/plain', plain),
      part('2', 'text/html', html, { hidden: [{ start: 2, end: 5 }] }),
    ],
    [
      'where the words of others are other ones',
      part('1', 'text/plain', plain),
      part('2', 'text/html', html, { quoted: [{ start: 2, end: 12 }] }),
    ],
    ['where both are plain', part('1', 'text/plain', plain), part('2', 'text/plain', html)],
    [
      'where one is a file',
      part('1', 'text/plain', plain),
      part('2', 'text/html', html, { kind: 'attachment', filename: 'a.html' }),
    ],
  ])('%s', (_, one, other) => {
    expect(idsOf(judgedOnce(messageOf(one, other)).message)).toEqual(['subject', '1', '2']);
  });
});

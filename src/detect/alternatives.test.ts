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

function finding(words: string, text = plain, id = '1.1'): DetectedFinding {
  const start = text.indexOf(words);
  return {
    ...{ detector: 'd', code: 'd.found', score: 0.9, masked: 'something', because: [] },
    ...{ part: id, start, end: start + words.length },
  };
}

describe('a text that is sent twice', () => {
  it('is judged once', () => {
    expect(idsOf(judgedOnce(both).message)).toEqual(['subject', '1.1']);
  });

  it.each(['Ana Torres', '12 Oak\nStreet', '602-555-0143', 'Call\n602', 'Ana', '0143.'])(
    'has what was found in both: %j',
    (words) => {
      const found = judgedOnce(both).inAll([finding(words)]);
      expect(found.map(({ part }) => part)).toEqual(['1.1', '1.2']);
      const copy = found[1]!;
      const signs = (text: string): string => text.replace(/\s/g, '');
      expect(signs(html.slice(copy.start, copy.end))).toBe(signs(words));
    },
  );

  it('leaves findings of other parts as they are', () => {
    const elsewhere = { ...finding('Ana'), part: 'subject' };
    expect(judgedOnce(both).inAll([elsewhere])).toEqual([elsewhere]);
  });
});

describe('lines that only the HTML has', () => {
  const whole = `School crest\n${html}\nThe office <https://school.example>\nFront desk`;
  const more = messageOf(part('1.1', 'text/plain', plain), part('1.2', 'text/html', whole));
  const { message, inAll } = judgedOnce(more);
  const left = message.parts[2]!.text;

  it('are judged by themselves', () => {
    expect(left).toBe('School crest\nThe office <https://school.example>\nFront desk');
  });

  it.each(['School crest', 'The office', 'school.example>', 'Front desk'])('have their findings: %s', (words) => {
    expect(inAll([finding(words, left, '1.2')])).toEqual([finding(words, whole, '1.2')]);
  });

  it('stand beside what was found in both', () => {
    const [, copy] = inAll([finding('602-555-0143')]);
    expect(copy).toEqual(finding('602-555-0143', whole, '1.2'));
  });
});

describe('both are judged', () => {
  it.each<[string, ExtractedPart, ExtractedPart]>([
    ['where a word differs', part('1', 'text/plain', plain), part('2', 'text/html', html.replace('Oak', 'Elm'))],
    ['where a line says more', part('1', 'text/plain', plain), part('2', 'text/html', `${html} Regards`)],
    [
      'where much of the HTML is in no plain line',
      part('1', 'text/plain', plain),
      part('2', 'text/html', html + '\nSomething else.'.repeat(4)),
    ],
    [
      'where a line of the HTML alone has a number',
      part('1', 'text/plain', plain),
      part('2', 'text/html', `${html}\nStudent ID: 4455667`),
    ],
    [
      'where a line of the HTML alone says much',
      part('1', 'text/plain', plain),
      part('2', 'text/html', `${html}\nAna has been diagnosed with ADHD`),
    ],
    [
      'where the plain text has no spaces',
      part('1', 'text/plain', plain.replace(/\s/g, '')),
      part('2', 'text/html', html),
    ],
    ['where a line end is lost', part('1', 'text/plain', plain.replace('Oak\n', 'Oak')), part('2', 'text/html', html)],
    ['where one says less', part('1', 'text/plain', `${plain} Regards`), part('2', 'text/html', html)],
    [
      'where HTML has words that no reader sees',
      part('1', 'text/plain', plain),
      part('2', 'text/html', html, { hidden: [{ start: 2, end: 5 }] }),
    ],
    ['where the HTML has cells', part('1', 'text/plain', plain), part('2', 'text/html', html.replace(' at ', '\t'))],
    [
      'where some words are another person’s',
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

it('where the HTML shows a picture, both are judged', () => {
  const picture = { part: '2', kind: 'picture' as const, contentType: 'image/png', bytes: 1 };
  const shown = [{ part: '1.2', start: 0, end: 0 }];
  expect(idsOf(judgedOnce({ ...both, pictures: [{ ...picture, shown }] }).message)).toEqual(['subject', '1.1', '1.2']);
});

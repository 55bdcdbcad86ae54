/** Conversations: replies from clients of all kinds lead to the same names, other mail to none. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { conversationOf, withoutMarks } from './conversation.ts';
import { readHeader } from './header.ts';

const headerOf = (...lines: string[]) => readHeader(Buffer.from([...lines, '', ''].join('\r\n')));

describe('conversationOf', () => {
  it('names a reply by the message that it all began with, and by the subject', () => {
    const header = headerOf(
      'References: <root@school.example>',
      ' <second@school.example>',
      'In-Reply-To: <second@school.example>',
    );
    expect(conversationOf(header, 'RE: Parking  lot')).toEqual(['id root@school.example', 'subject parking lot']);
  });

  it('takes what there is', () => {
    expect(conversationOf(headerOf('In-Reply-To: <root@school.example>'), '')).toEqual(['id root@school.example']);
    expect(conversationOf(headerOf(), 'Re: Parking lot')).toEqual(['subject parking lot']);
    expect(conversationOf(headerOf('In-Reply-To: your mail of Monday'), 'Re: Parking lot')).toEqual([
      'subject parking lot',
    ]);
  });

  test.each(['Parking lot', 'Fwd: Parking lot', '[allstaff] Parking lot', 'Regarding: parking', 'Re', ''])(
    'a mail that begins with %j answers nothing',
    (subject) => {
      expect(conversationOf(headerOf('Message-ID: <a@school.example>'), subject)).toEqual([]);
    },
  );

  test.each([
    'Re: Parking lot',
    'RE: RE: parking lot',
    '[allstaff] Re: [allstaff] Parking lot',
    'AW: Re[2]: Parking lot',
    'Re: FW: Parking lot',
  ])('%j is the conversation on the parking lot', (subject) => {
    expect(conversationOf(headerOf(), subject)).toEqual(['subject parking lot']);
  });
});

test('marks in front of a subject change nothing', () => {
  const marks = fc.constantFrom('Re: ', 're:', 'AW: ', 'Fwd: ', '[staff] ', 'SV: ', 'RE[3]: ');
  fc.assert(
    fc.property(fc.array(marks, { maxLength: 8 }), fc.string({ maxLength: 40 }), (before, subject) => {
      const { text } = withoutMarks(subject);
      expect(withoutMarks(`${before.join('')}${subject}`).text).toBe(text);
    }),
  );
});

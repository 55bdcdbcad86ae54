/** Ids sort by time, name their day, and do not repeat; the district's domains are matched as configured. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { domainMatches, domainOf } from './envelope.ts';
import { dayOf, isMessageId, newMessageId } from './message-id.ts';

describe('message ids', () => {
  it('sort by their time and name its day', () => {
    const time = fc.integer({ min: 0, max: 2 ** 47 });
    fc.assert(
      fc.property(time, time, (a, b) => {
        const [one, two] = [newMessageId(a), newMessageId(b)];
        expect(isMessageId(one)).toBe(true);
        expect(dayOf(one)).toBe(new Date(a).toISOString().slice(0, 10));
        if (a < b) expect(one < two).toBe(true);
      }),
    );
  });

  it('do not repeat', () => {
    const ids = Array.from({ length: 5000 }, () => newMessageId(1));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    '',
    'x',
    '019a8a9c-0000-4000-8000-000000000000',
    "019a8a9c-0000-7000-8000-000000000000'",
    '019A8A9C-0000-7000-8000-000000000000',
  ])('are not %j', (text) => expect(isMessageId(text)).toBe(false));
});

describe('domains', () => {
  it.each([
    ['school.example', ['school.example'], true],
    ['SCHOOL.example.', ['school.example'], true],
    ['mail.school.example', ['school.example'], false],
    ['notschool.example', ['school.example'], false],
    ['mail.school.example', ['.school.example'], true],
    ['a.b.school.example', ['*.school.example'], true],
    ['school.example', ['.school.example'], false],
    ['notschool.example', ['.school.example'], false],
    ['', ['school.example'], false],
    ['school.example', [], false],
  ])('%j in %j: %p', (domain, list, expected) => expect(domainMatches(domain, list)).toBe(expected));

  it('of an address is what follows its last @', () => {
    expect(domainOf('"a@b"@School.Example')).toBe('school.example');
    expect(domainOf('')).toBe('');
  });
});

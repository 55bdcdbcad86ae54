/** The search box: every key, what is refused and how, and that no text at all upsets it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldWords } from '../../../message/search-words.ts';
import type { Search } from '../../../store/review/search.ts';
import { parseSearch, searchKeys } from './parse-search.ts';

const settings = {
  now: new Date('2026-11-22T15:00:00Z'),
  dayStart: (day: string) => new Date(`${day}T06:00:00Z`),
  foldWords,
};
const parse = (text: string) => parseSearch(text, settings);
const terms = (text: string): Search => {
  const search = parse(text);
  if ('message' in search) throw new Error(search.message);
  return search;
};

describe('a search', () => {
  it.each([
    ['is:open', { kind: 'states', states: ['held'] }],
    ['IS:Open', { kind: 'states', states: ['held'] }],
    ['is:mine', { kind: 'flag', flag: 'mine' }],
    ['is:appealed', { kind: 'flag', flag: 'appealed' }],
    ['from:moore', { kind: 'words', field: 'from', words: ['moore'] }],
    ['from:A.Moore@School.example', { kind: 'words', field: 'from', words: ['a.moore@school.example'] }],
    ['to:printco.example', { kind: 'words', field: 'to', words: ['printco', 'example'] }],
    ['to:@printco.example', { kind: 'words', field: 'to', words: ['@printco.example'] }],
    ['subject:"Field trip"', { kind: 'words', field: 'subject', words: ['field', 'trip'] }],
    ['school:“Señora López”', { kind: 'words', field: 'school', words: ['senora', 'lopez'] }],
    ['student:nguyen', { kind: 'words', field: 'student', words: ['nguyen'] }],
    ['policy:student-location', { kind: 'value', column: 'rules', value: 'student-location' }],
    ['rule:student-*', { kind: 'value', column: 'rules', value: 'student-*' }],
    ['code:student-pii.phone', { kind: 'value', column: 'codes', value: 'student-pii.phone' }],
    ['code:student-pii.*', { kind: 'value', column: 'detectors', value: 'student-pii' }],
    ['code:student-pii', { kind: 'value', column: 'detectors', value: 'student-pii' }],
    ['detector:profanity', { kind: 'value', column: 'detectors', value: 'profanity' }],
    ['score:>=0.9', { kind: 'score', compare: '>=', score: 0.9 }],
    ['score:.5', { kind: 'score', compare: '>=', score: 0.5 }],
    ['score:<1', { kind: 'score', compare: '<', score: 1 }],
    ['severity:high', { kind: 'severity', severity: 0 }],
    ['after:2026-11-01', { kind: 'received', from: new Date('2026-11-01T06:00:00Z') }],
    ['before:2026-11-01', { kind: 'received', before: new Date('2026-11-01T06:00:00Z') }],
    ['after:12h', { kind: 'received', from: new Date('2026-11-22T03:00:00Z') }],
    ['after:yesterday', { kind: 'received', from: new Date('2026-11-21T06:00:00Z') }],
    ['Klassenliste', { kind: 'words', field: 'any', words: ['klassenliste'] }],
    ['"class list"', { kind: 'words', field: 'any', words: ['class', 'list'] }],
    [
      '01A22721-5a06',
      { kind: 'id', first: '01a22721-5a06-0000-0000-000000000000', last: '01a22721-5a06-ffff-ffff-ffffffffffff' },
    ],
    ['20260101', { kind: 'words', field: 'any', words: ['20260101'] }],
    ['facade', { kind: 'words', field: 'any', words: ['facade'] }],
    ['o.k@printco.example', { kind: 'words', field: 'any', words: ['o.k@printco.example'] }],
  ])('reads %s', (text, expected) => {
    expect(terms(text)).toEqual([{ negated: false, ...expected }]);
    expect(terms(`-${text}`)).toEqual([{ negated: true, ...expected }]);
  });

  it('reads several terms in order', () => {
    expect(terms('is:open  class -from:"a b" list').map(({ kind, negated }) => [kind, negated])).toEqual([
      ['states', false],
      ['words', false],
      ['words', true],
      ['words', false],
    ]);
  });

  it('asks nothing where there is nothing to ask', () => {
    for (const text of ['', '   ', '-', '"', '…', 'from:""']) expect(terms(text)).toEqual([]);
  });

  it.each([
    ['sender:moore', 'from:'],
    ['is:done', 'returned'],
    ['severity:9', 'medium'],
    ['score:2', '0 to 1'],
    ['score:high', '0 to 1'],
    ['after:2026-02-30', '2026-11-01'],
    ['before:soon', 'yesterday'],
    ['is:constructor', 'returned'],
    ['constructor:x', 'from:'],
  ])('refuses %s and says what is allowed', (text, allowed) => {
    expect(parse(text)).toEqual({ message: expect.stringContaining(allowed) });
  });

  it('takes any text whatever, and says the same of it twice', () => {
    const key = fc.constantFrom(...searchKeys, 'x', '-is');
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(key, fc.string()).map(([k, v]) => `${k}:${v}`),
      fc.constant('"'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join(' ');
        const search = parse(text);
        expect(parse(text)).toEqual(search);
        if (!('message' in search))
          for (const term of search) if (term.kind === 'words') expect(term.words).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes names of what every object has as text like any other', () => {
    expect(parse('before:__proto__')).toHaveProperty('message');
    expect(parse('before:constructor')).toHaveProperty('message');
  });

  it('is linear in the length of the text', () => {
    expect(Array.isArray(parse('a:'.repeat(50_000)))).toBe(false);
    expect(parse('-'.repeat(100_000))).toBeDefined();
    expect(parse('"'.repeat(100_000))).toBeDefined();
  });
});

/** The filter menus change one term of a search and keep the others as they are written. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { termsOf, toggleTerm, valuesOf, withoutKey } from './search-terms.ts';

describe('terms of a search', () => {
  test.each([
    ['is:open', [['is', 'open']]],
    [
      'school:"Lincoln High" moore',
      [
        ['school', 'Lincoln High'],
        ['', 'moore'],
      ],
    ],
    [
      '-from:moore "class list"',
      [
        ['-from', 'moore'],
        ['', 'class list'],
      ],
    ],
    ['subject:"open end', [['subject', 'open end']]],
    ['score:>=0.9', [['score', '>=0.9']]],
    ['"a:b"', [['', 'a:b']]],
    ['', []],
  ])('%s', (query, expected) => {
    expect(termsOf(query).map(({ key, value }) => [key, value])).toEqual(expected);
  });

  it('adds, replaces and removes a value', () => {
    const lincoln = toggleTerm('is:open moore', 'school', 'Lincoln High');
    expect(lincoln).toBe('is:open moore school:"Lincoln High"');
    expect(toggleTerm(lincoln, 'school', 'Fulton')).toBe('is:open moore school:Fulton');
    expect(toggleTerm(lincoln, 'school', 'Lincoln High')).toBe('is:open moore');
    expect(withoutKey(lincoln, 'is')).toBe('moore school:"Lincoln High"');
  });

  it('finds the value that it added, whatever the value', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 .:'-]*[a-z0-9]$/), (value) => {
        expect(valuesOf(toggleTerm('is:open', 'school', value), 'school')).toEqual([value]);
      }),
    );
  });

  it('keeps every term of a search', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]+(:[a-z]+)?$/), { maxLength: 6 }), (words) => {
        expect(termsOf(words.join(' ')).map(({ text }) => text)).toEqual(words);
      }),
    );
  });
});

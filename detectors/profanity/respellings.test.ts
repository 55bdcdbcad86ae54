/** Respellings that people use come out; what they come from does not, nor abbreviations. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { respellingsOf } from './respellings.ts';

describe('respellingsOf', () => {
  it.each([
    ['fuck', ['phuck', 'phuk', 'fcuk', 'fukk', 'fuqq']],
    ['fucker', ['fucka', 'phuckah', 'fcuker', 'fukr']],
    ['bitches', ['biatchez', 'bytches', 'bltches']],
    ['wanker', ['wanka', 'whanker', 'wnaker']],
    ['cocksucker', ['cocksucka', 'cokcsucker', 'kocksucka']],
    ['shitty', ['shytty', 'shlttie']],
  ])('%s', (word, expected) => {
    expect(respellingsOf(word)).toEqual(expect.arrayContaining(expected));
  });

  test('never the word itself, nothing short, nothing twice', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcefghiknorstuwy'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(word, (written) => {
        const forms = respellingsOf(written);
        expect(forms).not.toContain(written);
        expect(new Set(forms).size).toBe(forms.length);
        expect(forms.filter(({ length }) => length < 4)).toEqual([]);
      }),
    );
  });
});

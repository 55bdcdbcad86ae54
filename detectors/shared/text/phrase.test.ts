/** Phrases of rules are written out as their authors mean them. */
import { describe, expect, it } from '@jest/globals';
import { expandPhrase } from './phrase.ts';

describe('expandPhrase', () => {
  it.each([
    ['for sale', ['for sale']],
    ['{for|on} sale', ['for sale', 'on sale']],
    ['{|very }old {car|van}', ['old car', 'old van', 'very old car', 'very old van']],
    ['damn{|ed}', ['damn', 'damned']],
  ])('%s', (pattern, phrases) => {
    expect(expandPhrase(pattern)).toEqual(phrases);
  });

  it('refuses a brace that is not closed and a pattern that stands for too much', () => {
    expect(() => expandPhrase('{for|on sale')).toThrow('not closed');
    expect(() => expandPhrase('{a|b|c|d|e|f|g|h|i}'.repeat(5))).toThrow('too many');
  });
});

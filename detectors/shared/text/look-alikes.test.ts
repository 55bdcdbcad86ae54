/** The table of look-alike letters: each stands for one Latin letter, in both of its uses. */
import { expect, test } from '@jest/globals';
import { letterOf, symbol } from './letters.ts';
import { resembled, twins } from './look-alikes.ts';

test('a letter looks like one Latin letter and is none itself', () => {
  for (const [letter, latin] of twins) {
    expect(letter).toHaveLength(1);
    expect(letter).not.toMatch(/^[\0-\x7f]$/);
    expect(latin).toMatch(/^[A-Za-z]$/);
    expect(resembled.get(letter)).toBe(latin.toLowerCase());
  }
  expect(resembled.size).toBeGreaterThan(twins.size);
});

test.each([...resembled])('%s is folded to %s', (letter, latin) => {
  const found = letterOf(letter.codePointAt(0)!);
  expect(found).toEqual({ kind: 'letter', symbol: latin.charCodeAt(0) - 96, altered: true, lookalike: true });
});

test.each([
  ['a letter of another script that resembles none', 'ж', symbol.foreign],
  ['a letter with an accent', 'é', 5],
])('%s is folded by other rules', (_, letter, of) => {
  expect(letterOf(letter.codePointAt(0)!)).toMatchObject({ symbol: of, lookalike: false });
});

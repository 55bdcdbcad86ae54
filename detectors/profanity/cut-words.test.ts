/** Words in pieces are found where a piece is no word; words that only stand side by side are not. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { findCutWords } from './cut-words.ts';

const words = new Map(['fuck', 'shit', 'wankers', 'cunt', 'asshole', 'fucking'].map((word) => [word, word]));
const innocent = new Set(['s hit']);
const found = (text: string): string[] =>
  findCutWords(text, words, innocent).map(({ start, end }) => text.slice(start, end));

describe('findCutWords', () => {
  it.each([
    ['what the f uck is this', ['f uck']],
    ['fu ck you and your sh it', ['fu ck', 'sh it']],
    ['a bunch of wan k ers', ['wan k ers']],
    ['F.uck that, c_unt', ['F.uck', 'c_unt']],
    ['f uc king a s s hole', ['f uc king', 'a s s hole']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    'as shown it was hit by a ball, so push it',
    "it's hit or miss and it s hit the roof",
    'f\nuck, f  uck, f, uck',
    '3f uck and f uck2 are numbers of parts',
    'the f ucks and f uckery of no word here',
  ])('is quiet on: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('offsets lie inside the text, in order and without overlaps', () => {
    const token = fc.constantFrom('f', 'uc', 'k', 'ck', 'fu', 'sh', 'it', 's', 'hit', ' ', '../shared', '\n', '’', '1');
    fc.assert(
      fc.property(fc.array(token), (tokens) => {
        const text = tokens.join('');
        let reach = 0;
        for (const { start, end } of findCutWords(text, words, innocent)) {
          expect(start).toBeGreaterThanOrEqual(reach);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          reach = end;
        }
      }),
    );
  });
});

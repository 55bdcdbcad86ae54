/** The matcher: whole words, disguises undone, offsets of the original text, and no innocent neighbours. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { buildLexicon } from './lexicon.ts';

const words = ['ass', 'hell', 'damn', 'fuck', 'shit', 'cock', 'dick', 'sex', 'tit', 'son of a bitch', 'coño'];
const lexicon = buildLexicon(words.map((phrase) => ({ phrase, data: phrase, loose: phrase.length > 3 })));

const found = (text: string): string[] => lexicon.find(text).map(({ start, end }) => text.slice(start, end));

describe('buildLexicon', () => {
  it.each([
    ['plain', 'What the hell, damn.', ['hell', 'damn'], false],
    ['capitals', 'DAMN', ['DAMN'], false],
    ['a phrase over a line end', 'the son of a\nbitch', ['son of a\nbitch'], false],
    ['accents', 'dámn', ['dámn'], false],
    ['stretched', 'daaaamn fuuck', ['daaaamn', 'fuuck'], true],
    ['Cyrillic look-alikes', 'bull and ѕhіt here', ['ѕhіt'], true],
    ['zero-width characters', 'da\u200bmn', ['da\u200bmn'], true],
    ['soft hyphens', 'fu\u00adck', ['fu\u00adck'], true],
    ['mathematical letters', '𝐝𝐚𝐦𝐧', ['𝐝𝐚𝐦𝐧'], true],
    ['full-width letters', 'ｄａｍｎ', ['ｄａｍｎ'], true],
    ['its own ñ', 'coño', ['coño'], false],
  ])('finds %s', (_name, text, expected, disguised) => {
    expect(found(text)).toEqual(expected);
    expect(lexicon.find(text).every((match) => match.disguised === disguised)).toBe(true);
  });

  it.each([
    'Scunthorpe assess assignment class Essex cockpit peacock shiitake title Dickens hello shell',
    'as, tot, dam, cono de helado, Cass, passion, asset, sextant, fuchsia',
    "the boss's son. Of a bitchy mood",
    'сор, рот и нос: обычный русский текст',
    'hell0 d4mn',
  ])('is quiet on: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('does not cross the end of a clause', () => {
    const sale = buildLexicon([{ phrase: 'for sale', data: 1 }]);
    expect(sale.find('What is it for? Sale starts')).toEqual([]);
    expect(sale.find('for\n\nsale')).toEqual([]);
  });

  it('knows numbers, amounts of money, and names', () => {
    const rules = buildLexicon([
      { phrase: '$ each', data: 'price' },
      { phrase: '# people', data: 'count' },
      { phrase: 'dick', data: 'word', notAsName: true },
    ]);
    const text = 'Pay $1,200.50 each for 14 people. Dick is a name, dick is not.';
    expect(rules.find(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      '$1,200.50 each',
      '14 people',
      'dick',
    ]);
  });

  it('finds a word across the pieces of a long text once, and none cut out of a longer word', () => {
    for (let shift = 0; shift < 12; shift += 1) {
      const text = `${'x '.repeat(32_760)}${' '.repeat(shift)}damn ${'y '.repeat(40_000)}`;
      expect(found(text)).toEqual(['damn']);
    }
    expect(found(`${'z'.repeat(65_534)}assessment`)).toEqual([]);
  });

  test('matches lie inside the text and begin and end with what they match', () => {
    const noise = fc.array(
      fc.constantFrom(...words, 'as', 'é', '\u200b', '𝐝', ' ', '\n', '$', '5', '.', "'", 'ß', 'ﬁ', '\ud83d'),
    );
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join('');
        for (const { start, end } of lexicon.find(text)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(start, end)).toMatch(/^\S[^]*\S$/);
        }
      }),
    );
  });

  test('every word is found between any white space', () => {
    const gap = fc.constantFrom(' ', '\n', ', ', ' (', ') ', '. ', '\t');
    fc.assert(
      fc.property(fc.constantFrom(...words), gap, gap, (word, before, after) => {
        expect(found(`one${before}${word}${after}two`)).toEqual([word]);
      }),
    );
  });
});

/** One search for all lexicons: each finds its own phrases, also where another one has the same, and where it was built later. */
import { describe, expect, it } from '@jest/globals';
import type { ExtractedPart } from '../../detector.ts';
import { searchPart } from './joint-phrases.ts';
import { buildLexicon, type Lexicon } from './lexicon.ts';

function partOf(text: string): ExtractedPart {
  return { id: '1', kind: 'body', contentType: 'text/plain', text, quoted: [], hidden: [] };
}

function found<Data>(lexicon: Lexicon<Data>, part: ExtractedPart): [string, Data][] {
  return lexicon.findInPart(part).map(({ start, end, data }) => [part.text.slice(start, end), data]);
}

describe('lexicons that share their search', () => {
  const fruit = buildLexicon(['apple', 'apple pie', '*berry'].map((phrase) => ({ phrase, data: 'fruit' })));
  const food = buildLexicon(['apple pie', 'soup', 'berry'].map((phrase) => ({ phrase, data: 'food' })));

  it('find their own phrases only', () => {
    const part = partOf('Soup, an apple, apple pie and a blueberry.');
    expect(found(fruit, part)).toEqual([
      ['apple', 'fruit'],
      ['apple pie', 'fruit'],
      ['berry', 'fruit'],
    ]);
    expect(found(food, part)).toEqual([
      ['Soup', 'food'],
      ['apple pie', 'food'],
    ]);
  });

  it('search a part once', () => {
    const part = partOf('An apple.');
    expect(searchPart(part)).toBe(searchPart(part));
  });

  it('find phrases of a lexicon that was built after the part had been searched', () => {
    const part = partOf('A ripe quince and an apple.');
    expect(found(fruit, part)).toEqual([['apple', 'fruit']]);
    const later = buildLexicon([{ phrase: 'ripe quince', data: 'later' }]);
    expect(found(later, part)).toEqual([['ripe quince', 'later']]);
    expect(found(fruit, part)).toEqual([['apple', 'fruit']]);
  });
});

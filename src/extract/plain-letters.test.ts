/** Plain letters: what is undone, what is left, and that every mark still covers the words that it covered. */
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { plainLetters } from './plain-letters.ts';

const plain = (text: string) => plainLetters({ text, quoted: [], hidden: [] }).text;

describe('plain letters', () => {
  it.each([
    ['no-break space', 'a\u00a0b', 'a b'],
    ['soft hyphen', 'wo\u00adrd', 'word'],
    ['zero-width space', 'wo\u200brd', 'word'],
    ['direction marks', '\u202aword\u202c', 'word'],
    ['text that is shown backwards', 'at \u202e.teertS mlE 0241\u202c now', 'at 1420 Elm Street. now'],
    ['Cyrillic letters within Latin words', 'М\u0430y\u0430 l\u0456v\u0435s', 'Maya lives'],
    ['a word of Cyrillic twins alone', 'Elm \u0410\u0421\u0415', 'Elm ACE'],
    ['a Russian text', 'Отец и мать Coca-Cola', 'Отец и мать Coca-Cola'],
    ['letters in circles', 'Ⓜⓐⓨⓐ ①④', 'Maya 14'],
    ['letters in boxes', '🅼🅰🆈🅰', 'MAYA'],
    ['letters of flags', '🇲\u200b🇦\u200b🇾\u200b🇦 🇺🇸', 'MAYA 🇺🇸'],
    ['small capitals', 'Mᴀʏᴀ', 'MAYA'],
    ['ligatures', 'Spring\ufb01eld', 'Springfield'],
    ['digits of other scripts', '١٤٢٠ १४२०', '1420 1420'],
    ['raised digits of a number', '¹⁴²⁰ and a note²', '1420 and a note²'],
    ['keycaps', '1\ufe0f\u20e34\ufe0f\u20e3', '14'],
    ['lines through letters', 'M\u0336a\u0336y\u0336a\u0336', 'Maya'],
    ['accents of their own', 'Jose\u0301', 'Jose\u0301'],
    ['hair spaces between letters', 'M\u200aa\u200ay\u200aa', 'Maya'],
    ['control characters', 'M\u0001ay\u007fa', 'Maya'],
    ['blanks of other scripts', 'a\u2800b\u3164c', 'a b c'],
    ['signs', 'Brand™ №5 20 ℃', 'Brand™ №5 20 ℃'],
    ['full-width letters', 'Ｍａｙａ　１２', 'Maya 12'],
    ['mathematical letters', '𝐌𝐚𝐲𝐚 𝟏𝟐', 'Maya 12'],
    ['tag characters', `a${String.fromCodePoint(0xe0041)}b`, 'ab'],
    ['line separator', 'a\u2028b', 'a\nb'],
    ['emoji of several', '👩\u200d🏫 ❤\ufe0f', '👩\u200d🏫 ❤\ufe0f'],
    ['accents', 'José Peña', 'José Peña'],
  ])('%s', (_, text, expected) => expect(plain(text)).toBe(expected));

  it('gives ordinary text back as the same object', () => {
    const marked = { text: 'plain', quoted: [], hidden: [] };
    expect(plainLetters(marked)).toBe(marked);
  });
});

test('marks move with their words', () => {
  const piece = fc.constantFrom('a', 'Z', ' ', '\u200b', '\u00a0', '𝐌', 'Ｍ', '\u00ad', 'é', '\n', '👩', '\u200d');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(40), fc.nat(40), (pieces, a, b) => {
      const cut = (n: number) => pieces.slice(0, Math.min(n, pieces.length)).join('').length;
      const [start, end] = [cut(Math.min(a, b)), cut(Math.max(a, b))];
      const text = pieces.join('');
      const before = { text, quoted: start < end ? [{ start, end }] : [], hidden: [], places: [{ start, label: 'x' }] };
      const after = plainLetters(before);
      const covered = after.quoted.map((span) => after.text.slice(span.start, span.end)).join('');
      // Emoji joiners depend on what stands before them; everything else is judged by itself.
      if (!text.includes('\u200d')) {
        expect(covered).toBe(plain(text.slice(start, end)));
        expect(after.text.slice(0, after.places[0]!.start)).toBe(plain(text.slice(0, start)));
      }
      for (const span of after.quoted) expect(span.end).toBeLessThanOrEqual(after.text.length);
    }),
  );
});

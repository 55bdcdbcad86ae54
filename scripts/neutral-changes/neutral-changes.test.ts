/** The neutral changes: words stay, offsets lead to the same words, and the same seed gives the same text. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { movedSpan, thenChanged } from './changed-text.ts';
import { rowsAsBlocks } from './layout-changes.ts';
import { neutralSentences } from './neutral-text.ts';
import { changeText, textChangeNames, type TextChangeName } from './text-changes.ts';

const author = { name: 'A. Teacher', address: 'teacher@maple.example' };
const options = { seed: '1', author, subject: 'Bus 41' };
const letters = (text: string) => text.toLowerCase().replace(/[\s>]/g, '');

it('there are enough sentences for a newsletter without a repeated one', () => {
  expect(new Set(neutralSentences).size).toBe(neutralSentences.length);
  expect(neutralSentences.length).toBeGreaterThanOrEqual(200);
});

describe.each(textChangeNames.map((name) => [name]))('%s', (name) => {
  it('keeps each word of the text at the place that the offsets say', () => {
    const words = fc.array(fc.stringMatching(/^[A-Za-z0-9,.>|]{1,12}$/), { minLength: 1, maxLength: 60 });
    const gaps = fc.array(fc.constantFrom(' ', ' ', ' ', '\n', '\n\n', '\t', '  '), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(words, gaps, (some, between) => {
        const text = some.map((word, at) => word + (at < some.length - 1 ? between[at]! : '')).join('');
        const changed = changeText(name, text, options);
        expect(changed.offsets.length).toBe(text.length + 1);
        for (const { index, 0: word } of text.matchAll(/\S+/g)) {
          const { start, end } = movedSpan(changed, { start: index, end: index + word.length });
          expect(letters(changed.text.slice(start, end))).toBe(letters(word));
        }
      }),
    );
  });

  it('gives the same text for the same seed', () => {
    expect(changeText(name, 'Bus 41 is late.', options).text).toBe(changeText(name, 'Bus 41 is late.', options).text);
  });
});

it.each<[TextChangeName, string, string]>([
  ['lower case', 'Maya İpek, LINCOLN', 'maya İpek, lincoln'],
  ['wrapped at 40', `${'word '.repeat(10)}end`, `${'word '.repeat(7)}word\nword word end`],
  ['wrapped at 40', `> ${'word '.repeat(9)}end`, `> ${'word '.repeat(6)}word\n> word word end`],
  ['wrapped at 40', `Name\t${'word '.repeat(10)}end`, `Name\t${'word '.repeat(10)}end`],
  ['double spaces', 'one two\nName   Phone number', 'one  two\nName   Phone number'],
  ['blank lines', 'one\ntwo', 'one\n\ntwo'],
])('%s: %j', (name, before, after) => {
  expect(changeText(name, before, options).text).toBe(after);
});

it('rows of a table are blocks, each value with its heading where it does not say what it is', () => {
  const table =
    'Due Friday.\n\nName,Phone,Allergy\n"Berg, Tilda",555-0101,nuts\nSam Lee,555-0102,"cats, dogs"\n\nThanks';
  const { text } = rowsAsBlocks(table);
  expect(text).toBe(
    'Due Friday.\n\nBerg, Tilda\n555-0101\nAllergy: nuts\n\nSam Lee\n555-0102\nAllergy: cats, dogs\n\nThanks',
  );
  expect(rowsAsBlocks('One, two\nthree, four\nfive, six').text).toBe('One, two\nthree, four\nfive, six');
});

it('a quote has marks before each line and the author above', () => {
  const { text } = changeText('quoted below a reply', 'one\ntwo', options);
  expect(text).toMatch(
    /\n\nOn Mon, Jan 12, 2026 at 8:15 AM A\. Teacher <teacher@maple\.example> wrote:\n> one\n> two$/,
  );
});

it('two changes after another lead from the first text to the last', () => {
  const first = changeText('sentence before', 'Bus 41 is late.', options);
  const both = thenChanged(first, (text) => changeText('double spaces', text, options));
  const { start, end } = movedSpan(both, { start: 4, end: 9 });
  expect(both.text.slice(start, end)).toBe('41  is');
});

/** Names with nicknames, initials and marks in them. */
import { expect, it } from '@jest/globals';
import { takeApart } from './person-name.ts';

it.each([
  ['Hugo (Hugh)', 'Brandt', { given: 'Hugo', preferredGiven: ['Hugh'] }],
  ['Bruno "Bo"', 'Costa', { given: 'Bruno', preferredGiven: ['Bo'] }],
  ['Bruno “Bo”', 'Costa', { given: 'Bruno', preferredGiven: ['Bo'] }],
  ["Bruno 'Bo'", 'Costa', { given: 'Bruno', preferredGiven: ['Bo'] }],
  ['Nils', 'Berg (Larsen)', { family: 'Berg', preferredFamily: 'Larsen' }],
  ['Ada M.', 'Novak', { given: 'Ada', middle: 'M' }],
  ['Ines', '*Moreau', { family: 'Moreau' }],
  ['Maya', "O'Neil", { family: "O'Neil" }],
  ['D’Arcy', 'Ko’omoa', { given: 'D’Arcy', family: 'Ko’omoa' }],
  ['Jean-Luc', "N'Diaye", { given: 'Jean-Luc', family: "N'Diaye" }],
  ['X', 'Vu', { given: 'X' }],
  ['(none)', 'Vu', { given: '(none)' }],
  ['Ana', 'Vu, Jr.', { family: 'Vu, Jr.' }],
])('%s %s', (given, family, expected) => {
  const written = { given, family, middle: '', preferredGiven: [], preferredFamily: '' };
  expect(takeApart(written)).toEqual({ ...written, ...expected });
});

it('keeps the middle and preferred names that have columns of their own', () => {
  const written = {
    given: 'Ada M. (Addie)',
    family: 'Novak (Berg)',
    middle: 'Ruth',
    preferredGiven: ['Adi'],
    preferredFamily: 'Ray',
  };
  expect(takeApart(written)).toEqual({
    given: 'Ada',
    family: 'Novak',
    middle: 'Ruth',
    preferredGiven: ['Adi', 'Addie'],
    preferredFamily: 'Ray',
  });
});

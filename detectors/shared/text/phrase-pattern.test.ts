/** Patterns made of phrases of data files. */
import { expect, test, it } from '@jest/globals';
import { oneOf, phraseFile, phraseList } from './phrase-pattern.ts';

const lists = {
  lives: phraseList.parse('live{|s} {at|on}, house on'),
  kin: phraseList.parse("mom, that's * mom"),
  end: ['gr.', '# st'],
};
const { pattern, phrases } = phraseFile(lists);

test.each<[string, RegExp, string, boolean]>([
  ['each alternative', pattern('^<lives>$'), 'lives on', true],
  ['a plain phrase', pattern('^<lives>$'), 'house on', true],
  ['no part of one', pattern('^<lives>$'), 'live', false],
  ['an apostrophe of either shape, and any word', pattern('^<kin>$', 'u'), 'that’s Ana mom', true],
  ['signs as they are', pattern('^<end>$'), 'gr.', true],
  ['no sign as a wildcard', pattern('^<end>$'), 'grx', false],
  ['a number', pattern('^<end>$'), '12 st', true],
  ['several lists', pattern('<lives>.*<kin>', 'u'), 'lives at home, mom', true],
])('finds %s', (_, made, text, found) => {
  expect(made.test(text)).toBe(found);
});

it('prefers the longer phrase', () => {
  expect(new RegExp(oneOf(['first', 'first name'])).exec('first name')![0]).toBe('first name');
});

it('writes the phrases of a list out', () => {
  expect([...phrases('lives')].sort()).toEqual(['house on', 'live at', 'live on', 'lives at', 'lives on']);
});

it('refuses a list that is not there, and leaves look-behinds and names of groups alone', () => {
  expect(() => pattern('<nowhere>')).toThrow('nowhere');
  expect(pattern('(?<=a)<end>').test('agr.')).toBe(true);
  expect(pattern(String.raw`\(?<end>`).exec('(gr.')![0]).toBe('(gr.');
  expect(pattern('(?<who><kin>)', 'u').exec('mom')!.groups!['who']).toBe('mom');
});

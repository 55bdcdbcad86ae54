/** What numbers are part of and called. */
import { describe, expect, it } from '@jest/globals';
import { numberFeatures, numberToken, otherNumberBefore } from './number-token.ts';

/** @param text with one number of seven digits and more */
const featuresOf = (text: string, heading?: string): string[] => {
  const match = /\d[\d-]{6,}/.exec(text)!;
  return numberFeatures(numberToken(text, { start: match.index, end: match.index + match[0].length }, heading));
};

describe('a number is of another kind', () => {
  it.each([
    ['Watch https://video.example/watch?v=4145550188', 'number in link'],
    ['see www.art.example/item/4145550188/view', 'number in link'],
    ['It is on news.example/story-4145550188', 'number in link'],
    ['Write to case-4145550188@help.example', 'number in address'],
    ['Router SN-4145550188 is back', 'number joined'],
    ['IMG_4145550188.jpg', 'number joined'],
    ['The Chromebook is asset 4145550188', 'called other'],
    ['Invoice No. 4145550188', 'called other'],
    ['PO#4145550188', 'called other'],
    ['The serial number is 4145550188', 'called other'],
    ['Serial: 414-555-0188', 'called other'],
    ['Factura 4145550188', 'called other'],
  ])('in %p', (text, feature) => {
    expect(featuresOf(text)).toEqual(expect.arrayContaining([feature, 'other number']));
  });

  it('where its column says so', () => {
    expect(featuresOf('4145550188', 'asset tag')).toEqual(['called other', 'other number']);
    expect(featuresOf('4145550188', 'order')).toEqual(['called other', 'other number']);
    expect(featuresOf('4145550188', 'mother')).toEqual([]);
  });
});

it.each([
  ['Her mom is at 414-555-0188.'],
  ['Maya, 414-555-0188'],
  ['Call 414-555-0188 about the purchase.'],
  ['phone:414-555-0188'],
  ['We ordered lunch. 414-555-0188 is the number of the house.'],
  ['reorder 414-555-0188'],
])('says nothing of the number in %p', (text) => {
  expect(featuresOf(text)).toEqual([]);
});

it('tells the name of another number from the name of an id', () => {
  expect(otherNumberBefore.test('the invoice ')).toBe(true);
  expect(otherNumberBefore.test('the invoice number: ')).toBe(true);
  expect(otherNumberBefore.test('the student ')).toBe(false);
});

import { expect, it } from '@jest/globals';
import { rateOf } from './rate.ts';

it.each([
  // From the tables of Newcombe (1998), method 3.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i lies between %f and %f', (hits, sample, low, high) => {
  const rate = rateOf(hits, sample)!;
  expect(rate.share).toBe(hits / sample);
  expect([rate.low, rate.high]).toEqual([expect.closeTo(low, 4), expect.closeTo(high, 4)]);
});

it('says nothing without a sample', () => expect(rateOf(0, 0)).toBeNull());

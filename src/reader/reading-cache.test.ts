/** What was read is found again; the cache never grows over its bound, and its keys do not tell what was read. */
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createReadingCache } from './reading-cache.ts';

const odds = (value: number): Float32Array => Float32Array.of(value);

test('keeps what was asked for last', () => {
  const cache = createReadingCache(2);
  const [one, two, three] = [[1], [1, 2], [2, 1]].map((tokens) => cache.keyOf(tokens));
  cache.set(one!, odds(1));
  cache.set(two!, odds(2));
  expect(cache.get(one!)).toEqual(odds(1));
  cache.set(three!, odds(3));
  expect([one, two, three].map((key) => cache.get(key!)?.[0])).toEqual([1, undefined, 3]);
  expect(cache.size).toBe(2);
});

test('keys are those of this process alone', () => {
  const tokens = [5, 6, 7];
  const key = createReadingCache(1).keyOf(tokens);
  expect(createReadingCache(1).keyOf(tokens)).not.toBe(key);
  expect(createHash('sha256').update(Uint32Array.from(tokens)).digest('base64')).not.toContain(key);
});

/** Relative times: what has happened is never in the future, whatever the clocks say. */
import { expect, test } from '@jest/globals';
import { relative } from './time.ts';

const now = Date.parse('2026-03-04T16:00:00Z');

test.each([
  ['2026-03-04T15:46:00Z', true, '14 min ago'],
  ['2026-03-04T16:05:00Z', true, 'now'],
  ['2026-03-04T16:00:00Z', true, 'now'],
  ['2026-03-07T17:00:00Z', false, 'in 3 d'],
  ['2026-03-04T15:46:00Z', false, '14 min ago'],
])('%s, happened: %s', (at, isPast, words) => {
  expect(relative(at, now, isPast)).toBe(words);
});

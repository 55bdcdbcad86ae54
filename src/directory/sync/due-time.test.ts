/** Times of day at which a roster is fetched, in the time zone of the district. */
import { expect, it } from '@jest/globals';
import { isDue } from './due-time.ts';

const chicago = 'America/Chicago';
const due = (last: string | undefined, now: string, times = ['03:15', '13:00']): boolean =>
  isDue(times, last === undefined ? undefined : new Date(last), new Date(now), chicago);

it.each([
  ['never done', undefined, '2026-11-28T12:00:00Z', true],
  ['before the time', '2026-11-27T09:15:10Z', '2026-11-27T18:59:00Z', false],
  ['at the time', '2026-11-27T09:15:10Z', '2026-11-27T19:00:00Z', true],
  ['done at that time', '2026-11-27T19:00:30Z', '2026-11-27T19:01:00Z', false],
  ['the next night', '2026-11-27T19:00:30Z', '2026-11-28T09:15:00Z', true],
  ['after days without a gateway', '2026-11-20T19:00:30Z', '2026-11-28T12:00:00Z', true],
  ['yesterday’s time, missed', '2026-11-27T10:00:00Z', '2026-11-28T08:00:00Z', true],
])('%s', (_name, last, now, expected) => {
  expect(due(last, now)).toBe(expected);
});

it('comes once on the night on which clocks go back, and on that on which they go forward', () => {
  expect(due('2026-10-31T08:15:05Z', '2026-11-01T09:15:00Z')).toBe(true);
  expect(due('2026-11-01T09:15:05Z', '2026-11-01T10:15:00Z')).toBe(false);
  // 02:30 does not exist on 2027-03-14; it is due as soon as the clock has passed it.
  expect(due('2027-03-13T08:30:10Z', '2027-03-14T08:00:00Z', ['02:30'])).toBe(true);
});

/** A message that waits without attempts is looked at when its attempts would have been. */
import { expect, it } from '@jest/globals';
import { createSchedule } from './schedule.ts';

const schedule = createSchedule({ retryMinutes: [1, 5, 15], maxAgeHours: 72, delayNoticeHours: 4 });
const minutes = (n: number): number => n * 60_000;

it.each([
  [0, 1, 1],
  [0.9, 1, 1],
  [1, 2, 5],
  [5.9, 2, 5],
  [6, 3, 15],
  [21, 4, 15],
  [5000, 4, 15],
])('at the age of %d minutes it would have had %i attempts, and waits %i minutes', (age, attempts, wait) => {
  expect(schedule.attemptsAtAge(minutes(age))).toBe(attempts);
  expect(schedule.nextWaitMs(attempts, () => 0.5)).toBeCloseTo(minutes(wait));
});

/** Dates in words: the zone is named, and spaces are plain spaces in both languages. */
import { expect, test } from '@jest/globals';
import { dateInWords } from './date-in-words.ts';

const date = new Date('2026-03-03T21:15:00Z');

test.each([
  ['en', 'America/Chicago', 'Tuesday, March 3, 2026 at 3:15 PM CST'],
  ['en', 'UTC', 'Tuesday, March 3, 2026 at 9:15 PM UTC'],
  ['es', 'America/Chicago', 'martes, 3 de marzo de 2026, 3:15 p.m. CST'],
] as const)('%s, %s', (language, zone, expected) => {
  expect(dateInWords(date, language, zone)).toBe(expected);
});

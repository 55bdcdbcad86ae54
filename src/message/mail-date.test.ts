import { expect, it } from '@jest/globals';
import { mailDate } from './mail-date.ts';

it.each([
  ['2026-03-03T12:00:00Z', 'Tue, 03 Mar 2026 12:00:00 +0000'],
  ['2026-03-03T23:30:00-06:00', 'Wed, 04 Mar 2026 05:30:00 +0000'],
])('%s is %s in UTC', (iso, expected) => expect(mailDate(new Date(iso))).toBe(expected));

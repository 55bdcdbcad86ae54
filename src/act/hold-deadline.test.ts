/** Ends of holds over weekends, holidays and changes of the clock. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { configSchema } from '../config/schema.ts';
import { createHoldDeadline } from './hold-deadline.ts';

const HOUR_MS = 3_600_000;
const winter = { from: '2026-12-21', to: '2027-01-01' };

function end(from: string, hours: number, hold: Record<string, unknown>): string {
  const deadline = createHoldDeadline(configSchema.parse({ hold }).hold, 'America/Chicago');
  return deadline(new Date(from), hours * HOUR_MS).toISOString();
}

it.each([
  ['without a calendar', '2026-12-18T20:00:00Z', 72, {}, '2026-12-21T20:00:00.000Z'],
  // Friday 14:00 in Chicago: ten hours on Friday, the weekend counts, the rest from 2 January 00:00.
  ['over the winter break', '2026-12-18T20:00:00Z', 72, { daysOff: [winter] }, '2027-01-02T20:00:00.000Z'],
  [
    'over the break and weekends',
    '2026-12-18T20:00:00Z',
    72,
    { daysOff: [winter], weekends: 'skip' },
    '2027-01-06T20:00:00.000Z',
  ],
  ['begun on a day off', '2026-12-24T15:00:00Z', 24, { daysOff: [winter] }, '2027-01-03T06:00:00.000Z'],
  ['over one day', '2026-11-25T18:00:00Z', 24, { daysOff: ['2026-11-26'] }, '2026-11-27T18:00:00.000Z'],
  ['that ends before the break', '2026-12-18T20:00:00Z', 8, { daysOff: [winter] }, '2026-12-19T04:00:00.000Z'],
])('%s', (_name, from, hours, hold, expected) => {
  expect(end(from, hours, hold)).toBe(expected);
});

it('is never earlier than without days off, and never on one', () => {
  const moment = fc.date({ min: new Date('2026-10-01'), max: new Date('2027-04-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 24 * 30 }), (from, hours) => {
      const at = new Date(end(from.toISOString(), hours, { daysOff: [winter], weekends: 'skip' }));
      expect(at.getTime()).toBeGreaterThanOrEqual(from.getTime() + hours * HOUR_MS);
      // The last moment that counts lies on a school day.
      const local = new Date(at.getTime() - 1).toLocaleString('en-CA', { timeZone: 'America/Chicago' }).slice(0, 10);
      expect([0, 6]).not.toContain(new Date(`${local}T12:00:00Z`).getUTCDay());
      expect(local < winter.from || local > winter.to).toBe(true);
    }),
  );
});

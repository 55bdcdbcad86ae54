/** The rate of a sender: never more in a minute than twice the burst allows, never less than the rate for who keeps to it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSenderRate } from './sender-rate.ts';

describe('the rate of a sender', () => {
  it('lets through at most the burst and what refills meanwhile', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), waits, (perMinute, gaps) => {
        const rate = createSenderRate(perMinute);
        let [now, taken] = [0, 0];
        for (const gap of gaps) {
          now += gap;
          if (rate.take('a@school.example', now)) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(perMinute + (now * perMinute) / 60_000 + 1e-6);
      }),
    );
  });

  it('never refuses who keeps to it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 200 }), (perMinute, count) => {
        const rate = createSenderRate(perMinute);
        const gap = Math.ceil(60_000 / perMinute);
        for (let i = 0; i < count; i += 1) expect(rate.take('a@school.example', i * gap)).toBe(true);
      }),
    );
  });

  it('is the same for any spelling of the address, and of one sender does not touch another', () => {
    const rate = createSenderRate(1);
    expect(['a@School.example', 'A@school.example', 'b@school.example'].map((sender) => rate.take(sender, 0))).toEqual([
      true,
      false,
      true,
    ]);
  });
});

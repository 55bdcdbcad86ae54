/** The map from scores to shares. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calibrated } from './calibration.ts';

describe('calibrated', () => {
  it.each([
    [0, 0],
    [0.5, 0.5],
    [0.67, 0.64],
    [0.77, 0.95],
    [1, 0.99],
  ])('%d becomes %d', (score, share) => {
    expect(calibrated(score)).toBeCloseTo(share, 2);
  });

  it('never puts a less sure finding before a surer one', () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(score, score, (a, b) => {
        expect(calibrated(Math.min(a, b))).toBeLessThanOrEqual(calibrated(Math.max(a, b)) + 1e-12);
      }),
    );
  });
});

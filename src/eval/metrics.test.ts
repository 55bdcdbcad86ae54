/** The arithmetic of the scorecard against figures worked out by hand, and what must hold for any rows. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { averagePrecision, countsAt, fBeta, quantile, reliability, type Judged } from './metrics.ts';

const row = (truth: boolean, score: number): Judged => ({ truth, score });
const rows = fc.array(
  fc.record({ truth: fc.boolean(), score: fc.constantFrom(0, 0.1, 0.3, 0.5, 0.6, 0.75, 0.9, 0.95, 1) }),
  { maxLength: 60 },
);

describe('countsAt', () => {
  it('counts rows from the threshold on', () => {
    const counts = countsAt([row(true, 0.9), row(true, 0.5), row(false, 0.6), row(true, 0.4), row(false, 0)], 0.5);
    expect(counts).toMatchObject({ positives: 3, truePositives: 2, falsePositives: 1 });
    expect(counts.precision).toBeCloseTo(2 / 3);
    expect(counts.recall).toBeCloseTo(2 / 3);
    expect(counts.f1).toBeCloseTo(2 / 3);
  });

  it('says nothing where there is nothing to divide by', () => {
    expect(countsAt([row(false, 0)], 0.5)).toEqual({ positives: 0, truePositives: 0, falsePositives: 0 });
    expect(countsAt([row(true, 0)], 0.5)).toEqual({
      positives: 1,
      truePositives: 0,
      falsePositives: 0,
      recall: 0,
      f1: 0,
    });
  });

  it('takes no row without a finding for found, whatever the threshold', () => {
    expect(countsAt([row(true, 0), row(false, 0)], 0)).toMatchObject({ truePositives: 0, falsePositives: 0 });
  });

  it('has F1 between precision and recall', () => {
    fc.assert(
      fc.property(rows, (judged) => {
        const { precision, recall, f1 } = countsAt(judged, 0.5);
        if (precision === undefined || recall === undefined || f1 === undefined) return;
        expect(f1).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-9);
        expect(f1).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-9);
        expect(fBeta(precision, recall, 1)).toBeCloseTo(f1);
      }),
    );
  });
});

describe('averagePrecision', () => {
  it.each([
    ['all found, the false one last', [row(true, 0.9), row(true, 0.8), row(false, 0.7)], 1],
    ['the false one first', [row(false, 0.9), row(true, 0.8), row(true, 0.7)], (1 / 2 + 2 / 3) / 2],
    ['ties count together', [row(true, 0.9), row(false, 0.9)], 0.5],
    ['one was not found', [row(true, 0.9), row(true, 0)], 0.5],
  ])('%s', (_, judged, expected) => {
    expect(averagePrecision(judged)).toBeCloseTo(expected);
  });

  it('is undefined without positives', () => {
    expect(averagePrecision([row(false, 0.9)])).toBeUndefined();
  });

  it('is at most the recall, and does not depend on the order of rows', () => {
    fc.assert(
      fc.property(rows, (judged) => {
        const value = averagePrecision(judged);
        if (value === undefined) return;
        expect(value).toBeLessThanOrEqual((countsAt(judged, 0).recall ?? 0) + 1e-9);
        expect(averagePrecision([...judged].reverse())).toBeCloseTo(value);
      }),
    );
  });
});

describe('reliability', () => {
  it('puts each score into its tenth, 1 into the last', () => {
    const { bins, expectedError } = reliability([row(true, 1), row(true, 0.9), row(false, 0.3), row(true, 0.35)]);
    expect(bins.map(({ count }) => count)).toEqual([0, 0, 0, 2, 0, 0, 0, 0, 0, 2]);
    expect(bins[3]).toMatchObject({ from: 0.3, right: 0.5 });
    expect(expectedError).toBeCloseTo((2 * Math.abs(0.325 - 0.5) + 2 * Math.abs(0.95 - 1)) / 4);
  });

  it('keeps every finding, and its error between 0 and 1', () => {
    fc.assert(
      fc.property(rows, (judged) => {
        const { bins, expectedError = 0 } = reliability(judged);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(judged.length);
        expect(expectedError).toBeGreaterThanOrEqual(0);
        expect(expectedError).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('quantile', () => {
  it.each([
    [[3, 1, 2], 0.5, 2],
    [[5, 1], 0.5, 1],
    [[7], 0.99, 7],
    [[], 0.5, 0],
  ])('%j at %d', (values, at, expected) => {
    expect(quantile(values, at)).toBe(expected);
  });
});

/** Weights and thresholds of the combination, on made-up odds. */
import { describe, expect, it } from '@jest/globals';
import { togetherOdds, type CodeOdds } from '../../../detectors/shared/reader/combination.ts';
import { fitWeights, withThreshold, type Linear } from './fit-combination.ts';

const odds = (reader: number, sentences = 1): CodeOdds => {
  return { rules: -3, model: -5.5, alone: -8, reading: { odds: reader, next: -6, words: 8, sentences } };
};
const linear: Linear = { rules: 0, model: 0, reader: 1, next: 0, words: 0, chance: 0, bias: 0 };

describe('withThreshold', () => {
  // Of 100 clean mails, the first code sees something in every tenth, the second in one more.
  const clean = Array.from({ length: 100 }, (_, at) => ({
    'a.open': [odds(-6), odds(at % 10 === 0 ? 3 - at / 100 : -5)],
    'a.subtle': [odds(at === 55 ? 2.5 : -5)],
  }));
  const found = (share: number): number => {
    const codes = withThreshold({ 'a.open': linear, 'a.subtle': linear }, clean, share);
    return clean.filter((mail) =>
      Object.entries(mail).some(([code, all]) => all.some((one) => togetherOdds(codes[code]!, one) >= 0)),
    ).length;
  };

  it('lets a share of clean mails have a finding of any of the codes', () => {
    expect(found(0)).toBe(0);
    expect(found(0.05)).toBe(5);
    expect(found(0.08)).toBe(8);
  });

  it('goes below the odds of the fit, and not by any amount', () => {
    const quiet = clean.map(() => ({ 'a.open': [odds(-1)] }));
    expect(withThreshold({ 'a.open': linear }, quiet, 0)['a.open']!.bias).toBeCloseTo(0.95, 9);
    const silent = clean.map(() => ({ 'a.open': [odds(-7)] }));
    expect(withThreshold({ 'a.open': linear }, silent, 0)['a.open']!.bias).toBeCloseTo(2, 9);
  });
});

describe('fitWeights', () => {
  it('learns from the likeliest sentence of a message, and gives no weight below 0', () => {
    const examples = Array.from({ length: 60 }, (_, at) => ({
      all: [odds(-6), odds(at % 2 === 0 ? 4 : -4), odds(-5)],
      label: at % 2 === 0,
      weight: 1,
    }));
    const fitted = fitWeights(examples, false);
    expect(fitted.reader).toBeGreaterThan(0.3);
    expect(togetherOdds(fitted, odds(4))).toBeGreaterThan(0);
    expect(togetherOdds(fitted, odds(-4))).toBeLessThan(0);
    expect(fitted.model).toBe(0);
  });

  it('does not let the number of sentences decide, however well it would', () => {
    const examples = Array.from({ length: 60 }, (_, at) => {
      return { all: [odds(0, at % 2 === 0 ? 1 : 10)], label: at % 2 === 0, weight: 1 };
    });
    expect(fitWeights(examples, false).chance).toBe(0.5);
  });
});

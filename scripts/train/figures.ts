/** Metrics of how well scores separate texts with a label from those without. */

export interface Scored {
  readonly odds: number;
  readonly label: boolean;
}

/** Area under precision over recall. */
export function averagePrecision(scored: readonly Scored[]): number {
  const sorted = [...scored].sort((a, b) => b.odds - a.odds);
  const positives = sorted.filter(({ label }) => label).length;
  let found = 0;
  let sum = 0;
  for (const [index, { label }] of sorted.entries()) {
    if (!label) continue;
    found += 1;
    sum += found / (index + 1);
  }
  return positives === 0 ? Number.NaN : sum / positives;
}

export function f1At(scored: readonly Scored[], least: number): { precision: number; recall: number; f1: number } {
  const found = scored.filter(({ odds }) => odds >= least);
  const right = found.filter(({ label }) => label).length;
  const positives = scored.filter(({ label }) => label).length;
  const precision = right / Math.max(1, found.length);
  const recall = right / Math.max(1, positives);
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** The highest F1 over all thresholds, and the threshold. */
export function bestF1(scored: readonly Scored[]): { f1: number; least: number } {
  const sorted = [...scored].sort((a, b) => b.odds - a.odds);
  const positives = sorted.filter(({ label }) => label).length;
  let right = 0;
  let best = { f1: 0, least: Infinity };
  for (const [index, { label, odds }] of sorted.entries()) {
    if (label) right += 1;
    const f1 = (2 * right) / (index + 1 + positives);
    if (f1 > best.f1) best = { f1, least: odds };
  }
  return best;
}

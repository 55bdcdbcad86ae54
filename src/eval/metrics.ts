/** The arithmetic of the scorecard: precision and recall, average precision, calibration, quantiles. Pure. */

/** A row as one label sees it. */
export interface Judged {
  /** The row has the label. */
  readonly truth: boolean;
  /** Best score of a finding for the label; 0 where there is none. */
  readonly score: number;
}

export interface Counts {
  readonly positives: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  /** Absent where nothing was found. */
  readonly precision?: number;
  /** Absent where the set has no row with the label. */
  readonly recall?: number;
  readonly f1?: number;
}

/** Rows with a score of at least the threshold are taken for positive. */
export function countsAt(rows: readonly Judged[], threshold: number): Counts {
  const found = rows.filter(({ score }) => score > 0 && score >= threshold);
  return ratios(
    rows.filter(({ truth }) => truth).length,
    found.filter(({ truth }) => truth).length,
    found.filter(({ truth }) => !truth).length,
  );
}

export function ratios(positives: number, truePositives: number, falsePositives: number): Counts {
  const precision = ratio(truePositives, truePositives + falsePositives);
  const recall = ratio(truePositives, positives);
  const f1 = positives === 0 ? undefined : ratio(2 * truePositives, positives + truePositives + falsePositives);
  return {
    positives,
    truePositives,
    falsePositives,
    ...(precision === undefined ? {} : { precision }),
    ...(recall === undefined ? {} : { recall }),
    ...(f1 === undefined ? {} : { f1 }),
  };
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/** F-beta: 2 weighs recall higher, as Presidio's figures do. Undefined where either is. */
export function fBeta(precision: number | undefined, recall: number | undefined, beta: number): number | undefined {
  if (precision === undefined || recall === undefined) return undefined;
  const weighed = beta * beta * precision + recall;
  return weighed === 0 ? 0 : ((1 + beta * beta) * precision * recall) / weighed;
}

/**
 * Sum over falling thresholds of the recall gained times the precision there, equal scores taken together. Rows in which
 * nothing was found are never reached, so the figure is at most the recall. Undefined without positives.
 */
export function averagePrecision(rows: readonly Judged[]): number | undefined {
  const positives = rows.filter(({ truth }) => truth).length;
  if (positives === 0) return undefined;
  const byScore = Map.groupBy(
    rows.filter(({ score }) => score > 0),
    ({ score }) => score,
  );
  let seen = 0;
  let right = 0;
  let sum = 0;
  for (const [, tied] of [...byScore].sort(([a], [b]) => b - a)) {
    const gained = tied.filter(({ truth }) => truth).length;
    seen += tied.length;
    right += gained;
    sum += (gained / positives) * (right / seen);
  }
  return sum;
}

export interface Reliability {
  /** Ten bins of equal width, the empty ones too: a calibrated bin has `right` near `meanScore`. */
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly count: number;
    readonly meanScore: number;
    readonly right: number;
  }[];
  /** Mean distance between score and share right, weighed by count; absent without findings. */
  readonly expectedError?: number;
}

/** @param scored findings: their scores, and whether their rows have the label */
export function reliability(scored: readonly Judged[]): Reliability {
  const bins = Array.from({ length: 10 }, (_, at) => {
    const inside = scored.filter(({ score }) => Math.min(9, Math.floor(score * 10 + 1e-9)) === at);
    const meanScore = mean(inside.map(({ score }) => score));
    const right = mean(inside.map(({ truth }) => Number(truth)));
    return { from: at / 10, to: (at + 1) / 10, count: inside.length, meanScore, right };
  });
  if (scored.length === 0) return { bins };
  const weighed = bins.map(({ count, meanScore, right }) => count * Math.abs(meanScore - right));
  return { bins, expectedError: weighed.reduce((sum, value) => sum + value, 0) / scored.length };
}

/** 0 for no values. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Nearest rank: the smallest value that at least this share of the values does not exceed; 0 for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

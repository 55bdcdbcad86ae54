/** Last step of a finding: turns its score into the share of such findings that are right. */

/**
 * Findings of student-pii by score, and how many were right, in mail that the rules had not been written on: the sets saltcedar
 * and vermeil of `eval/sets` when they were first met (254 messages; eval/README.md). The best finding of each code in a message.
 */
const met: readonly { readonly score: number; readonly found: number; readonly right: number }[] = [
  { score: 0.54, found: 5, right: 3 },
  { score: 0.67, found: 12, right: 8 },
  { score: 0.77, found: 18, right: 18 },
  { score: 0.85, found: 23, right: 23 },
  { score: 0.98, found: 55, right: 55 },
];

/** So few are known that each bin gets one right and one wrong besides (Laplace); the ends stay where they are. */
const points: readonly (readonly [score: number, share: number])[] = [
  [0, 0],
  [0.5, 0.5],
  ...met.map(({ score, found, right }) => [score, (right + 1) / (found + 2)] as const),
  [1, 0.99],
];

/** Monotone: of two findings the surer one stays the surer one; 0.5 stays 0.5. */
export function calibrated(score: number): number {
  const at = Math.max(
    1,
    points.findIndex(([from]) => from >= score),
  );
  const [[low, below], [high, above]] = [points[at - 1]!, points[at]!];
  return below + ((Math.min(score, high) - low) / (high - low)) * (above - below);
}

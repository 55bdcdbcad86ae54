/** Precision and recall at some thresholds, on a line. */
export function report(title: string, scored: readonly { score: number; label: number }[]): void {
  const real = scored.filter(({ label }) => label === 1).length;
  const rows = [0.35, 0.5, 0.65].map((threshold) => {
    const found = scored.filter(({ score }) => score >= threshold);
    const right = found.filter(({ label }) => label === 1).length;
    return `at ${threshold} P ${(right / found.length).toFixed(3)} R ${(right / real).toFixed(3)}`;
  });
  console.log(`${title} (${real} of ${scored.length}): ${rows.join(', ')}`);
}

/** Figures of a benchmark: milliseconds per message by stage, summed up as a table. */

export type Timings = Record<'extract' | 'detect' | 'decide' | 'together', number[]>;

/** Nearest rank: the smallest value that at least this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/**
 * @param bytes of all messages together
 * @returns one line a stage: median, 99th percentile and mean in ms, and MB (10^6 bytes) of mail a second
 */
export function renderTable(timings: Timings, bytes: number): string {
  const head = ['stage', 'median ms', 'p99 ms', 'mean ms', 'MB/s'];
  const rows = Object.entries(timings).map(([stage, values]) => {
    const total = values.reduce((sum, ms) => sum + ms, 0);
    const figures = [percentile(values, 0.5), percentile(values, 0.99), total / values.length, bytes / 1e3 / total];
    return [stage, ...figures.map((figure) => figure.toFixed(2))];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  return [head, ...rows]
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
    )
    .join('\n');
}

/** Fits a softmax regression with ridge penalty by seeded, averaged stochastic gradient steps: the same input gives the same bytes. */
import type { LinearModelData } from '../../../detectors/shared/evidence/linear-model.ts';

export interface Example {
  readonly features: readonly string[];
  readonly label: number;
  /** All that is known is that it is not of this class. */
  readonly not?: true;
  readonly weight: number;
  /** Who wrote it: a feature of one writer's mail alone, such as a place, has no weight. */
  readonly group: string;
}

const rate = 0.25;
const unit = 1 / 64;
const largest = 511;

/** Mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface LinearOptions {
  /** Examples that a feature must be met in. */
  readonly fewest: number;
  /** Writers whose examples it must be met in. */
  readonly fewestGroups: number;
  readonly ridge: number;
  readonly passes: number;
  /** Share of an example's features that a step leaves out: no weight may lean on words that always stand beside it. */
  readonly dropout: number;
  readonly seed: number;
}

/** Features that fewer examples, or examples of fewer groups, have get no weight. */
export function fitLinear(
  examples: readonly Example[],
  classes: readonly string[],
  options: LinearOptions,
): LinearModelData {
  const counts = new Map<string, { times: number; groups: Set<string> }>();
  for (const { features, group } of examples) {
    for (const feature of new Set(features)) {
      const known = counts.get(feature) ?? { times: 0, groups: new Set() };
      known.times += 1;
      known.groups.add(group);
      counts.set(feature, known);
    }
  }
  const names = [...counts]
    .filter(([, { times, groups }]) => times >= options.fewest && groups.size >= options.fewestGroups)
    .map(([name]) => name)
    .sort();
  const ids = new Map(names.map((name, id) => [name, id]));
  const rows = examples.map(({ features }) =>
    Int32Array.from([...new Set(features.flatMap((feature) => ids.get(feature) ?? []))]),
  );
  const { passes, dropout } = options;
  const k = classes.length;
  const weights = new Float64Array(names.length * k);
  const squares = new Float64Array(names.length * k).fill(1e-3);
  const sums = new Float64Array(names.length * k);
  const bias = new Float64Array(k);
  const random = seeded(options.seed);
  const order = Int32Array.from(examples.keys());
  const scores = new Float64Array(k);
  let averaged = 0;
  for (let pass = 0; pass < passes; pass += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    for (const index of order) {
      const whole = rows[index]!;
      const row = dropout > 0 ? whole.filter(() => random() >= dropout) : whole;
      const { label, weight, not } = examples[index]!;
      scores.set(bias);
      for (const id of row) for (let c = 0; c < k; c += 1) scores[c]! += weights[id * k + c]!;
      const most = Math.max(...scores);
      let total = 0;
      for (let c = 0; c < k; c += 1) total += scores[c] = Math.exp(scores[c]! - most);
      const rest = Math.max(1e-6, 1 - scores[label]! / total);
      for (let c = 0; c < k; c += 1) {
        const share = scores[c]! / total;
        const isLabel = c === label;
        // Of a class that it is not, the likelihood is that of all others together.
        const known = not ? (isLabel ? 0 : share / rest) : Number(isLabel);
        const gradient = weight * (share - known);
        bias[c]! -= 0.01 * gradient;
        for (const id of row) {
          const slot = id * k + c;
          const step = gradient + options.ridge * weights[slot]!;
          squares[slot]! += step * step;
          weights[slot]! -= (rate / Math.sqrt(squares[slot]!)) * step;
        }
      }
    }
    if (pass >= passes / 2) {
      averaged += 1;
      for (let slot = 0; slot < sums.length; slot += 1) sums[slot]! += weights[slot]!;
    }
  }
  const table: Record<string, number[]> = {};
  for (const [id, name] of names.entries()) {
    const row = Array.from({ length: k }, (_, c) =>
      Math.max(-largest, Math.min(largest, Math.round((sums[id * k + c]! * (1 - dropout)) / averaged / unit))),
    );
    if (row.some((value) => Math.abs(value - row[0]!) > 2)) table[name] = row;
  }
  return { classes, unit, bias: [...bias].map((value) => Math.round(value * 1e4) / 1e4), weights: table };
}

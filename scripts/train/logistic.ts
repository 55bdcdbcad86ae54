/** Logistic regression with L2 over hashed features (AdaGrad), one model per kind of conduct, trained together. */
import { featureTable, type FeatureTable } from '../../detectors/shared/conduct/feature-table.ts';
import { normOf } from '../../detectors/shared/conduct/conduct-models.ts';
import type { Example } from './examples.ts';
import { randomNumbers, shuffle } from './random.ts';

export interface TrainingOptions {
  readonly epochs: number;
  readonly rate: number;
  readonly l2: number;
  /** Extra weight of positive examples, which are few. */
  readonly positiveWeight: number;
  /** Features that occur in fewer examples are left out. */
  readonly fewestExamples: number;
  /** Number of features that are kept: those with the largest contribution to scores. */
  readonly features: number;
  readonly seed: number;
}

export interface Trained {
  /** By row of the table. */
  readonly hashes: Uint32Array;
  readonly table: FeatureTable;
  /** `columns` weights per row. */
  readonly weights: Float32Array;
  readonly biases: readonly number[];
}

/** Trains on all features that are frequent enough, keeps those that matter, and trains on these again. */
export function trainModels(examples: readonly Example[], columns: number, options: TrainingOptions): Trained {
  const counts = countFeatures(examples);
  const frequent = Uint32Array.from(
    [...counts].filter(([, count]) => count >= options.fewestExamples).map(([hash]) => hash),
  );
  if (frequent.length <= options.features) return descend(examples, frequent.sort(), columns, options);
  const first = descend(examples, frequent, columns, { ...options, epochs: Math.ceil(options.epochs / 2) });
  const part = (row: number): number => {
    let most = 0;
    for (let column = 0; column < columns; column += 1)
      most = Math.max(most, Math.abs(first.weights[row * columns + column]!));
    return most * Math.sqrt(counts.get(frequent[row]!)!);
  };
  const parts = Float64Array.from(frequent, (_, row) => part(row));
  const least = parts.toSorted()[parts.length - options.features]!;
  return descend(examples, frequent.filter((_, row) => parts[row]! >= least).sort(), columns, options);
}

function countFeatures(examples: readonly Example[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { hashes } of examples) for (const hash of new Set(hashes)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return counts;
}

function descend(
  examples: readonly Example[],
  hashes: Uint32Array,
  columns: number,
  { epochs, rate, l2, positiveWeight, seed }: TrainingOptions,
): Trained {
  const table = featureTable(hashes);
  const weights = new Float32Array(table.count * columns);
  const squares = new Float32Array(table.count * columns).fill(1e-3);
  const biases = new Array<number>(columns).fill(-3);
  const rows = examples.map((example) => rowsOf(table, example));
  const random = randomNumbers(seed);
  const order = shuffle(
    examples.map((_, index) => index),
    random,
  );
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const index of order) {
      const { hashes: all, labels, weight } = examples[index]!;
      const known = rows[index]!;
      const norm = normOf(all.length);
      for (let column = 0; column < columns; column += 1) {
        const label = labels[column]!;
        if (label < 0) continue;
        let sum = 0;
        for (const row of known) sum += weights[row * columns + column]!;
        const odds = sum * norm + biases[column]!;
        const error = (1 / (1 + Math.exp(-odds)) - label) * weight * (label === 1 ? positiveWeight : 1);
        if (Math.abs(error) < 1e-4) continue;
        biases[column]! -= 0.02 * rate * error;
        for (const row of known) {
          const at = row * columns + column;
          const gradient = error * norm + l2 * weights[at]!;
          squares[at]! += gradient * gradient;
          weights[at]! -= (rate * gradient) / Math.sqrt(squares[at]!);
        }
      }
    }
    shuffle(order, random);
  }
  return { hashes, table, weights, biases };
}

function rowsOf(table: FeatureTable, { hashes }: Example): Int32Array {
  return Int32Array.from(hashes, (hash) => table.row(hash)).filter((row) => row >= 0);
}

/** Log-odds of each column for an example. */
export function oddsOf({ table, weights, biases }: Omit<Trained, 'hashes'>, example: Example): number[] {
  const norm = normOf(example.hashes.length);
  const rows = rowsOf(table, example);
  return biases.map((bias, column) => {
    let sum = 0;
    for (const row of rows) sum += weights[row * biases.length + column]!;
    return sum * norm + bias;
  });
}

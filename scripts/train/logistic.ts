/** Logistic regression with L2 over hashed features (AdaGrad), one model a conduct, trained side by side. */
import { bucketCount } from '../../detectors/shared/text-features.ts';
import { normOf, type ConductModels } from '../../detectors/shared/conduct-models.ts';
import type { Example } from './examples.ts';
import { randomNumbers, shuffle } from './random.ts';

export interface TrainingOptions {
  readonly epochs: number;
  readonly rate: number;
  readonly l2: number;
  /** How much more an example counts for a conduct that it shows: few do. */
  readonly positiveWeight: number;
  readonly seed: number;
}

/** Weights by bucket, `columns` a bucket, as `ConductModels` has them. */
export function trainModels(
  examples: readonly Example[],
  columns: number,
  { epochs, rate, l2, positiveWeight, seed }: TrainingOptions,
): Pick<ConductModels, 'weights' | 'biases'> {
  const weights = new Float32Array(bucketCount * columns);
  const squares = new Float32Array(bucketCount * columns).fill(1e-3);
  const biases = new Array<number>(columns).fill(-3);
  const random = randomNumbers(seed);
  const order = shuffle(
    examples.map((_, index) => index),
    random,
  );
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const index of order) {
      const { buckets, labels, weight } = examples[index]!;
      const norm = normOf(buckets.length);
      for (let column = 0; column < columns; column += 1) {
        const label = labels[column]!;
        if (label < 0) continue;
        let sum = 0;
        for (const bucket of buckets) sum += weights[bucket * columns + column]!;
        const odds = sum * norm + biases[column]!;
        const error = (1 / (1 + Math.exp(-odds)) - label) * weight * (label === 1 ? positiveWeight : 1);
        if (Math.abs(error) < 1e-4) continue;
        biases[column]! -= 0.02 * rate * error;
        for (const bucket of buckets) {
          const at = bucket * columns + column;
          const gradient = error * norm + l2 * weights[at]!;
          squares[at]! += gradient * gradient;
          weights[at]! -= (rate * gradient) / Math.sqrt(squares[at]!);
        }
      }
    }
    shuffle(order, random);
  }
  return { weights, biases };
}

/** Log-odds of each column for an example. */
export function oddsOf({ weights, biases }: Pick<ConductModels, 'weights' | 'biases'>, { buckets }: Example): number[] {
  const norm = normOf(buckets.length);
  return biases.map((bias, column) => {
    let sum = 0;
    for (const bucket of buckets) sum += weights[bucket * biases.length + column]!;
    return sum * norm + bias;
  });
}

/** A softmax regression over named features: its weights are data that `npm run train` fits and commits. */

export interface LinearModelData {
  readonly classes: readonly string[];
  /** Weights are stored as integers; a weight in log-odds is the integer times this. */
  readonly unit: number;
  readonly bias: readonly number[];
  /** Feature to one integer a class. */
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

export interface LinearModel {
  readonly classes: readonly string[];
  /** Log-odds of each class against all others together, in the order of `classes`. */
  logits(features: readonly string[]): Float64Array;
  /** Features that weigh most for a class against the mean of the others, heaviest first; negative ones speak against it. */
  heaviest(features: readonly string[], classIndex: number, count: number): { feature: string; weight: number }[];
}

export function openLinearModel(data: LinearModelData): LinearModel {
  const { classes, unit } = data;
  const weights = new Map(Object.entries(data.weights));
  const scores = (features: readonly string[]): Float64Array => {
    const sums = Float64Array.from(data.bias);
    for (const feature of features) {
      const own = weights.get(feature);
      if (own) for (let at = 0; at < sums.length; at += 1) sums[at]! += own[at]! * unit;
    }
    return sums;
  };
  return {
    classes,
    logits: (features) => oddsOf(scores(features)),
    heaviest(features, classIndex, count) {
      return features
        .flatMap((feature) => {
          const own = weights.get(feature);
          if (!own) return [];
          const mean = own.reduce((sum, weight) => sum + weight, 0) / own.length;
          return [{ feature, weight: (own[classIndex]! - mean) * unit }];
        })
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
        .slice(0, count);
    },
  };
}

/** From scores of classes to the log-odds of each one. */
function oddsOf(scores: Float64Array): Float64Array {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => Math.log((power + 1e-9) / (sum - power + 1e-9)));
}

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
  const weights = new Map(
    Object.entries(data.weights).map(([feature, own]) => [feature, Float64Array.from(own, (weight) => weight * unit)]),
  );
  const bias = Float64Array.from(data.bias);
  const scores = (features: readonly string[]): Float64Array => {
    const sums = new Float64Array(bias);
    for (let each = 0; each < features.length; each += 1) {
      const own = weights.get(features[each]!);
      if (own) for (let at = 0; at < sums.length; at += 1) sums[at]! += own[at]!;
    }
    return sums;
  };
  return {
    classes,
    logits: (features) => oddsOf(scores(features)),
    heaviest(features, classIndex, count) {
      return features
        .flatMap((feature) => {
          const own = data.weights[feature];
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
  let most = -Infinity;
  for (let at = 0; at < scores.length; at += 1) most = Math.max(most, scores[at]!);
  const odds = new Float64Array(scores.length);
  let sum = 0;
  for (let at = 0; at < odds.length; at += 1) sum += odds[at] = Math.exp(scores[at]! - most);
  for (let at = 0; at < odds.length; at += 1) odds[at] = Math.log((odds[at]! + 1e-9) / (sum - odds[at]! + 1e-9));
  return odds;
}

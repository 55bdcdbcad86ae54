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
}

export function openLinearModel(data: LinearModelData): LinearModel {
  const { classes } = data;
  const { rowOf, weights } = rowsOf(data);
  const bias = Float64Array.from(data.bias);
  const scores = (given: readonly string[]): Float64Array => {
    const sums = new Float64Array(bias);
    for (let each = 0; each < given.length; each += 1) {
      const row = rowOf.get(given[each]!);
      if (row !== undefined) for (let at = 0; at < sums.length; at += 1) sums[at]! += weights[row + at]!;
    }
    return sums;
  };
  return {
    classes,
    logits: (features) => oddsOf(scores(features)),
  };
}

/** The weights of all features in one array, and where the row of each begins. */
function rowsOf({ classes, unit, weights: given }: LinearModelData) {
  const rowOf = new Map<string, number>();
  const features = Object.keys(given);
  const weights = new Float64Array(features.length * classes.length);
  let end = 0;
  for (const feature of features) {
    rowOf.set(feature, end);
    for (const weight of given[feature]!) weights[end++] = weight * unit;
  }
  return { rowOf, weights };
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

/** Boosted decision trees over numeric features: each tree adds to the log-odds; `npm run train` fits them. */

export interface TreeModelData {
  readonly features: readonly string[];
  readonly bias: number;
  /** Trees as flat lists of nodes; a node is [feature, threshold, left, right, value], a leaf has feature -1. */
  readonly trees: readonly (readonly (readonly [number, number, number, number, number])[])[];
  /** Platt scaling of the sum, fitted on messages left out of the fit: score = sigmoid(slope * sum + offset). */
  readonly slope: number;
  readonly offset: number;
}

export interface TreeModel {
  readonly features: readonly string[];
  /** Calibrated probability. @param values in the order of `features` */
  probability(values: ArrayLike<number>): number;
  /** The same as log-odds. */
  odds(values: ArrayLike<number>): number;
  /** How much each feature moved the log-odds on the way through the trees, heaviest first. */
  heaviest(values: ArrayLike<number>, count: number): { feature: string; weight: number }[];
}

export function openTreeModel(data: TreeModelData): TreeModel {
  const { features, trees, bias, slope, offset } = data;
  const { roots, feature, threshold, left, right, value } = flat(trees);
  const odds = (values: ArrayLike<number>): number => {
    let sum = bias;
    for (let tree = 0; tree < roots.length; tree += 1) {
      let node = roots[tree]!;
      for (let by = feature[node]!; by >= 0; by = feature[node]!)
        node = values[by]! <= threshold[node]! ? left[node]! : right[node]!;
      sum += value[node]!;
    }
    return slope * sum + offset;
  };
  return {
    features,
    odds,
    probability: (values) => 1 / (1 + Math.exp(-odds(values))),
    heaviest(values, count) {
      const moved = new Float64Array(features.length);
      for (const root of roots) {
        for (let node = root, by = feature[node]!; by >= 0; by = feature[node]!) {
          const next = values[by]! <= threshold[node]! ? left[node]! : right[node]!;
          moved[by]! += value[next]! - value[node]!;
          node = next;
        }
      }
      const weights: { feature: string; weight: number }[] = [];
      for (let at = 0; at < moved.length; at += 1)
        if (moved[at] !== 0) weights.push({ feature: features[at]!, weight: moved[at]! * slope });
      return weights.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, count);
    },
  };
}

/** The nodes of all trees in one array a column; `roots` says where each tree begins. The nested lists, which take much more memory, are not kept. */
function flat(trees: TreeModelData['trees']) {
  const count = trees.reduce((sum, tree) => sum + tree.length, 0);
  const roots = new Int32Array(trees.length);
  const feature = new Int16Array(count);
  const threshold = new Float64Array(count);
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  const value = new Float64Array(count);
  let root = 0;
  for (let tree = 0; tree < trees.length; tree += 1) {
    const nodes = trees[tree]!;
    roots[tree] = root;
    for (let at = 0; at < nodes.length; at += 1) {
      const node = nodes[at]!;
      feature[root + at] = node[0];
      threshold[root + at] = node[1];
      left[root + at] = node[2] + root;
      right[root + at] = node[3] + root;
      value[root + at] = node[4];
    }
    root += nodes.length;
  }
  return { roots, left, right, feature, threshold, value };
}

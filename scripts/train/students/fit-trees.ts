/** Fits boosted trees for a yes or no by gradient descent on the log loss, with histograms; seeded, the same input gives the same bytes. */
import type { TreeModelData } from '../../../detectors/shared/evidence/tree-model.ts';
import { seeded } from './fit-linear.ts';

export interface TreeExample {
  readonly values: readonly number[];
  readonly label: 0 | 1;
  readonly weight: number;
}

export interface TreeOptions {
  readonly trees: number;
  readonly depth: number;
  readonly rate: number;
  /** Least sum of second derivatives in a leaf. */
  readonly leastHessian: number;
  /** Share of the examples that each tree sees. */
  readonly share: number;
  /** Share of the features that each split may choose from. */
  readonly columns: number;
  readonly seed: number;
  /** Features that may only speak for (1) or against (-1): the more of them, never the other way. */
  readonly directions?: Readonly<Record<string, 1 | -1>>;
}

type TreeNode = [number, number, number, number, number];
const mostBins = 32;
const ridge = 1;

export function fitTrees(
  examples: readonly TreeExample[],
  features: readonly string[],
  options: TreeOptions,
): TreeModelData {
  const n = examples.length;
  const d = features.length;
  const edges = features.map((_, feature) => binEdges(examples.map(({ values }) => values[feature]!)));
  const bins = new Uint8Array(n * d);
  for (let row = 0; row < n; row += 1)
    for (let feature = 0; feature < d; feature += 1)
      bins[row * d + feature] = binOf(edges[feature]!, examples[row]!.values[feature]!);
  const positive = examples.reduce((sum, { label, weight }) => sum + label * weight, 0);
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const bias = Math.log((positive + 1) / (total - positive + 1));
  const sums = new Float64Array(n).fill(bias);
  const gradients = new Float64Array(n);
  const hessians = new Float64Array(n);
  const random = seeded(options.seed);
  const directions = features.map((feature) => options.directions?.[feature] ?? 0);
  const trees: TreeNode[][] = [];
  for (let tree = 0; tree < options.trees; tree += 1) {
    const rows: number[] = [];
    for (let row = 0; row < n; row += 1) {
      const { label, weight } = examples[row]!;
      const p = 1 / (1 + Math.exp(-sums[row]!));
      gradients[row] = weight * (p - label);
      hessians[row] = weight * p * (1 - p);
      if (random() < options.share) rows.push(row);
    }
    const nodes: TreeNode[] = [];
    grow(nodes, Int32Array.from(rows), { bins, edges, gradients, hessians, directions, d, options, random });
    for (let row = 0; row < n; row += 1) sums[row]! += leafOf(nodes, examples[row]!.values)[4];
    trees.push(nodes);
  }
  return {
    features,
    bias: round(bias),
    trees: trees.map((nodes) => nodes.map((node) => node.map(round) as unknown as TreeNode)),
    slope: 1,
    offset: 0,
  };
}

interface Growing {
  readonly bins: Uint8Array;
  readonly edges: readonly (readonly number[])[];
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly directions: readonly number[];
  readonly d: number;
  readonly options: TreeOptions;
  readonly random: () => number;
}

/** Where a node stands, and between which values its leaves must lie so that the directions hold. */
interface Branch {
  readonly depth: number;
  readonly least: number;
  readonly most: number;
}
const root: Branch = { depth: 0, least: -Infinity, most: Infinity };

function grow(nodes: TreeNode[], rows: Int32Array, growing: Growing, branch = root): number {
  const { bins, edges, directions, d, options } = growing;
  const { g, h } = totals(rows, growing);
  const at = nodes.push([-1, 0, 0, 0, within(branch, valueOf(g, h, options))]) - 1;
  if (branch.depth >= options.depth || h < 2 * options.leastHessian) return at;
  const split = bestSplit(rows, { g, h }, growing, branch);
  if (!split) return at;
  const { feature, bin, values } = split;
  const left = rows.filter((row) => bins[row * d + feature]! <= bin);
  const right = rows.filter((row) => bins[row * d + feature]! > bin);
  const value = nodes[at]![4];
  const below = branchesBelow(branch, directions[feature]!, (values[0] + values[1]) / 2);
  const leftAt = grow(nodes, left, growing, below[0]);
  const rightAt = grow(nodes, right, growing, below[1]);
  nodes[at] = [feature, edges[feature]![bin]!, leftAt, rightAt, value];
  return at;
}

interface Sums {
  readonly g: number;
  readonly h: number;
}

function totals(rows: Int32Array, { gradients, hessians }: Growing): Sums {
  let g = 0;
  let h = 0;
  for (const row of rows) {
    g += gradients[row]!;
    h += hessians[row]!;
  }
  return { g, h };
}

function bestSplit(rows: Int32Array, { g, h }: Sums, growing: Growing, branch: Branch) {
  const { bins, edges, gradients, hessians, directions, d, options, random } = growing;
  const gs = new Float64Array(d * mostBins);
  const hs = new Float64Array(d * mostBins);
  for (const row of rows) {
    const base = row * d;
    for (let feature = 0; feature < d; feature += 1) {
      const slot = feature * mostBins + bins[base + feature]!;
      gs[slot]! += gradients[row]!;
      hs[slot]! += hessians[row]!;
    }
  }
  let best = 1e-3;
  let split: { feature: number; bin: number; values: [number, number] } | undefined;
  const whole = (g * g) / (h + ridge);
  for (let feature = 0; feature < d; feature += 1) {
    if (random() >= options.columns) continue;
    let left = 0;
    let leftH = 0;
    for (let bin = 0; bin < edges[feature]!.length; bin += 1) {
      left += gs[feature * mostBins + bin]!;
      leftH += hs[feature * mostBins + bin]!;
      if (leftH < options.leastHessian || h - leftH < options.leastHessian) continue;
      const gain = (left * left) / (leftH + ridge) + ((g - left) * (g - left)) / (h - leftH + ridge) - whole;
      if (gain <= best) continue;
      const values: [number, number] = [
        within(branch, valueOf(left, leftH, options)),
        within(branch, valueOf(g - left, h - leftH, options)),
      ];
      if ((values[1] - values[0]) * directions[feature]! < 0) continue;
      [best, split] = [gain, { feature, bin, values }];
    }
  }
  return split;
}

function valueOf(g: number, h: number, { rate }: TreeOptions): number {
  return (-rate * g) / (h + ridge);
}

function within({ least, most }: Branch, value: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Leaves on either side of a split by a feature with a direction must not pass each other. */
function branchesBelow({ depth, least, most }: Branch, direction: number, middle: number): [Branch, Branch] {
  const low = { depth: depth + 1, least, most: direction === 0 ? most : middle };
  const high = { depth: depth + 1, least: direction === 0 ? least : middle, most };
  return direction < 0 ? [high, low] : [low, high];
}

function leafOf(nodes: readonly TreeNode[], values: readonly number[]): TreeNode {
  let node = nodes[0]!;
  while (node[0] >= 0) node = nodes[values[node[0]]! <= node[1] ? node[2] : node[3]]!;
  return node;
}

/** At most 31 thresholds; a value lies in the bin of the first threshold that is not below it. */
function binEdges(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  if (distinct.length <= mostBins)
    return distinct.slice(0, -1).map((value, at) => round((value + distinct[at + 1]!) / 2));
  const found = new Set<number>();
  for (let step = 1; step < mostBins; step += 1)
    found.add(round(sorted[Math.floor((step * sorted.length) / mostBins)]!));
  return [...found].sort((a, b) => a - b).slice(0, mostBins - 1);
}

function binOf(edges: readonly number[], value: number): number {
  let at = 0;
  while (at < edges.length && value > edges[at]!) at += 1;
  return at;
}

function round(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

/** Slope and offset that turn sums into probabilities, by Newton steps on examples left out of the fit. */
export function fitPlatt(sums: readonly number[], labels: readonly number[]): { slope: number; offset: number } {
  let slope = 1;
  let offset = 0;
  for (let step = 0; step < 50; step += 1) {
    let [ga, gb, haa, hab, hbb] = [1e-3 * (slope - 1), 1e-3 * offset, 1e-3, 0, 1e-3];
    for (const [at, sum] of sums.entries()) {
      const p = 1 / (1 + Math.exp(-(slope * sum + offset)));
      const error = p - labels[at]!;
      const w = Math.max(1e-6, p * (1 - p));
      ga += error * sum;
      gb += error;
      haa += w * sum * sum;
      hab += w * sum;
      hbb += w;
    }
    const determinant = haa * hbb - hab * hab;
    const [da, db] = [(hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant];
    slope -= da;
    offset -= db;
    if (Math.abs(da) + Math.abs(db) < 1e-6) break;
  }
  return { slope: round(slope), offset: round(offset) };
}

/** Fits the weights with which rules, n-gram model and reader are added up, and the thresholds on clean mail. */
import {
  combinedOdds,
  evidenceOf,
  togetherOdds,
  weighed,
  type CodeOdds,
  type ReaderCombination,
  type Weighed,
} from '../../../detectors/shared/reader/combination.ts';

/** A message as an example for a code. */
export interface Observation {
  /** Everything that is weighed in it: the likeliest counts. */
  readonly all: readonly CodeOdds[];
  readonly label: boolean;
  readonly weight: number;
}

type Weights = Omit<ReaderCombination, 'labels'>;
export type Linear = Omit<Weights, 'doubt'>;

/** With few examples the weights stay near these. */
const prior: Linear = { rules: 0.4, model: 0.3, reader: 0.8, next: 0.2, words: 0.3, chance: 0.3, bias: 0 };
/** Harmless sentences around an offence must not hide it: what a fit would take for their number is bounded. */
const most: Partial<Record<Weighed, number>> = { chance: 0.5 };
const strength = 3;
const steps = 1500;
/** Which sentence is the likeliest of a message depends on the weights: it is chosen again with those that were fitted. */
const rounds = 3;

/** Logistic regression on the likeliest of each message; no weight becomes negative. */
export function fitWeights(observations: readonly Observation[], usesModel: boolean): Linear {
  let weights: Linear = usesModel ? prior : { ...prior, model: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const examples = observations.map(({ all, label, weight }) => {
      const evidence = evidenceOf(likeliest(weights, all));
      return { evidence: weighed.map((name) => evidence[name]), label, weight };
    });
    weights = regressed(examples, usesModel);
  }
  return weights;
}

interface Example extends Pick<Observation, 'label' | 'weight'> {
  /** In the order of `weighed`. */
  readonly evidence: readonly number[];
}

function regressed(examples: readonly Example[], usesModel: boolean): Linear {
  const start = weighed.map((name) => (name === 'model' && !usesModel ? 0 : prior[name]));
  const weights = [...start];
  let { bias } = prior;
  const rate = 0.2 / examples.reduce((sum, { weight }) => sum + weight, 0);
  for (let step = 0; step < steps; step += 1) {
    const slope = weights.map((weight, at) => strength * (weight - start[at]!));
    let biasSlope = 0;
    for (const { evidence, label, weight } of examples) {
      const odds = weights.reduce((sum, by, at) => sum + by * evidence[at]!, bias);
      const error = weight * (1 / (1 + Math.exp(-odds)) - (label ? 1 : 0));
      for (let at = 0; at < slope.length; at += 1) slope[at]! += error * evidence[at]!;
      biasSlope += error;
    }
    for (const [at, name] of weighed.entries()) {
      const highest = name === 'model' && !usesModel ? 0 : (most[name] ?? Infinity);
      weights[at] = Math.min(highest, Math.max(0, weights[at]! - rate * slope[at]!));
    }
    bias -= rate * biasSlope;
  }
  const [rules, model, reader, next, words, chance] = weights as [number, number, number, number, number, number];
  return { rules, model, reader, next, words, chance, bias };
}

function likeliest(weights: Linear, all: readonly CodeOdds[]): CodeOdds {
  return all.reduce((best, one) => (togetherOdds(weights, one) > togetherOdds(weights, best) ? one : best));
}

/** What is weighed in a clean message, for the codes of a detector for which it is judged. */
export type CleanMessage = Readonly<Record<string, readonly CodeOdds[]>>;

/**
 * The biases of a detector's codes, all moved by the same odds, so that about this share of clean mails has a finding of any of
 * them. The fit's own are right among the near twins of the corpus, which mail does not have: they may move either way.
 */
export function withThreshold(
  codes: Readonly<Record<string, Linear>>,
  clean: readonly CleanMessage[],
  share: number,
): Record<string, Linear> {
  const odds = clean
    .map((message) => {
      return Math.max(
        ...Object.entries(message).flatMap(([code, all]) => all.map((one) => togetherOdds(codes[code]!, one))),
      );
    })
    .sort((a, b) => b - a);
  const move = Math.max(leastMove, (odds[Math.floor(share * odds.length)] ?? 0) + margin);
  return Object.fromEntries(
    Object.entries(codes).map(([code, linear]) => [code, { ...linear, bias: linear.bias - move }]),
  );
}

const margin = 0.05;
/** What the fit takes to be less likely than one in eight, even among near twins, is not found. */
const leastMove = -2;

/** The corpus has a clean near twin for each offence, which mail has not: rules would be doubted too much by it alone. */
const doubts = [0, 0.25, 0.5];

/** How sure rules and model must be where the reader sees nothing: what gives the highest F1, the least doubt of equals. */
export function withDoubt(weights: Linear, observations: readonly Observation[]): Weights {
  let best = { doubt: 0, f1: -1 };
  for (const doubt of doubts) {
    const f1 = f1Of({ ...weights, doubt }, observations);
    if (f1 > best.f1 + 1e-9) best = { doubt, f1 };
  }
  return { ...weights, doubt: best.doubt };
}

/** Of the weighted examples. */
function f1Of(weights: Weights, observations: readonly Observation[]): number {
  let [right, wrong, missed] = [0, 0, 0];
  for (const { all, label, weight } of observations) {
    const found = all.some((one) => combinedOdds(weights, one) >= 0);
    if (found && label) right += weight;
    else if (found) wrong += weight;
    else if (label) missed += weight;
  }
  return right === 0 ? 0 : (2 * right) / (2 * right + wrong + missed);
}

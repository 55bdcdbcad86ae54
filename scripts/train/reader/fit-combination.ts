/** Fits the weights with which rules, n-gram model and reader are added up, and the threshold on clean mail. */
import { bounded, combinedOdds, type ReaderCombination } from '../../../detectors/shared/reader/combination.ts';

export interface Observation {
  readonly rules: number;
  readonly model: number;
  readonly reader: number;
  /** What rules and model come to without a reader. */
  readonly alone: number;
  readonly label: boolean;
  readonly weight: number;
}

type Weights = Omit<ReaderCombination, 'labels'>;
type Linear = Omit<Weights, 'doubt'>;

/** With few examples the weights stay near these. */
const prior: Linear = { rules: 0.4, model: 0.3, reader: 0.8, bias: 0 };
const strength = 3;
const steps = 3000;

/** Logistic regression; no weight becomes negative. */
export function fitWeights(observations: readonly Observation[], usesModel: boolean): Linear {
  let { rules, model, reader, bias } = usesModel ? prior : { ...prior, model: 0 };
  const rate = 0.25 / observations.reduce((sum, { weight }) => sum + weight, 0);
  for (let step = 0; step < steps; step += 1) {
    const slope = {
      rules: strength * (rules - prior.rules),
      model: strength * (model - prior.model),
      reader: strength * (reader - prior.reader),
      bias: 0,
    };
    for (const one of observations) {
      const odds = rules * bounded(one.rules) + model * bounded(one.model) + reader * bounded(one.reader) + bias;
      const error = one.weight * (1 / (1 + Math.exp(-odds)) - (one.label ? 1 : 0));
      slope.rules += error * bounded(one.rules);
      slope.model += error * bounded(one.model);
      slope.reader += error * bounded(one.reader);
      slope.bias += error;
    }
    rules = Math.max(0, rules - rate * slope.rules);
    model = usesModel ? Math.max(0, model - rate * slope.model) : 0;
    reader = Math.max(0, reader - rate * slope.reader);
    bias -= rate * slope.bias;
  }
  return { rules, model, reader, bias };
}

/** The bias lowered so that at most this share of clean mails is at or over even odds. Never raised: scores stay calibrated. */
export function withThreshold(weights: Linear, clean: readonly CleanOdds[], share: number): Linear {
  const odds = clean
    .map((one) => combinedOdds({ ...weights, doubt: 0 }, { ...one, alone: -Infinity }))
    .sort((a, b) => b - a);
  const first = odds[Math.floor(share * odds.length)] ?? -Infinity;
  const margin = 0.05;
  return { ...weights, bias: Math.min(weights.bias, weights.bias - first - margin) };
}

type CleanOdds = Pick<Observation, 'rules' | 'model' | 'reader' | 'alone'>;

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
  for (const one of observations) {
    const found = combinedOdds(weights, one) >= 0;
    if (found && one.label) right += one.weight;
    else if (found) wrong += one.weight;
    else if (one.label) missed += one.weight;
  }
  return right === 0 ? 0 : (2 * right) / (2 * right + wrong + missed);
}

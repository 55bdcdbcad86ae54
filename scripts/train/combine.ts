/** Fits the weights of the rules and of the model of each code in their sum, so that scores are calibrated. */
import type { Combination, Conduct, ConductModels } from '../../detectors/shared/conduct/conduct-models.ts';
import type { CueRules } from '../../detectors/shared/conduct/cue-rules.ts';
import { buildCueScorer } from '../../detectors/shared/conduct/cue-scorer.ts';
import type { CodeOdds } from '../../detectors/shared/reader/combination.ts';
import { rules as harassment } from '../../detectors/harassment/rules.ts';
import { rules as listserv } from '../../detectors/listserv/rules.ts';
import { rules as political } from '../../detectors/political/rules.ts';
import { rules as sexual } from '../../detectors/sexual/rules.ts';
import { rules as solicitation } from '../../detectors/solicitation/rules.ts';
import { rules as threat } from '../../detectors/threat/rules.ts';
import { messageOf } from './text-part.ts';

const detectors: readonly CueRules[] = [harassment, threat, sexual, political, solicitation, listserv];

/** The texts in which a code should be found. */
const labelOfCode: Readonly<Record<string, (labels: readonly Conduct[]) => boolean>> = {
  'harassment.insult': (labels) =>
    labels.includes('harassment') && !labels.includes('threat') && !labels.includes('sexual'),
  'harassment.intimidation': (labels) => labels.includes('harassment') && labels.includes('threat'),
  'threat.harm': (labels) => labels.includes('threat'),
  'sexual.remark': (labels) => labels.includes('sexual'),
  'political.campaign': (labels) => labels.includes('political'),
  'listserv.campaign': (labels) => labels.includes('political'),
  'solicitation.for-sale': (labels) => labels.includes('sale'),
  'solicitation.side-business': (labels) => labels.includes('business'),
  'solicitation.outside-organisation': (labels) => labels.includes('appeal'),
  'listserv.personal': (labels) => labels.some((label) => ['personal', 'sale', 'business', 'appeal'].includes(label)),
};
/** Other labels of a text that are neither evidence for nor against the code. */
const neither: Readonly<Record<string, readonly Conduct[]>> = {
  'harassment.insult': ['threat', 'sexual'],
  'solicitation.for-sale': ['business', 'appeal'],
  'solicitation.side-business': ['sale', 'appeal'],
  'solicitation.outside-organisation': ['sale', 'business'],
  'listserv.personal': ['political'],
};

export interface Judged {
  readonly text: string;
  readonly subject?: string;
  readonly labels: readonly Conduct[];
  readonly weight: number;
}

export interface Observation {
  readonly rules: number;
  readonly model: number;
  readonly label: boolean;
  readonly weight: number;
}

/** The scores of rules and model for each text, by code. The model must not have been trained on the texts. */
export function observe(texts: readonly Judged[], models: ConductModels): Record<string, Observation[]> {
  const found: Record<string, Observation[]> = {};
  for (const rules of detectors) {
    const scorer = buildCueScorer(rules, models);
    for (const { text, subject, labels, weight } of texts) {
      const odds = scorer.odds(messageOf(text, subject), ['list-recipient']);
      for (const [code, weighed] of Object.entries(odds)) {
        const { rules: byRules, model } = weighed.reduce((most, one) => (sumOf(one) > sumOf(most) ? one : most));
        const label = labelOfCode[code]?.(labels);
        if (label === undefined || (!label && neither[code]?.some((other) => labels.includes(other)))) continue;
        (found[code] ??= []).push({ rules: byRules, model, label, weight });
      }
    }
  }
  return found;
}

function sumOf({ rules, model }: CodeOdds): number {
  return rules + model;
}

/** Logistic regression on the two scores; with few examples, the weights stay near those of the rules. */
export function combine(observations: readonly Observation[]): Combination {
  const prior = { rules: 1, model: 0.5, bias: 0.5 };
  const strength = 2;
  let { rules, model, bias } = prior;
  const rate = 0.5 / observations.reduce((sum, { weight }) => sum + weight, 0);
  for (let step = 0; step < 4000; step += 1) {
    let byRules = strength * (rules - prior.rules);
    let byModel = strength * (model - prior.model);
    let byBias = strength * 0.1 * (bias - prior.bias);
    for (const one of observations) {
      const error = 1 / (1 + Math.exp(-(rules * one.rules + model * one.model + bias))) - (one.label ? 1 : 0);
      byRules += one.weight * error * one.rules;
      byModel += one.weight * error * one.model;
      byBias += one.weight * error;
    }
    rules = Math.max(0, rules - rate * byRules);
    model = Math.max(0, model - rate * byModel);
    bias -= rate * byBias;
  }
  return { rules, model, bias };
}

export function combinedOdds({ rules, model, bias }: Combination, one: Observation): number {
  return rules * one.rules + model * one.model + bias;
}

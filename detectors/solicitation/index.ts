/** Selling and buying for private gain, promoting a side business, appeals for an organisation outside the district. */
import { z } from 'zod';
import { defineDetector, type Finding } from '../detector.ts';
import { buildCueScorer } from '../shared/conduct/cue-scorer.ts';
import { rules } from './rules.ts';

const options = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
  approved: z
    .array(z.string())
    .default([])
    .describe('Names of approved fundraisers and organisations: a message that names one is no solicitation.'),
});
type Options = z.infer<typeof options>;

export default defineDetector<Options>({
  meta: {
    id: 'solicitation',
    version: 4,
    title: 'Private selling, side business or appeals for outside organisations',
    codes: ['solicitation.for-sale', 'solicitation.side-business', 'solicitation.outside-organisation'],
  },
  options,
  create({ threshold, approved }) {
    const scorer = buildCueScorer(
      approved.length === 0 ? rules : { ...rules, cues: [...rules.cues, approval(approved)] },
    );
    return (message) => {
      const toList = message.recipients.some(({ list }) => list !== undefined);
      return likeliest(scorer.score(message, threshold, toList ? ['list-recipient'] : []));
    };
  },
});

/** The kinds share many words: an offer is told as what it most likely is. */
function likeliest(found: readonly Finding[]): Finding[] {
  return [...found].sort((a, b) => b.score - a.score).slice(0, 1);
}

function approval(names: readonly string[]) {
  const weight = -20;
  const weights = {
    'solicitation.for-sale': weight,
    'solicitation.side-business': weight,
    'solicitation.outside-organisation': weight,
  };
  return {
    id: 'approved-by-district',
    source: 'the configuration',
    weights,
    anchor: false,
    voice: 'any' as const,
    context: false,
    negatable: false,
    notAsName: false,
    phrases: [...names],
  };
}

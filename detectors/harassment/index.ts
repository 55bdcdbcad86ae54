/** Words that demean, disparage, threaten or make advances, in the sender's own voice. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { buildCueScorer, cueRulesSchema } from '../shared/cue-scorer.ts';
import { readYamlFile } from '../shared/data-file.ts';

const options = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
});
type Options = z.infer<typeof options>;

export default defineDetector<Options>({
  meta: {
    id: 'harassment',
    version: 1,
    title: 'Harassment, threats and sexual remarks',
    codes: ['harassment.insult', 'harassment.slur', 'harassment.threat', 'harassment.sexual'],
  },
  options,
  create({ threshold }) {
    const scorer = buildCueScorer(readYamlFile(new URL('./rules.yaml', import.meta.url), cueRulesSchema));
    return (message) => scorer.score(message, threshold);
  },
});

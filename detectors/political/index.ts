/** Campaign and political material, whoever the recipients are; to a list, the listserv detector finds it as well. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { buildCueScorer } from '../shared/conduct/cue-scorer.ts';
import { rules } from './rules.ts';

const options = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
});
type Options = z.infer<typeof options>;

export default defineDetector<Options>({
  meta: { id: 'political', version: 3, title: 'Campaign and political material', codes: ['political.campaign'] },
  options,
  create({ threshold }) {
    const scorer = buildCueScorer(rules);
    return (message) => scorer.score(message, threshold);
  },
});

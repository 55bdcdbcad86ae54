/** Threats of harm, open and veiled, to the reader or about others, in the sender's own voice. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { buildCueScorer } from '../shared/conduct/cue-scorer.ts';
import { withoutFainter } from '../shared/conduct/fainter-findings.ts';
import { rules } from './rules.ts';

const options = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
});
type Options = z.infer<typeof options>;

export default defineDetector<Options>({
  meta: { id: 'threat', version: 4, title: 'Threats of harm', codes: ['threat.harm', 'threat.subtle'] },
  options,
  create({ threshold }) {
    const scorer = buildCueScorer(rules);
    return (message) => withoutFainter(scorer.score(message, threshold), 'threat.subtle');
  },
});

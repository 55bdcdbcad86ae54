/** Sexually oriented remarks and advances in the sender's own voice, and sexually explicit pictures. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { buildCueScorer } from '../shared/conduct/cue-scorer.ts';
import { withoutFainter } from '../shared/conduct/fainter-findings.ts';
import { pictureFindings } from './pictures.ts';
import { rules } from './rules.ts';

const options = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
  pictureThreshold: z.number().min(0).max(1).default(0.5).describe('Pictures with a lower score are not reported.'),
});
type Options = z.infer<typeof options>;

export default defineDetector<Options>({
  meta: {
    id: 'sexual',
    version: 5,
    title: 'Sexually oriented messages',
    codes: ['sexual.remark', 'sexual.subtle', 'sexual.image'],
  },
  options,
  create({ threshold, pictureThreshold }) {
    const scorer = buildCueScorer(rules);
    return (message) => [
      ...withoutFainter(scorer.score(message, threshold), 'sexual.subtle'),
      ...pictureFindings(message, pictureThreshold),
    ];
  },
});

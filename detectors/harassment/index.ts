/** Words that demean, disparage or intimidate people, in the sender's own voice. */
import { z } from 'zod';
import { defineDetector, type Finding } from '../detector.ts';
import { buildCueScorer } from '../shared/conduct/cue-scorer.ts';
import { rules } from './rules.ts';

const options = z.strictObject({
  threshold: z.number().min(0).max(1).default(0.5).describe('Findings with a lower score are not reported.'),
});
type Options = z.infer<typeof options>;

export default defineDetector<Options>({
  meta: {
    id: 'harassment',
    version: 3,
    title: 'Harassing, demeaning or disparaging language',
    codes: ['harassment.insult', 'harassment.slur', 'harassment.intimidation'],
  },
  options,
  create({ threshold }) {
    const scorer = buildCueScorer(rules);
    return (message) => withoutRepeats(scorer.score(message, threshold));
  },
});

/** What a slur or a threat is in is no insult besides. */
function withoutRepeats(found: readonly Finding[]): Finding[] {
  const graver = found.filter(({ code }) => code !== 'harassment.insult');
  return found.filter(
    (finding) =>
      graver.includes(finding) ||
      !graver.some(({ part, start, end }) => part === finding.part && start < finding.end && finding.start < end),
  );
}

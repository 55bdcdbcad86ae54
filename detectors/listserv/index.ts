/** Misuse of lists: personal mail and campaign matter, senders who are not approved, a crowd of outside addresses in sight. */
import { z } from 'zod';
import { defineDetector } from '../detector.ts';
import { buildCueScorer } from '../shared/conduct/cue-scorer.ts';
import { findCrowd } from './outside-crowd.ts';
import { rules } from './rules.ts';
import { findUnapproved } from './unapproved-sender.ts';

const options = z.strictObject({
  threshold: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Personal and campaign findings with a lower score are not reported.'),
  outsideCrowd: z
    .number()
    .int()
    .positive()
    .default(20)
    .describe('More outside addresses than this in To and Cc, where all can read them, are reported.'),
});
type Options = z.infer<typeof options>;

export default defineDetector<Options>({
  meta: {
    id: 'listserv',
    version: 4,
    title: 'Misuse of mailing lists',
    codes: ['listserv.personal', 'listserv.campaign', 'listserv.unapproved-sender', 'listserv.outside-crowd'],
  },
  options,
  create({ threshold, outsideCrowd }, { directory }) {
    const scorer = buildCueScorer(rules);
    return (message) => {
      const crowd = findCrowd(message, outsideCrowd, directory);
      if (!message.recipients.some(({ list }) => list)) return crowd;
      const misuse = scorer
        .score(message, threshold)
        .map((finding) => ({ ...finding, masked: `${finding.masked} to a mailing list` }));
      return [...misuse, ...findUnapproved(message), ...crowd];
    };
  },
});

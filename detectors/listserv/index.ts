/** Mail that a list is not for: personal mail and campaign matter to a list, and a crowd of outside addresses in plain sight. */
import { z } from 'zod';
import {
  defineDetector,
  type DirectoryLookup,
  type ExtractedMessage,
  type Finding,
  type MailingList,
} from '../detector.ts';
import { buildCueScorer } from '../shared/cue-scorer.ts';
import { headersPart, visibleRecipients } from '../shared/visible-recipients.ts';
import { rules } from './rules.ts';

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

/** A crowd in To or Cc is worth a hint; whether it is wrong depends on who they are. */
const crowdScore = 0.4;

export default defineDetector<Options>({
  meta: {
    id: 'listserv',
    version: 1,
    title: 'Misuse of mailing lists',
    codes: ['listserv.personal', 'listserv.campaign', 'listserv.outside-crowd'],
  },
  options,
  create({ threshold, outsideCrowd }, { directory }) {
    const scorer = buildCueScorer(rules);
    return (message) => {
      const crowd = findCrowd(message, outsideCrowd, directory);
      const lists = message.recipients.flatMap(({ list }) => list ?? []);
      if (lists.length === 0) return crowd;
      const reach = describeReach(lists);
      const misuse = scorer.score(message, threshold);
      return [...misuse.map((finding) => ({ ...finding, masked: `${finding.masked} to ${reach}` })), ...crowd];
    };
  },
});

function describeReach(lists: readonly MailingList[]): string {
  const members = lists.reduce((sum, list) => sum + (list.members ?? 0), 0);
  const what = lists.length === 1 ? 'a mailing list' : `${lists.length} mailing lists`;
  return members > 0 ? `${what} that reaches ${members.toLocaleString('en-US')} people` : what;
}

/** Outside addresses in To and Cc; the evidence runs from the first to the last of them. */
function findCrowd(message: ExtractedMessage, most: number, directory: DirectoryLookup): Finding[] {
  if (message.to.length + message.cc.length <= most) return [];
  const facts = new Map(message.recipients.map((recipient) => [recipient.address.toLowerCase(), recipient]));
  const outside = visibleRecipients(message).filter(({ mailbox: { address } }) => {
    const known = facts.get(address.toLowerCase());
    return !(known ? known.inside : directory.isDistrictDomain(address.slice(address.lastIndexOf('@') + 1)));
  });
  if (outside.length <= most) return [];
  return [
    {
      code: 'listserv.outside-crowd',
      part: headersPart,
      start: outside[0]!.start,
      end: outside.at(-1)!.end,
      score: crowdScore,
      because: [{ rule: 'listserv/outside-crowd', context: `${outside.length} outside addresses in To and Cc` }],
      masked: `${outside.length} outside addresses that every recipient can read`,
    },
  ];
}

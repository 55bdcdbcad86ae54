/** A crowd of outside addresses in To and Cc, where each of them can read all the others. */
import type { DirectoryLookup, ExtractedMessage, Finding } from '../detector.ts';
import { headersPart, visibleRecipients } from '../shared/people/visible-recipients.ts';

/** Worth a hint; whether it is wrong depends on who they are. */
const crowdScore = 0.4;

/** @param most so many are no crowd. The evidence runs from the first to the last outside address. */
export function findCrowd(message: ExtractedMessage, most: number, directory: DirectoryLookup): Finding[] {
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
      masked: `${outside.length} outside addresses that every recipient can see; use Bcc to hide them`,
    },
  ];
}

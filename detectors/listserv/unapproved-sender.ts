/** A sender who is not among those who may write to a list: a fact of the configuration, whatever the message says. */
import type { ExtractedMessage, Finding, MailingList } from '../detector.ts';
import { headersPart, visibleRecipients } from '../shared/people/visible-recipients.ts';

/** One finding a list. The evidence is its address in To or Cc; a list in Bcc has none. */
export function findUnapproved(message: ExtractedMessage): Finding[] {
  const lists = message.recipients.flatMap(({ list }) => (list?.senderApproved === false ? [list] : []));
  if (lists.length === 0) return [];
  const visible = visibleRecipients(message);
  return lists.map((list) => {
    const place = visible.find(({ mailbox }) => mailbox.address.toLowerCase() === list.address.toLowerCase());
    return {
      code: 'listserv.unapproved-sender',
      part: headersPart,
      start: place?.start ?? 0,
      end: place?.end ?? 0,
      score: 0.99,
      because: [{ rule: 'listserv/approved-senders', context: `a ${list.kind} list` }],
      masked: describe(list),
    };
  });
}

function describe({ purpose, owners = [] }: MailingList): string {
  const about = purpose === undefined ? '' : `; it is for ${purpose}`;
  const whom = owners.length === 0 ? '' : `; ask ${owners.join(' or ')}`;
  return `a mailing list that only approved senders may write to${about}${whom}`;
}

/** Which acts an account may take on a message now, each in the words of its button: they say what happens. */
import type { Verdict } from '../../decide/verdict.ts';
import type { ReviewItem } from '../../store/review/read-items.ts';
import type { ReviewRecord } from '../../store/review/records.ts';
import type { Caller } from '../access/handler.ts';
import type { MessageDetail, ReviewRecipient } from '../contract/message.ts';
import { mayHave } from './recipients.ts';

type Acts = MessageDetail['acts'];

const recipients = (n: number): string => `${n} recipient${n === 1 ? '' : 's'}`;

export function actsOf(
  item: ReviewItem,
  record: ReviewRecord,
  list: readonly ReviewRecipient[],
  verdict: Verdict | null,
  { account }: Pick<Caller, 'account'>,
): Acts {
  const acts: Acts = [];
  if (item.state === 'deciding') acts.push({ act: 'undo', label: 'Undo' });
  if (item.state === 'held' || item.state === 'held-by-sender') {
    acts.push(...releases(item, record, list, account.id));
    if (item.needed === 1) acts.push(...withException(list, verdict));
    acts.push({ act: 'return', label: 'Return to sender…' });
    acts.push({ act: 'reject', label: 'Reject: it is not sent…' });
    if (record.approvals.some(({ id }) => id === account.id))
      acts.push({ act: 'undo', label: 'Take my agreement back' });
    if (item.assignee?.id === account.id) acts.push({ act: 'unclaim', label: 'Give it back to the queue' });
    else if (item.assignee === null) acts.push({ act: 'claim', label: 'Take it' });
    acts.push({ act: 'assign', label: 'Give it to…' });
    if (!item.escalated) acts.push({ act: 'escalate', label: 'Escalate…' });
  }
  if (record.appeal && record.appeal.answeredAt === null)
    acts.push({ act: 'answer-appeal', label: 'Answer the sender…' });
  acts.push({ act: 'note', label: 'Add a note' });
  return acts;
}

/** To those who may have it first: that is the one that does no harm. */
function releases(item: ReviewItem, record: ReviewRecord, list: readonly ReviewRecipient[], accountId: string): Acts {
  const agreed = new Set(record.approvals.map(({ id }) => id));
  const others = [...agreed].filter((id) => id !== accountId).length;
  const last = others + 1 >= item.needed;
  const verb = last ? 'Release' : 'Agree to release';
  const people = item.needed > 1 ? ` (${Math.min(item.needed, others + 1)} of ${item.needed})` : '';
  const some = mayHave(list);
  const all = { act: 'release', label: `${verb} to all ${recipients(list.length)}${people}` };
  if (some.length === list.length || some.length === 0)
    return [list.length === 1 ? { act: 'release', label: `${verb} to ${list[0]!.address}${people}` } : all];
  const label = `${verb} to ${recipients(some.length)} who may have it${people}`;
  return [{ act: 'release', label, recipients: some }, all];
}

function withException(list: readonly ReviewRecipient[], verdict: Verdict | null): Acts {
  if (verdict === null || verdict.codes.every((code) => /^(scan|unread|thread)\./.test(code))) return [];
  const [only] = list;
  const whom = list.length === 1 && only ? only.address : 'these recipients';
  return [{ act: 'release-and-allow', label: `Release, and allow this to ${whom} until…` }];
}

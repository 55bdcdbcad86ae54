/** The actions that an account may take on a message now, each with a button label that says what happens. */
import { mayBeExcepted, mostExceptedStudents, type Verdict } from '../../decide/verdict.ts';
import type { ReviewItem } from '../../store/review/read-items.ts';
import type { ReviewRecord } from '../../store/review/records.ts';
import type { Caller } from '../access/handler.ts';
import type { MessageDetail, ReviewRecipient } from '../contract/message.ts';
import { entitledRecipients } from './recipients.ts';

type Actions = MessageDetail['actions'];

const recipients = (n: number): string => `${n} recipient${n === 1 ? '' : 's'}`;

interface Offered {
  readonly item: ReviewItem;
  readonly record: ReviewRecord;
  readonly list: readonly ReviewRecipient[];
  readonly verdict: Verdict | null;
  /** Removing what was found may mend the message. */
  readonly mayBeCopied: boolean;
}

export function actionsOf(
  { item, record, list, verdict, mayBeCopied }: Offered,
  { account }: Pick<Caller, 'account'>,
): Actions {
  const actions: Actions = [];
  if (item.state === 'deciding') actions.push({ action: 'undo', label: 'Undo' });
  if (item.state === 'held' || item.state === 'held-by-sender') {
    const approval = record.approvals.find(({ id }) => id === account.id);
    const hasApproved = approval !== undefined;
    // An approval stands until it is withdrawn.
    if (!hasApproved) actions.push(...releases(item, record, list));
    if (item.needed === 1) actions.push(...withException(list, verdict));
    if (!hasApproved && (verdict?.codes.length ?? 0) > 0)
      actions.push({
        action: 'false-alarm',
        label: 'False alarm…',
      });
    actions.push({ action: 'return', label: 'Return for correction…' });
    actions.push({ action: 'reject', label: 'Return to sender…' });
    if (mayBeCopied && approval?.forCopy !== true)
      actions.push({ action: 'send-copy', label: 'Send without the flagged parts…' });
    if (hasApproved) actions.push({ action: 'undo', label: 'Withdraw my approval' });
    if (item.assignee?.id === account.id) actions.push({ action: 'unclaim', label: 'Unassign' });
    else if (item.assignee === null) actions.push({ action: 'claim', label: 'Assign to me' });
    actions.push({ action: 'assign', label: 'Assign…' });
    if (!item.escalated) actions.push({ action: 'escalate', label: 'Escalate…' });
  }
  if (record.appeal && record.appeal.answeredAt === null)
    actions.push({ action: 'answer-appeal', label: 'Reply to the appeal…' });
  actions.push({ action: 'note', label: 'Add a note' });
  return actions;
}

/** The release to entitled recipients comes first, because it discloses nothing. */
function releases(item: ReviewItem, record: ReviewRecord, list: readonly ReviewRecipient[]): Actions {
  const verb = item.needed > 1 ? 'Approve release' : 'Release';
  const given = record.approvals.length + 1;
  const people = item.needed > 1 ? ` (${Math.min(item.needed, given)} of ${item.needed})` : '';
  const some = entitledRecipients(list);
  const all = {
    action: 'release',
    label: `${verb} to ${list.length === 2 ? 'both recipients' : `all ${recipients(list.length)}`}${people}`,
  };
  if (some.length === list.length || some.length === 0)
    return [list.length === 1 ? { action: 'release', label: `${verb} to ${list[0]!.address}${people}` } : all];
  const label = `${verb} to ${some.length} entitled recipient${some.length === 1 ? '' : 's'}${people}`;
  return [{ action: 'release', label, recipients: some }, all];
}

function withException(list: readonly ReviewRecipient[], verdict: Verdict | null): Actions {
  const codes = verdict?.codes.filter((code) => !/^(scan|unread|thread)\./.test(code)) ?? [];
  if (codes.length === 0 || !codes.every(mayBeExcepted) || (verdict?.students ?? 0) > mostExceptedStudents) return [];
  const [only] = list;
  const whom = list.length === 1 && only ? only.address : 'these recipients';
  return [{ action: 'release-and-allow', label: `Release, and allow similar messages to ${whom}…` }];
}

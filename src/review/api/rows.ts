/** A held message as a row of the list: what everybody who lists messages may read of it, and no more. */
import type { ReviewItem } from '../../store/review/read-items.ts';
import type { Permission } from '../contract/account.ts';
import type { MessageRow, Severity } from '../contract/message.ts';
import { headlineOf } from './words/headline.ts';

export const severities: readonly Severity[] = ['high', 'medium', 'low'];

/** @param permissions without `messages.read` a row has no subject */
export function rowOf(item: ReviewItem, permissions: ReadonlySet<Permission>): MessageRow {
  const reads = permissions.has('messages.read');
  return {
    id: item.id,
    state: item.state,
    severity: severities[item.severity] ?? 'low',
    headline: headlineOf(item),
    subject: reads ? item.subject : '',
    from: item.from,
    recipients: item.recipients,
    attachments: item.attachments,
    receivedAt: item.receivedAt.toISOString(),
    expiresAt: item.expiresAt?.toISOString() ?? null,
    codes: [...item.codes],
    rules: [...item.rules],
    schools: [...item.schools],
    students: item.students,
    score: item.score,
    assignee: item.assignee,
    escalated: item.escalated,
    appealed: item.appeal === 'open',
    approvals: { given: item.approvals, needed: item.needed },
  };
}

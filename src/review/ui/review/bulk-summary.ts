/** Says before a bulk action what will happen to how many of the selected messages. */
import type { ReviewAction } from '../../contract/actions.ts';
import type { MessageRow } from '../../contract/message.ts';
import { count } from '../words/counts.ts';

/** Bulk actions that ask for a text. */
export type BulkForm = 'release' | 'release-entitled' | 'false-alarm' | 'escalate';

export const titles: Readonly<Record<BulkForm, (what: string) => string>> = {
  release: (what) => `Release ${what}`,
  'release-entitled': (what) => `Release ${what} to entitled recipients`,
  'false-alarm': (what) => `False alarm: release ${what}`,
  escalate: (what) => `Escalate ${what}`,
};

export function isForm(dialog: string | undefined): dialog is BulkForm {
  return dialog !== undefined && dialog in titles;
}

export function bulkActionOf(form: BulkForm, reason: string): ReviewAction {
  switch (form) {
    case 'release':
      return { action: 'release', reason };
    case 'release-entitled':
      return { action: 'release', reason, to: 'entitled' };
    case 'false-alarm':
      return { action: 'false-alarm', reason };
    case 'escalate':
      return { action: 'escalate', note: reason };
  }
}

type Row = Pick<MessageRow, 'codes' | 'students' | 'approvals' | 'recipients'>;

/** What is known of the selected messages from the list; the gateway checks each of them again. */
export function summaryOf(rows: readonly Row[], form: BulkForm): string {
  if (form === 'escalate')
    return `${count(rows.length, 'message is', 'messages are')} escalated to the managers, who get an email.`;
  const several = rows.filter(({ approvals }) => approvals.needed > 1).length;
  const unentitled = rows.filter(({ recipients }) => recipients.unentitled > 0);
  const heavy = rows.filter((row) => row.approvals.needed === 1 && weighs(row, form)).length;
  const free = rows.length - several - heavy;
  return [
    form === 'release-entitled'
      ? `${count(free, 'message goes', 'messages go')} to the recipients who are entitled to the data, and to nobody else.`
      : `${count(free, 'message goes', 'messages go')} to all recipients${unentitled.length > 0 ? `, ${count(unentitled.length, 'of which has', 'of which have')} recipients who are not entitled to the data` : ''}.`,
    ...(several > 0
      ? [
          `${count(several, 'message gets', 'messages get')} your approval, if you have revealed ${several === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(heavy > 0
      ? [
          `${count(heavy, 'message is', 'messages are')} sensitive (threats, harassment, records or several students) and ${heavy === 1 ? 'is' : 'are'} refused unless you have revealed ${heavy === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(form === 'false-alarm' ? ['All findings are marked as false alarms.'] : []),
  ].join(' ');
}

function weighs({ codes, students, recipients }: Row, form: BulkForm): boolean {
  if (codes.some((code) => /^(threat|harassment|sexual)\./.test(code))) return true;
  if (form === 'release-entitled' || recipients.unentitled === 0) return false;
  return students > 1 || codes.some((code) => code.startsWith('student-record.'));
}

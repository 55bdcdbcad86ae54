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

type Row = Pick<MessageRow, 'codes' | 'students' | 'approvals' | 'recipients' | 'escalated'>;

/** What is known of the selected messages from the list; the gateway checks each of them again. */
export function summaryOf(rows: readonly Row[], form: BulkForm): string {
  if (form === 'escalate')
    return `${count(rows.length, 'message is', 'messages are')} escalated to the managers, who get an email.`;
  const groups = Object.groupBy(rows, (row) => fateOf(row, form));
  const { goes = [], heavy = [], several = [], nobody = [] } = groups;
  const unentitled = goes.filter(({ recipients }) => recipients.unentitled > 0).length;
  const those = (group: readonly Row[]): string => (group.length === 1 ? 'it' : 'them');
  return [
    goes.length > 0 &&
      (form === 'release-entitled'
        ? `${count(goes.length, 'message goes', 'messages go')} to the recipients who are entitled to the data, and to nobody else.`
        : `${count(goes.length, 'message goes', 'messages go')} to all recipients${unentitled > 0 ? `, ${count(unentitled, 'of which has', 'of which have')} recipients who are not entitled to the data` : ''}.`),
    several.length > 0 &&
      `${count(several.length, 'message gets', 'messages get')} your approval, if you have revealed ${those(several)}.`,
    heavy.length > 0 &&
      `${count(heavy.length, 'message is', 'messages are')} sensitive (threats, harassment, records or several students) and ${heavy.length === 1 ? 'is' : 'are'} refused unless you have revealed ${those(heavy)}.`,
    nobody.length > 0 &&
      `${count(nobody.length, 'message stays', 'messages stay')} held: no recipient is entitled to all of the data.`,
    form === 'false-alarm' && 'All findings are marked as false alarms.',
  ]
    .filter((sentence) => sentence !== false)
    .join(' ');
}

/** The button that is the default for the selected messages, as for a single one; none where a release weighs heavily. */
export function mainForm(rows: readonly Row[]): 'release' | 'escalate' | undefined {
  if (rows.some(({ codes, escalated }) => !escalated && codes.some((code) => code.startsWith('threat.'))))
    return 'escalate';
  return rows.some((row) => row.approvals.needed > 1 || weighs(row, 'release')) ? undefined : 'release';
}

/** What happens to a message. The gateway looks in this order, too. */
function fateOf(row: Row, form: BulkForm): 'nobody' | 'several' | 'heavy' | 'goes' {
  if (form === 'release-entitled' && row.recipients.unentitled === row.recipients.count) return 'nobody';
  if (row.approvals.needed > 1) return 'several';
  return weighs(row, form) ? 'heavy' : 'goes';
}

function weighs({ codes, students, recipients }: Row, form: BulkForm): boolean {
  if (codes.some((code) => /^(threat|harassment|sexual)\./.test(code))) return true;
  if (form === 'release-entitled' || recipients.unentitled === 0) return false;
  return students > 1 || codes.some((code) => code.startsWith('student-record.'));
}

/** Every column with encrypted values of its own format: which keys its rows have, and what each value is bound to. */
import { approvalContext } from '../review/agreements.ts';

type Row = Readonly<Record<string, string>>;

export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** Columns of the primary key, all of type uuid. */
  readonly ids: readonly string[];
  /** What the value is authenticated with. */
  readonly context: (row: Row) => string;
}

const of = (table: string, column: string, name: string, id = 'id'): SealedColumn => ({
  table,
  column,
  ids: [id],
  context: (row) => `${name}:${row[id]!}`,
});

/** Values of `KeyRing.seal`. The words of `review_items` and `disclosures` go with the values that they are made from. */
export const sealedColumns: readonly SealedColumn[] = [
  of('review_items', 'sealed', 'item', 'message_id'),
  of('review_items', 'text_words', 'item-words', 'message_id'),
  of('review_items', 'pending_reason', 'pending', 'message_id'),
  of('messages', 'sealed', 'sealed'),
  of('messages', 'decision_reason', 'reason'),
  of('review_notes', 'sealed', 'note'),
  of('review_appeals', 'sealed', 'appeal', 'message_id'),
  of('review_appeals', 'answer', 'answer', 'message_id'),
  of('review_views', 'sealed', 'view'),
  of('exceptions', 'sealed', 'exception'),
  of('policy_versions', 'sealed', 'policy-version'),
  of('policy_changes', 'sealed', 'policy-change'),
  of('policy_drafts', 'sealed', 'policy-draft'),
  of('legal_holds', 'sealed', 'hold'),
  of('audit_reasons', 'sealed', 'audit-reason'),
  of('accounts', 'totp', 'totp'),
  of('accounts', 'totp_pending', 'totp'),
  {
    table: 'review_approvals',
    column: 'sealed',
    ids: ['message_id', 'account_id'],
    context: (row) => approvalContext(row['message_id']!, row['account_id']!),
  },
  {
    table: 'review_reveals',
    column: 'sealed',
    ids: ['message_id', 'account_id'],
    context: (row) => `reveal:${row['message_id']!}:${row['account_id']!}`,
  },
];

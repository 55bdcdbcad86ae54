/** What reviewers add to a held message without deciding on it: its assignee, notes, reveals, judgements and appeals. */
import type { Kysely } from 'kysely';
import type { AuditEvent } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { approvalContext } from './agreements.ts';
import { createAppeals, type Appeal, type Appeals } from './appeals.ts';
import { createHandling, type Handling } from './handling.ts';
import { createJudgements, type Judgement, type Judgements } from './judgements.ts';
import { createReveals, type Reveals } from './reveals.ts';

/** Somebody agrees to a release that needs several people. */
export interface Approval {
  /** Id of the account. */
  readonly id: string;
  readonly name: string;
  readonly at: Date;
  readonly reason: string;
  /** To a copy without what was found, in place of the message. */
  readonly forCopy: boolean;
}

export interface ReviewRecord {
  readonly notes: readonly { readonly id: string; readonly by: string; readonly at: Date; readonly text: string }[];
  readonly judgements: ReadonlyMap<number, Judgement>;
  readonly appeal: Appeal | null;
  readonly approvals: readonly Approval[];
  readonly revealed: boolean;
}

export interface ReviewRecords extends Handling, Reveals, Judgements, Omit<Appeals, 'find'> {
  record(id: string, accountId: string): Promise<ReviewRecord>;
  /** Adds an event to the audit log: somebody looked at something. */
  recordEvent(id: string | null, event: AuditEvent): Promise<void>;
}

export function createRecords(db: Kysely<Database>, keys: KeyRing): ReviewRecords {
  const reveals = createReveals(db, keys);
  const appeals = createAppeals(db, keys);
  return {
    ...createHandling(db, keys),
    ...createJudgements(db),
    ...reveals,
    ...appeals,
    async record(id, accountId) {
      const notes = await db
        .selectFrom('review_notes')
        .selectAll()
        .where('message_id', '=', id)
        .orderBy('at')
        .execute();
      const judgements = await db.selectFrom('review_judgements').selectAll().where('message_id', '=', id).execute();
      const approvals = await db
        .selectFrom('review_approvals')
        .selectAll()
        .where('message_id', '=', id)
        .orderBy('at')
        .execute();
      return {
        notes: notes.map((note) => ({
          id: note.id,
          by: note.by_name,
          at: note.at,
          text: keys.unseal<string>(note.sealed, `note:${note.id}`),
        })),
        judgements: new Map(judgements.map(({ n, judgement }) => [n, judgement])),
        approvals: approvals.map(({ account_id, name, at, sealed, for_copy }) => ({
          id: account_id,
          name,
          at,
          forCopy: for_copy,
          reason: sealed ? keys.unseal<string>(sealed, approvalContext(id, account_id)) : '',
        })),
        appeal: await appeals.find(id),
        revealed: await reveals.revealed(id, accountId),
      };
    },
    async recordEvent(id, event) {
      await db.transaction().execute((trx) => appendAudit(trx, [{ messageId: id, event }]));
    },
  };
}

/** When accounts are absent, and who stands in for them: read where a message is assigned, escalated or looked for. */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import type { Actor } from './actor.ts';

/** Days in the district's time zone, `2026-12-01`; the absence ends with the last one. */
export interface AbsentDays {
  readonly firstDay: string;
  readonly lastDay: string;
}
export interface Absence extends AbsentDays {
  readonly accountId: string;
  readonly deputyId: string;
}
export interface NewAbsence extends AbsentDays {
  readonly deputyId: string;
  /** Midnight at the begin of the first day. */
  readonly startsAt: Date;
  /** Midnight at the end of the last day. */
  readonly endsAt: Date;
}

export interface Absences {
  /** The absence of an account that is set, until it is over. */
  of(accountId: string, now: Date): Promise<Absence | undefined>;
  /** Who is absent now, by id of the account. */
  at(now: Date): Promise<ReadonlyMap<string, Absence>>;
  /** Replaces the absence that is set. */
  set(absence: NewAbsence, actor: Actor): Promise<void>;
  /** @returns false where none is set */
  end(actor: Actor): Promise<boolean>;
}

export function createAbsences(db: Kysely<Database>): Absences {
  const rows = (now: Date) =>
    db.selectFrom('absences').select(['account_id', 'deputy_id', 'first_day', 'last_day']).where('ends_at', '>', now);
  return {
    async of(accountId, now) {
      const row = await rows(now).where('account_id', '=', accountId).executeTakeFirst();
      return row && toAbsence(row);
    },
    async at(now) {
      const current = await rows(now).where('starts_at', '<=', now).execute();
      return new Map(current.map((row) => [row.account_id, toAbsence(row)]));
    },
    async set({ deputyId, firstDay, lastDay, startsAt, endsAt }, actor) {
      const values = {
        deputy_id: deputyId,
        first_day: firstDay,
        last_day: lastDay,
        starts_at: startsAt,
        ends_at: endsAt,
      };
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('absences')
          .values({ account_id: actor.id, ...values })
          .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
          .execute();
        const detail = { account: actor.id, deputy: deputyId, from: firstDay, to: lastDay };
        await appendAudit(trx, [{ messageId: null, event: { event: 'absence-set', actor: actor.email, detail } }]);
      });
    },
    end: (actor) =>
      db.transaction().execute(async (trx) => {
        const gone = await trx
          .deleteFrom('absences')
          .where('account_id', '=', actor.id)
          .returning('account_id')
          .execute();
        if (gone.length === 0) return false;
        const event = { event: 'absence-ended', actor: actor.email, detail: { account: actor.id } };
        await appendAudit(trx, [{ messageId: null, event }]);
        return true;
      }),
  };
}

function toAbsence(row: { account_id: string; deputy_id: string; first_day: string; last_day: string }): Absence {
  return { accountId: row.account_id, deputyId: row.deputy_id, firstDay: row.first_day, lastDay: row.last_day };
}

/**
 * Over `review_items AS i`: assigned to the account, or to somebody for whom it stands in now. One list of accounts: with OR, all
 * held messages would be read instead of the index of those that are assigned.
 */
export function assignedTo(accountId: string): RawBuilder<boolean> {
  return sql<boolean>`(i.assignee = ANY (ARRAY(
    SELECT ${accountId}::uuid UNION ALL
    SELECT a.account_id FROM absences AS a WHERE a.deputy_id = ${accountId} AND a.starts_at <= now() AND a.ends_at > now())))`;
}

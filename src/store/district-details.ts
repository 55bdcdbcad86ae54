/** Name and written policy of the district as administrators enter them in the console. Every process follows them. */
import { sql, type Kysely } from 'kysely';
import type { StoredPolicy } from './district-tables.ts';
import type { Database } from './schema.ts';
import { appendAudit } from './write.ts';

export interface DistrictDetails {
  readonly name: string;
  /** Null: the district cites no written policy. */
  readonly policy: StoredPolicy | null;
  /** Grows with each change, from 1. */
  readonly revision: number;
  readonly changedAt: Date;
  /** Address of the account. */
  readonly changedBy: string;
}

export interface DistrictStore {
  /** A cheap question, asked every few seconds. @returns 0 where nothing was entered */
  revision(): Promise<number>;
  read(): Promise<DistrictDetails | undefined>;
  save(details: Pick<DistrictDetails, 'name' | 'policy'>, actor: string, now: Date): Promise<void>;
}

export function createDistrictStore(db: Kysely<Database>): DistrictStore {
  return {
    async revision() {
      const row = await db.selectFrom('district_details').select('revision').executeTakeFirst();
      return row?.revision ?? 0;
    },
    async read() {
      const row = await db.selectFrom('district_details').selectAll().executeTakeFirst();
      if (row === undefined) return undefined;
      const { name, policy, revision, changed_at: changedAt, changed_by: changedBy } = row;
      return { name, policy, revision, changedAt, changedBy };
    },
    async save({ name, policy }, actor, now) {
      await db.transaction().execute(async (trx) => {
        const json = policy === null ? null : JSON.stringify(policy);
        await sql`
          INSERT INTO district_details AS d (name, policy, revision, changed_at, changed_by)
          VALUES (${name}, ${json}::jsonb, 1, ${now}, ${actor})
          ON CONFLICT (one) DO UPDATE SET name = excluded.name, policy = excluded.policy, revision = d.revision + 1,
            changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(trx);
        const detail = { policy: policy !== null, clauses: policy?.clauses.length ?? 0 };
        await appendAudit(trx, [{ messageId: null, event: { event: 'district-changed', actor, detail } }]);
      });
    },
  };
}

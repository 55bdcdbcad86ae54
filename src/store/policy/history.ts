/** The history of the policy: which version was in force from when on, who put it there and why. */
import type { Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';

export interface PolicyChange {
  readonly id: string;
  /** `waiting`: for a second person. */
  readonly state: 'waiting' | 'in-force' | 'earlier' | 'withdrawn';
  /** Null: the pack of the configuration. */
  readonly version: { readonly version: number; readonly title: string } | null;
  readonly reason: string;
  readonly by: string;
  readonly byId: string;
  readonly at: Date;
  /** The second person; null where none had to agree, or none has. */
  readonly agreedBy: string | null;
  readonly inForceAt: Date | null;
}

const shown = 200;

export async function readHistory(db: Kysely<Database>, keys: KeyRing): Promise<PolicyChange[]> {
  const rows = await db
    .selectFrom('policy_changes as c')
    .leftJoin('policy_versions as v', 'v.id', 'c.version_id')
    .select(['c.id', 'c.sealed', 'c.by_id', 'c.by_name', 'c.at', 'c.agreed_name', 'c.n', 'c.in_force_at', 'c.ended_at'])
    .select(['v.version', 'v.title'])
    .orderBy('c.at', 'desc')
    .limit(shown)
    .execute();
  const last = Math.max(0, ...rows.map(({ n }) => n ?? 0));
  return rows.map((row) => ({
    id: row.id,
    state: stateOf(row, last),
    version: row.version === null || row.title === null ? null : { version: row.version, title: row.title },
    reason: keys.unseal<string>(row.sealed, `policy-change:${row.id}`),
    by: row.by_name,
    byId: row.by_id,
    at: row.at,
    agreedBy: row.agreed_name,
    inForceAt: row.in_force_at,
  }));
}

function stateOf({ n, ended_at }: { n: number | null; ended_at: Date | null }, last: number): PolicyChange['state'] {
  if (n !== null) return n === last ? 'in-force' : 'earlier';
  return ended_at === null ? 'waiting' : 'withdrawn';
}

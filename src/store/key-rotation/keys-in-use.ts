/** Which keys the processes that are connected encrypt with: each names its first key at its connections (see `openDatabase`). */
import { sql, type Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';

/** @returns ids of keys other than the first of these, in no order */
export async function otherKeysInUse(db: Kysely<Database>, keys: KeyRing): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT application_name AS name FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'hallpass %' AND application_name <> ${`hallpass ${keys.activeId}`}`.execute(
    db,
  );
  return rows.map(({ name }) => name.slice('hallpass '.length));
}

/** What administrators said about their district at the set-up of the console: its name and its written policy. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // One row at most. policy is null for a district whose notices quote no written policy.
  await sql`
    CREATE TABLE district_details (
      one boolean PRIMARY KEY DEFAULT true CHECK (one),
      name text NOT NULL,
      policy jsonb,
      revision integer NOT NULL,
      changed_at timestamptz NOT NULL,
      changed_by text NOT NULL
    )`.execute(db);
}

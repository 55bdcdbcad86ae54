/** When an account is absent, and who stands in for it. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE absences (
      account_id uuid PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
      deputy_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      first_day text NOT NULL,
      last_day text NOT NULL,
      starts_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      CHECK (starts_at < ends_at),
      CHECK (account_id <> deputy_id)
    )`.execute(db);
  await sql`CREATE INDEX absences_deputy ON absences (deputy_id)`.execute(db);
}

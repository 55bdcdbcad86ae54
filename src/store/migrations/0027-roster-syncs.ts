/** What became of each export of the watched folder and of each run of the OneRoster consumer. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE rosters DROP CONSTRAINT rosters_source_check`.execute(db);
  await sql`
    ALTER TABLE rosters ADD CONSTRAINT rosters_source_check
      CHECK (source IN ('command', 'start', 'folder', 'provider'))`.execute(db);
  await sql`
    CREATE TABLE roster_syncs (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL DEFAULT now(),
      source text NOT NULL CHECK (source IN ('folder', 'provider')),
      name text NOT NULL,
      fingerprint text NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('imported', 'skipped', 'failed')),
      code text,
      detail text,
      roster_id uuid,
      complete_at timestamptz,
      changes_since text
    )`.execute(db);
  await sql`CREATE INDEX roster_syncs_source ON roster_syncs (source, seq DESC)`.execute(db);
}

/** Rosters: past imports, and of the last few the image and the rows, encrypted. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE rosters (
      id uuid PRIMARY KEY,
      seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      imported_at timestamptz NOT NULL,
      actor text NOT NULL,
      source text NOT NULL CHECK (source IN ('command', 'start')),
      mode text NOT NULL CHECK (mode IN ('full', 'delta')),
      bundle_hash text NOT NULL,
      report jsonb NOT NULL
    )`.execute(db);
  // Apart from the list of imports, so that this can be read without them and they can be dropped. Ciphertext does not compress.
  await sql`
    CREATE TABLE roster_data (
      roster_id uuid NOT NULL REFERENCES rosters (id) ON DELETE CASCADE,
      kind text NOT NULL CHECK (kind IN ('image', 'rows')),
      key_id text NOT NULL,
      nonce bytea NOT NULL,
      tag bytea NOT NULL,
      data bytea NOT NULL,
      PRIMARY KEY (roster_id, kind)
    )`.execute(db);
  await sql`ALTER TABLE roster_data ALTER COLUMN data SET STORAGE EXTERNAL`.execute(db);
}

/** Versions of the policy that managers have put in force in the console, who did, and the draft that they work on. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // The text names people in its groups, so it is encrypted.
  await sql`
    CREATE TABLE policy_versions (
      id uuid PRIMARY KEY,
      version integer NOT NULL UNIQUE CHECK (version > 0),
      title text NOT NULL,
      sealed bytea NOT NULL
    )`.execute(db);
  // n: position among the changes that came into force. Without it, the change waits for a second person, or was withdrawn.
  await sql`
    CREATE TABLE policy_changes (
      id uuid PRIMARY KEY,
      version_id uuid REFERENCES policy_versions (id),
      sealed bytea NOT NULL,
      by_id uuid NOT NULL,
      by_name text NOT NULL,
      at timestamptz NOT NULL,
      agreed_name text,
      n integer UNIQUE,
      in_force_at timestamptz,
      ended_at timestamptz,
      CHECK ((n IS NULL) = (in_force_at IS NULL)),
      CHECK (n IS NULL OR ended_at IS NULL)
    )`.execute(db);
  await sql`
    CREATE UNIQUE INDEX policy_changes_waiting ON policy_changes ((true)) WHERE n IS NULL AND ended_at IS NULL`.execute(
    db,
  );
  await sql`
    CREATE TABLE policy_drafts (
      id uuid PRIMARY KEY,
      revision integer NOT NULL,
      sealed bytea NOT NULL,
      saved_by text NOT NULL,
      saved_at timestamptz NOT NULL
    )`.execute(db);
  await sql`CREATE UNIQUE INDEX policy_drafts_one ON policy_drafts ((true))`.execute(db);
}

/** Copies of messages for archives: those that wait and those that were made, and the archives that take none. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE archive_copies (
      message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      archive text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      due_at timestamptz NOT NULL DEFAULT now(),
      lease_until timestamptz,
      attempts integer NOT NULL DEFAULT 0,
      code text,
      reply text,
      copied_at timestamptz,
      PRIMARY KEY (message_id, archive)
    ) WITH (fillfactor = 80)`.execute(db);
  // Only copies that wait are in these indexes: they stay small however many copies were made.
  await sql`CREATE INDEX archive_copies_due ON archive_copies (archive, due_at) WHERE copied_at IS NULL`.execute(db);
  await sql`CREATE INDEX archive_copies_oldest ON archive_copies (archive, created_at) WHERE copied_at IS NULL`.execute(
    db,
  );
  await sql`
    CREATE TABLE archives (
      archive text PRIMARY KEY,
      failing_since timestamptz,
      code text,
      copied_at timestamptz
    )`.execute(db);
}

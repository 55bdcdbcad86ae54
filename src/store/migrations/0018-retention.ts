/** Retention of records and of the audit log, and legal holds. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE legal_holds (
      id uuid PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('message', 'sender', 'student')),
      -- What is held, and why: encrypted, because it names people.
      sealed bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      actor text NOT NULL,
      ended_at timestamptz,
      ended_by text
    )`.execute(db);
  // The reason of a reveal can be deleted before the record that says who revealed.
  await sql`ALTER TABLE review_reveals ALTER COLUMN sealed DROP NOT NULL`.execute(db);
  await sql`CREATE INDEX audit_events_deletions ON audit_events (seq) WHERE event = 'audit-deleted'`.execute(db);
  // Retention alone deletes events, and says so in the chain: see src/store/retention/audit-log.ts.
  await sql`
    CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND current_setting('hallpass.audit_retention', true) = 'on' THEN RETURN NULL; END IF;
      RAISE EXCEPTION 'audit events are append-only';
    END $$`.execute(db);
}

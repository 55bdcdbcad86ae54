/** Review: exceptions have bounds and may wait for a manager's consent; approvals of a release have reasons. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE exceptions
      ADD COLUMN students integer NOT NULL DEFAULT 0 CHECK (students BETWEEN 0 AND 9),
      ADD COLUMN needs_consent boolean NOT NULL DEFAULT false,
      ADD COLUMN consented_at timestamptz, ADD COLUMN consented_by text, ADD COLUMN first_used_at timestamptz`.execute(
    db,
  );
  // Exceptions from before are bounded by the message that they were made from. The wide ones wait for a manager.
  await sql`
    UPDATE exceptions AS e SET
      students = least(9, coalesce((SELECT i.students FROM review_items AS i WHERE i.message_id = e.message_id), 0)),
      needs_consent = coalesce(e.sender NOT LIKE '%_@%', true) OR coalesce(e.recipient NOT LIKE '%_@%', true)
        OR EXISTS (SELECT FROM unnest(e.codes) AS code WHERE code LIKE '%*%' OR code LIKE 'student-record.%')`.execute(
    db,
  );
  await sql`ALTER TABLE review_approvals ADD COLUMN sealed bytea`.execute(db);
}

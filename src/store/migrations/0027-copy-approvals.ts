/** Approvals of a copy without what was found: they never count for the release of the message itself. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE review_approvals ADD COLUMN for_copy boolean NOT NULL DEFAULT false`.execute(db);
}

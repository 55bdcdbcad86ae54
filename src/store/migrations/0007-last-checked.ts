/** The record: when the last message was checked, found without walking through what reviewers did since. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX audit_events_verdict ON audit_events (seq) WHERE event = 'verdict'`.execute(db);
}

/** Saved searches: of which schools the one who saved it sees messages, since a search may name their students. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Of those that are there already nobody knows: they count as about all schools.
  await sql`ALTER TABLE review_views ADD COLUMN schools text[] NOT NULL DEFAULT '{}'`.execute(db);
}

/** Review: what rows are filtered and counted by stands in the rows themselves, not in the storage beside them. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // The table moves out what it can of a row above 256 bytes, for the sake of what is sealed. These were moved too, and
  // fetching them cost as much as the rows.
  // Made anew, the last of them has every row written anew, which happens after all of the statement is known.
  await sql`
    ALTER TABLE review_items
      ALTER COLUMN codes SET STORAGE MAIN, ALTER COLUMN rules SET STORAGE MAIN,
      ALTER COLUMN detectors SET STORAGE MAIN, ALTER COLUMN schools SET STORAGE MAIN,
      DROP COLUMN facet,
      ADD COLUMN facet text COLLATE "C" GENERATED ALWAYS AS (review_facet(rules, schools, detectors, codes)) STORED,
      ALTER COLUMN facet SET STORAGE MAIN`.execute(db);
}

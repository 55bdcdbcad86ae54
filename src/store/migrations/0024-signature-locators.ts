/** Phones and street addresses in the signatures of the district's senders, as keyed hashes: on how many days each sender had each. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE signature_locators (
      locator bytea NOT NULL,
      sender bytea NOT NULL,
      key_id text NOT NULL,
      days smallint NOT NULL DEFAULT 1,
      last_day date NOT NULL,
      PRIMARY KEY (locator, sender)
    )`.execute(db);
  await sql`CREATE INDEX signature_locators_sender ON signature_locators (sender)`.execute(db);
  await sql`CREATE INDEX signature_locators_last_day ON signature_locators (last_day)`.execute(db);
}

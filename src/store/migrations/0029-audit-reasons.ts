/** Why somebody did something at the terminal: encrypted, and named by its id in the event of the audit log. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE audit_reasons (id uuid PRIMARY KEY, sealed bytea NOT NULL)`.execute(db);
}

/** Accounts: tokens of accounts that are disabled end for good, also those of accounts that were disabled before. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DELETE FROM api_tokens USING accounts WHERE accounts.id = api_tokens.account_id AND accounts.disabled`.execute(
    db,
  );
}

/** Next hops that cannot be reached: nothing is sent to them until a probe finds that they answer again. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE hop_outages (
      hop text PRIMARY KEY,
      condition text NOT NULL,
      since timestamptz NOT NULL DEFAULT now(),
      probe_at timestamptz NOT NULL
    )`.execute(db);
}

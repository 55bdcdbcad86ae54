/** Self-tests that wait for their canary: where it comes back to. Written by the self-test, read by the process that delivers. */
import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

const PREFIX = 'canary:';
/** A self-test that was interrupted leaves its entry behind for so long. */
const MINUTES = 5;

export interface Canaries {
  /** @param port on this machine's own address, 127.0.0.1 */
  expect(token: string, port: number): Promise<void>;
  /** Port of the self-test that waits; undefined where none does. */
  portOf(token: string): Promise<number | undefined>;
  forget(token: string): Promise<void>;
}

export function createCanaries(db: Kysely<Database>): Canaries {
  return {
    async expect(token, port) {
      await sql`
        DELETE FROM settings WHERE name LIKE ${`${PREFIX}%`}
          AND (value->>'at')::timestamptz < now() - ${MINUTES} * interval '1 minute'`.execute(db);
      await sql`
        INSERT INTO settings (name, value)
        VALUES (${PREFIX + token}, jsonb_build_object('port', ${port}::int, 'at', now()))`.execute(db);
    },
    async portOf(token) {
      const { rows } = await sql<{ port: number }>`
        SELECT (value->>'port')::int AS port FROM settings WHERE name = ${PREFIX + token}
          AND (value->>'at')::timestamptz > now() - ${MINUTES} * interval '1 minute'`.execute(db);
      return rows[0]?.port;
    },
    async forget(token) {
      await sql`DELETE FROM settings WHERE name = ${PREFIX + token}`.execute(db);
    },
  };
}

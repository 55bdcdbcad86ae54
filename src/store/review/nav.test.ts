/** The numbers beside the console's pages, which every page asks for: right, and without reading all held messages. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { openDatabase, type OpenDatabase } from '../database.ts';
import { createReviewStore } from './review-store.ts';

const held = 5000;
const assigned = 7;
const me = randomUUID();

let test: TestDatabase;
/** With one connection, whose own statistics tell what a call has read. */
let single: OpenDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
  single = await openDatabase(test.connection, test.keys, { poolSize: 1, onError: () => undefined });
});
afterAll(async () => {
  await single.close();
  await test.close();
});

async function rowsRead(): Promise<number> {
  await single.pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await single.pool.query<{ n: number }>(
    `SELECT (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int AS n FROM pg_stat_user_tables WHERE relname = 'review_items'`,
  );
  return rows[0]!.n;
}

it('counts what is assigned without reading what is not', async () => {
  const { pool } = single;
  // Held rows alone: the messages that they belong to are not read here.
  await pool.query('ALTER TABLE review_items DISABLE TRIGGER ALL');
  await pool.query(
    `INSERT INTO review_items (message_id, state, severity, opened_at, received_at, expires_at, students, score, needed, codes, rules, detectors, schools, words, sealed, assignee)
     SELECT gen_random_uuid(), 'held', 1, now(), now(), now() + interval '1 day', 0, 0.9, 1,
       '{}', '{threat}', '{threat}', '{}', '{}', '', CASE WHEN n <= $2 THEN $1::uuid END
     FROM generate_series(1, $3::int) AS n`,
    [me, assigned, held],
  );
  await pool.query('ALTER TABLE review_items ENABLE TRIGGER ALL');
  await pool.query('ANALYZE review_items');
  const { items } = createReviewStore(single.db, test.keys);
  const before = await rowsRead();
  const { mine } = await items.nav({ accountId: me, schools: [] });
  const read = (await rowsRead()) - before;
  expect(mine).toBe(assigned);
  expect(read).toBeGreaterThanOrEqual(assigned);
  expect(read).toBeLessThan(held / 10);
});

/** Against a real server: what runs again and again is prepared, and a plan that does not fit any more ends the use of names. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { createDatabase } from '../../test/harness/database.ts';
import { namedStatements } from './named-statements.ts';

let db: Kysely<unknown>;

beforeAll(async () => {
  // One connection, whose prepared statements can be looked at.
  const pool = new pg.Pool({ ...(await createDatabase()), max: 1 });
  db = new Kysely({ dialect: new PostgresDialect({ pool: namedStatements(pool) }) });
  await sql`CREATE TABLE fruit (name text)`.execute(db);
  await sql`INSERT INTO fruit VALUES ('apple')`.execute(db);
});
afterAll(() => db.destroy());

const find = (name: string): Promise<{ rows: unknown[] }> => sql`SELECT * FROM fruit WHERE name = ${name}`.execute(db);

async function prepared(): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`SELECT statement FROM pg_prepared_statements`.execute(db);
  return rows.map(({ statement }) => statement);
}

it('a statement that runs again and again is prepared once, and one that runs seldom is not', async () => {
  await sql`SELECT ${1}::int`.execute(db);
  for (let run = 0; run < 40; run += 1) expect((await find('apple')).rows).toEqual([{ name: 'apple' }]);
  expect(await prepared()).toEqual(['SELECT * FROM fruit WHERE name = $1']);
});

it('after a change of the table one run fails, and those after it see the change', async () => {
  await sql`ALTER TABLE fruit ADD COLUMN colour text`.execute(db);
  await expect(find('apple')).rejects.toMatchObject({ code: '0A000' });
  for (let run = 0; run < 40; run += 1) expect((await find('apple')).rows).toEqual([{ name: 'apple', colour: null }]);
});

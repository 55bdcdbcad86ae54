/** Statements that run again and again get a name, so that PostgreSQL parses and plans each once a connection. */
import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { codeOf } from '../errors/hallpass-error.ts';

/** Runs of a text before it gets a name: most texts of the console run seldom. */
const runsBefore = 20;
/** A plan takes some tens of kilobytes of each connection. */
const mostNames = 80;
/** Texts that are counted; texts with lists of any length would grow without end. */
const mostTexts = 1000;

/** What PostgreSQL says where a plan does not fit any more: a column came to a table, or a pooler in between lost the statement. */
const staleCodes: ReadonlySet<string> = new Set(['0A000', '26000', '42P05']);

/** The pool as Kysely wants it. One failure that comes from a name is thrown and ends the use of names: within a transaction, nothing else could be done. */
export function namedStatements(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>();
  const runs = new Map<string, number>();
  let used = true;

  function nameOf(text: string): string | undefined {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostNames) return known;
    const count = (runs.get(text) ?? 0) + 1;
    if (count < runsBefore) {
      if (runs.size >= mostTexts) runs.clear();
      runs.set(text, count);
      return undefined;
    }
    runs.delete(text);
    // The same text has the same name in every process: behind a pooler, they may share a connection.
    const name = `hallpass_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
    names.set(text, name);
    return name;
  }

  async function query(client: pg.PoolClient, text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    // Without parameters the simple protocol is one message: BEGIN, COMMIT.
    const name = used && values.length > 0 ? nameOf(text) : undefined;
    if (name === undefined) return client.query(text, [...values]);
    try {
      return await client.query({ name, text, values: [...values] });
    } catch (error) {
      if (staleCodes.has(codeOf(error))) used = false;
      throw error;
    }
  }

  return {
    connect: async () => {
      const client = await pool.connect();
      return {
        query: (text: string, values: readonly unknown[]) => query(client, text, values),
        release: () => client.release(),
      } as unknown as PostgresPoolClient;
    },
    end: () => pool.end(),
  };
}

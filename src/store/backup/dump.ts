/** Reads a whole database in one snapshot while mail flows, as a series of sections: what a backup and a move consist of. */
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export type Section =
  | { readonly kind: 'header'; readonly header: DumpHeader }
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  /** A piece of the table's rows in the binary format of COPY. */
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'end'; readonly counts: Readonly<Record<string, number>> };

export interface DumpHeader {
  /** Name of the last migration. */
  readonly version: string;
  /** ISO 8601. Everything that was committed before it is in the dump. */
  readonly takenAt: string;
  /** Days that have bodies: each needs a partition. */
  readonly days: readonly string[];
}

/** Partitions are neither made nor dropped while it is held: a change of partitions waits for the dump, and mail for the change. */
export const DUMP_LOCK = 4846914;

const notDumped = ['kysely_migration', 'kysely_migration_lock'];

/** @yields the header, each table with its rows, in an order in which they can be loaded, and the end */
export async function* dump(pool: pg.Pool): AsyncGenerator<Section> {
  const client = await pool.connect();
  let clean = false;
  try {
    await client.query('SELECT pg_advisory_lock_shared($1)', [DUMP_LOCK]);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    yield { kind: 'header', header: await readHeader(client) };
    const counts: Record<string, number> = {};
    for (const { table, columns } of await readTables(client)) {
      yield { kind: 'table', table, columns };
      // A partitioned table can be read by a query only.
      const query = client.query(
        copyTo(`COPY (SELECT ${names(columns)} FROM ${quote(table)}) TO STDOUT (FORMAT binary)`),
      );
      for await (const chunk of query) yield { kind: 'rows', bytes: chunk as Buffer };
      counts[table] = query.rowCount;
    }
    yield { kind: 'end', counts };
    await client.query('COMMIT');
    clean = true;
  } finally {
    // The end of the session gives the lock back, too.
    if (clean) await client.query('SELECT pg_advisory_unlock_shared($1)', [DUMP_LOCK]);
    client.release(!clean);
  }
}

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const names = (columns: readonly string[]): string => columns.map(quote).join(', ');

async function readHeader(client: pg.PoolClient): Promise<DumpHeader> {
  const { rows } = await client.query<{ version: string; takenAt: Date }>(
    'SELECT max(name) AS version, now() AS "takenAt" FROM kysely_migration',
  );
  const partitions = await client.query<{ name: string }>(
    "SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'bodies'::regclass ORDER BY 1",
  );
  return {
    version: rows[0]!.version,
    takenAt: rows[0]!.takenAt.toISOString(),
    days: partitions.rows.map(({ name }) => name.slice('bodies_'.length).replaceAll('_', '-')),
  };
}

interface DumpedTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Tables after those that they refer to, without generated columns. */
async function readTables(client: pg.PoolClient): Promise<DumpedTable[]> {
  const { rows } = await client.query<DumpedTable & { refers: string[] }>(
    `SELECT c.relname AS table,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND f.oid <> c.oid) AS refers
     FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
       AND NOT c.relispartition AND NOT c.relname = ANY ($1) ORDER BY c.relname`,
    [notDumped],
  );
  const done = new Set<string>();
  const ordered: DumpedTable[] = [];
  while (ordered.length < rows.length) {
    const next = rows.filter(({ table, refers }) => !done.has(table) && refers.every((other) => done.has(other)));
    if (next.length === 0) throw new Error('tables refer to each other in a circle');
    for (const { table, columns } of next) {
      done.add(table);
      ordered.push({ table, columns });
    }
  }
  return ordered;
}

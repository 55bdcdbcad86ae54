/** Loads a dump into an empty database: all of it, or nothing. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Kysely } from 'kysely';
import { HallpassError } from '../../errors/hallpass-error.ts';
import { migrateTo } from '../migrate.ts';
import { ensurePartitions } from '../partitions.ts';
import { verifyAudit } from '../retention/audit-log.ts';
import type { Database } from '../schema.ts';
import { names, quote, type DumpHeader, type Section } from './dump.ts';

export interface Loaded {
  readonly takenAt: string;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * @param target a database without tables, or with tables of the same version and no rows
 * @throws HallpassError backup.not-empty, backup.newer, backup.damaged; then the target has no rows
 */
export async function load(
  target: { db: Kysely<Database>; pool: pg.Pool },
  sections: AsyncGenerator<Section>,
): Promise<Loaded> {
  try {
    return await loadSections(target, sections);
  } finally {
    await sections.return(undefined);
  }
}

async function loadSections(
  { db, pool }: { db: Kysely<Database>; pool: pg.Pool },
  sections: AsyncGenerator<Section>,
): Promise<Loaded> {
  const first = (await sections.next()).value as Section | undefined;
  if (first?.kind !== 'header') throw new HallpassError('backup.damaged', 'it has no header');
  const { header } = first;
  await requireEmpty(pool, header);
  await migrateTo(db, header.version);
  await makePartitions(db, header);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const counts = await loadTables(client, sections);
    await client.query('COMMIT');
    client.release();
    const { firstBroken } = await verifyAudit(db);
    if (firstBroken !== null) throw new HallpassError('backup.damaged', `the audit log breaks at event ${firstBroken}`);
    return { takenAt: header.takenAt, counts };
  } catch (error) {
    // Rolls back: its protocol state may be that of an unfinished COPY.
    client.release(true);
    throw error;
  }
}

async function requireEmpty(pool: pg.Pool, { version }: DumpHeader): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>("SELECT to_regclass('kysely_migration') IS NOT NULL AS there");
  if (!rows[0]!.there) return;
  const last = await pool.query<{ name: string }>('SELECT max(name) AS name FROM kysely_migration');
  if (last.rows[0]?.name !== version) throw new HallpassError('backup.not-empty', 'it has tables of another version');
  const used = await pool.query(
    'SELECT 1 FROM messages UNION ALL SELECT 1 FROM accounts UNION ALL SELECT 1 FROM audit_events LIMIT 1',
  );
  if (used.rows.length > 0) throw new HallpassError('backup.not-empty');
  // What a start without any mail has left.
  await pool.query('DELETE FROM settings');
}

async function makePartitions(db: Kysely<Database>, { days }: DumpHeader): Promise<void> {
  for (const day of days) await ensurePartitions(db, new Date(`${day}T00:00:00Z`), 1);
}

async function loadTables(
  client: pg.PoolClient,
  sections: AsyncGenerator<Section>,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  let section = (await sections.next()).value as Section | undefined;
  while (section?.kind === 'table') {
    const { table, columns } = section;
    // Counts and notifications that triggers would make are part of the dump, or have no reader yet.
    await client.query(`ALTER TABLE ${quote(table)} DISABLE TRIGGER USER`);
    const into = client.query(copyFrom(`COPY ${quote(table)} (${names(columns)}) FROM STDIN (FORMAT binary)`));
    await pipeline(
      Readable.from(
        (async function* () {
          for (;;) {
            section = (await sections.next()).value as Section | undefined;
            if (section?.kind !== 'rows') return;
            yield section.bytes;
          }
        })(),
      ),
      into,
    );
    await client.query(`ALTER TABLE ${quote(table)} ENABLE TRIGGER USER`);
    await continueIdentities(client, table);
    counts[table] = into.rowCount;
  }
  const end = section as Section | undefined;
  if (end?.kind !== 'end') throw new HallpassError('backup.damaged', 'its end is missing');
  for (const [table, count] of Object.entries(end.counts))
    if (counts[table] !== count)
      throw new HallpassError('backup.damaged', `${table}: ${counts[table] ?? 0} of ${count} rows`);
  return counts;
}

async function continueIdentities(client: pg.PoolClient, table: string): Promise<void> {
  const { rows } = await client.query<{ column: string }>(
    `SELECT column_name AS column FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 AND is_identity = 'YES'`,
    [table],
  );
  for (const { column } of rows)
    await client.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(${quote(column)}), 1), max(${quote(column)}) IS NOT NULL) FROM ${quote(table)}`,
      [quote(table), column],
    );
}

/** Fills a database with held messages as the gateway would have written them: for measurements and for trying the console. */
import { setImmediate as turn } from 'node:timers/promises';
import type pg from 'pg';
import type { PolicyPack } from '../../src/decide/pack-schema.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import type { KeyRing } from '../../src/store/keys.ts';
import { ensurePartitions } from '../../src/store/partitions.ts';
import { createBlindIndex } from '../../src/store/review/blind-words.ts';
import { foldCounts } from '../../src/store/review/counts.ts';
import { copyIn } from './copy-in.ts';
import { createRowMaker, noRows, type RowMaker, type Rows } from './message-rows.ts';

export interface SeedOptions {
  /** Number of waiting messages; a quarter of that number is added with a decision. */
  readonly count: number;
  /** Number of days, up to now, over which the messages are spread. */
  readonly days: number;
  readonly pack: PolicyPack;
  readonly now: Date;
  readonly onProgress?: (done: number) => void;
}

const DAY_MS = 86_400_000;
const atOnce = 2000;
const manyMessages = 20_000;
/** Size of a batch: the database writes one batch while the next one is generated. */
const inATurn = 20;

interface Batch {
  readonly rows: Rows;
  readonly events: readonly object[];
}

/** Writes transactions of some thousand messages; the audit log has the events of each message. */
export async function seedQuarantine({ db, pool }: OpenDatabase, keys: KeyRing, options: SeedOptions): Promise<void> {
  const { days, now } = options;
  const count = Math.ceil(options.count * 1.25);
  await ensurePartitions(db, new Date(now.getTime() - days * DAY_MS), days + 1);
  const blind = createBlindIndex(keys.derive('search'));
  const maker = createRowMaker(keys, blind, { ...options, holdMs: (days + 14) * DAY_MS });
  const client = await pool.connect();
  const many = count >= manyMessages;
  // Rebuilding these indexes is several times faster than filling them row by row.
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `SELECT indexname AS name, indexdef AS made FROM pg_indexes WHERE tablename = 'review_items' AND indexdef LIKE '%USING gin%'`,
  );
  const mayTrust = await isSuperuser(client);
  await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '256MB'`);
  try {
    if (many) for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    let written: Promise<void> = Promise.resolve();
    for (let from = 0; from < count; from += atOnce) {
      const batch = await makeBatch(maker, from, Math.min(count, from + atOnce), (n) =>
        Math.floor(now.getTime() - ((count - n) / count) * days * DAY_MS),
      );
      await written;
      written = writeBatch(client, batch, mayTrust);
      options.onProgress?.(Math.min(count, from + atOnce));
    }
    await written;
  } finally {
    if (many)
      for (const { made } of indexes) await client.query(made.replace('CREATE INDEX', 'CREATE INDEX IF NOT EXISTS'));
    await foldCounts(db);
    await client.query('VACUUM ANALYZE');
    client.release(true);
  }
}

async function makeBatch(maker: RowMaker, from: number, to: number, atMs: (n: number) => number): Promise<Batch> {
  const rows = noRows();
  const events: object[] = [];
  for (let n = from; n < to; n += 1) {
    events.push(...maker.add(rows, n, new Date(atMs(n))));
    if (n % inATurn === 0) await turn();
  }
  return { rows, events };
}

async function writeBatch(client: pg.PoolClient, { rows, events }: Batch, mayTrust: boolean): Promise<void> {
  await client.query('BEGIN');
  for (const [table, list] of Object.entries(rows)) {
    // The message of each row exists; checking the foreign key of a million rows takes longer than writing them.
    const trusted = mayTrust && (table === 'recipients' || table === 'findings');
    if (trusted) await client.query(`SET LOCAL session_replication_role = replica`);
    await copyIn(client, table, list);
    if (trusted) await client.query(`SET LOCAL session_replication_role = origin`);
  }
  const ids = rows.messages.map((row) => row['id']);
  await client.query(
    `INSERT INTO mail_day_counts (day, state, n)
     SELECT (received_at AT TIME ZONE 'UTC')::date, state, count(*) FROM messages WHERE id = ANY ($1) GROUP BY 1, 2`,
    [ids],
  );
  await client.query('SELECT append_audit($1::jsonb)', [JSON.stringify(events)]);
  await client.query('COMMIT');
}

async function isSuperuser(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    'SELECT rolsuper AS is FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.is === true;
}

/** The log of the roster's synchronization: which exports of the folder and runs of the consumer were imported, and which failed. */
import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import type { RosterSyncsTable, SyncSource } from './roster-sync-tables.ts';
import type { Database } from './schema.ts';

export interface RosterSync {
  readonly at: Date;
  readonly source: SyncSource;
  readonly name: string;
  readonly fingerprint: string;
  readonly outcome: RosterSyncsTable['outcome'];
  readonly code: string | null;
  readonly detail: string | null;
  readonly rosterId: string | null;
  readonly completeAt: Date | null;
  readonly changesSince: string | null;
}

export type NewSync = Pick<RosterSync, 'source' | 'name' | 'fingerprint' | 'outcome'> &
  Partial<Omit<RosterSync, 'source' | 'name' | 'fingerprint' | 'outcome'>>;

export interface RosterSyncs {
  record(sync: NewSync): Promise<void>;
  /** Newest first. */
  list(limit: number, source?: SyncSource): Promise<RosterSync[]>;
  /** Those of these exports that became something already. */
  known(fingerprints: readonly string[]): Promise<ReadonlySet<string>>;
  /** The last import by the consumer. */
  lastFetched(): Promise<RosterSync | undefined>;
  /** The last entry of each source. */
  last(): Promise<RosterSync[]>;
  /** Runs while no other process does this for the source. @returns `busy` where one does */
  alone<T>(source: SyncSource, run: () => Promise<T>): Promise<T | 'busy'>;
}

/** First number of the advisory locks of the sources. */
const LOCK = 4846914;
/** Older entries of the log are deleted. Exports stay known for longer than anybody leaves so many in a folder. */
const KEPT = 2000;

export function createRosterSyncs(db: Kysely<Database>, pool: pg.Pool): RosterSyncs {
  const newest = () => db.selectFrom('roster_syncs').selectAll().orderBy('seq', 'desc');
  return {
    async record({ at, source, name, fingerprint, outcome, code, detail, rosterId, completeAt, changesSince }) {
      await sql`
        INSERT INTO roster_syncs
          (at, source, name, fingerprint, outcome, code, detail, roster_id, complete_at, changes_since)
        VALUES (${at ?? new Date()}, ${source}, ${name}, ${fingerprint}, ${outcome}, ${code ?? null}, ${detail ?? null},
          ${rosterId ?? null}, ${completeAt ?? null}, ${changesSince ?? null})`.execute(db);
      await sql`
        DELETE FROM roster_syncs
        WHERE seq <= (SELECT seq FROM roster_syncs ORDER BY seq DESC OFFSET ${KEPT} LIMIT 1)`.execute(db);
    },
    async list(limit, source) {
      const rows = newest().limit(limit);
      return (await (source === undefined ? rows : rows.where('source', '=', source)).execute()).map(toSync);
    },
    async known(fingerprints) {
      if (fingerprints.length === 0) return new Set();
      const rows = await db
        .selectFrom('roster_syncs')
        .select('fingerprint')
        .where('source', '=', 'folder')
        .where('fingerprint', 'in', [...fingerprints])
        .execute();
      return new Set(rows.map(({ fingerprint }) => fingerprint));
    },
    async lastFetched() {
      const row = await newest()
        .where('source', '=', 'provider')
        .where('outcome', '=', 'imported')
        .limit(1)
        .executeTakeFirst();
      return row && toSync(row);
    },
    async last() {
      const { rows } = await sql<RosterSyncsTable>`
        SELECT DISTINCT ON (source) * FROM roster_syncs ORDER BY source, seq DESC`.execute(db);
      return rows.map(toSync);
    },
    async alone(source, run) {
      const client = new pg.Client(pool.options);
      await client.connect();
      try {
        const { rows } = await client.query<{ taken: boolean }>(
          'SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken',
          [LOCK, source],
        );
        return rows[0]?.taken === true ? await run() : 'busy';
      } finally {
        await client.end();
      }
    },
  };
}

function toSync(row: RosterSyncsTable): RosterSync {
  const { at, source, name, fingerprint, outcome, code, detail } = row;
  const { roster_id: rosterId, complete_at: completeAt, changes_since: changesSince } = row;
  return { at, source, name, fingerprint, outcome, code, detail, rosterId, completeAt, changesSince };
}

/** Stored rosters: the last import is active; the image and the rows of the last three are kept, encrypted. */
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Kysely } from 'kysely';
import pg from 'pg';
import type { RosterReport } from '../directory/roster-report.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { sealReason } from './audit-reasons.ts';
import { copyFirstRow } from './binary-copy.ts';
import type { KeyRing } from './keys.ts';
import { createRosterSyncs, type RosterSyncs } from './roster-syncs.ts';
import type { Database, RosterDataTable, RostersTable } from './schema.ts';
import { appendAudit } from './write.ts';

export interface PastImport {
  readonly id: string;
  readonly importedAt: Date;
  readonly actor: string;
  readonly source: RostersTable['source'];
  readonly mode: 'full' | 'delta';
  /** SHA-256 in hex over the files of the bundle. */
  readonly bundleHash: string;
  readonly report: RosterReport;
}

export interface NewRoster extends Omit<PastImport, 'id' | 'importedAt' | 'mode'> {
  /** Why it is imported in spite of objections. */
  readonly reason?: string;
  /** As `buildRosterImage` makes it. */
  readonly image: Uint8Array;
  /** As `packTables` makes them. */
  readonly rows: Uint8Array;
}

export interface RosterStore {
  /** The active roster; undefined where none was imported. */
  active(): Promise<PastImport | undefined>;
  /** The id of the active roster: a cheap query, made every few seconds. */
  activeId(): Promise<string | undefined>;
  /** The last one that was imported in this way. */
  lastFrom(source: PastImport['source']): Promise<PastImport | undefined>;
  /** Newest first. */
  list(limit: number): Promise<PastImport[]>;
  /** @throws HallpassError `store.not-found`, `store.bad-ciphertext`, `keys.unknown` */
  image(id: string): Promise<Buffer>;
  rows(id: string): Promise<Buffer>;
  /** Stores a roster, whole or not at all. @returns its id */
  save(roster: NewRoster, at: Date): Promise<string>;
  /**
   * Runs an import while no other import runs in any process.
   *
   * @throws HallpassError `roster.busy` where it does not wait
   */
  alone<T>(ifBusy: 'wait' | 'refuse', run: () => Promise<T>): Promise<T>;
  /** What the folder and the provider brought. */
  readonly syncs: RosterSyncs;
}

const keptRosters = 3;
/** Key of the advisory lock that an import holds. */
const LOCK = 4846913;
/** Names and digits shrink to half at the fastest level; most of the time goes to the database and the network. */
const deflate = promisify(gzip);
const inflate = promisify(gunzip);

export function createRosterStore(db: Kysely<Database>, pool: pg.Pool, keys: KeyRing): RosterStore {
  const imports = () => db.selectFrom('rosters').selectAll().orderBy('seq', 'desc');
  const read = async (id: string, kind: RosterDataTable['kind']): Promise<Buffer> => {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw new HallpassError('store.not-found');
    const row = await copyFirstRow(
      pool,
      `SELECT convert_to(key_id, 'UTF8'), nonce, tag, data FROM roster_data WHERE roster_id = '${id}' AND kind = '${kind}'`,
    );
    if (row === undefined) throw new HallpassError('store.not-found', `${kind} of roster ${id}`);
    const [keyId, nonce, tag, data] = row as readonly [Buffer, Buffer, Buffer, Buffer];
    return keys.decrypt({ keyId: keyId.toString(), nonce, tag, data }, rosterContext(id, kind));
  };

  return {
    syncs: createRosterSyncs(db, pool),
    async active() {
      const row = await imports().limit(1).executeTakeFirst();
      return row && toImport(row);
    },
    async activeId() {
      return (await db.selectFrom('rosters').select('id').orderBy('seq', 'desc').limit(1).executeTakeFirst())?.id;
    },
    async lastFrom(source) {
      const row = await imports().where('source', '=', source).limit(1).executeTakeFirst();
      return row && toImport(row);
    },
    async list(limit) {
      return (await imports().limit(limit).execute()).map(toImport);
    },
    image: async (id) => inflate(await read(id, 'image')),
    rows: (id) => read(id, 'rows'),
    async save({ actor, reason, source, bundleHash, report, image, rows }, at) {
      const id = randomUUID();
      const parts = { image: await deflate(image, { level: 1 }), rows };
      await db.transaction().execute(async (trx) => {
        const { mode } = report;
        await trx
          .insertInto('rosters')
          .values({ id, imported_at: at, actor, source, mode, bundle_hash: bundleHash, report: JSON.stringify(report) })
          .execute();
        for (const kind of ['image', 'rows'] as const) {
          const { keyId, nonce, tag, data } = keys.encrypt(parts[kind], rosterContext(id, kind));
          await trx
            .insertInto('roster_data')
            .values({ roster_id: id, kind, key_id: keyId, nonce, tag, data })
            .execute();
        }
        await trx
          .deleteFrom('roster_data')
          .where('roster_id', 'not in', (last) =>
            last.selectFrom('rosters').select('id').orderBy('seq', 'desc').limit(keptRosters),
          )
          .execute();
        const detail = { roster: id, mode, source, ...report.counts, refused: report.refusedCount };
        const why = reason === undefined ? undefined : sealReason(keys, reason);
        await appendAudit(trx, [{ messageId: null, event: { event: 'roster-import', actor, detail, why } }]);
      });
      return id;
    },
    async alone(ifBusy, run) {
      // A lock of the session, in a connection beside the pool: it ends with this process, should it be killed.
      const client = new pg.Client(pool.options);
      await client.connect();
      try {
        if (ifBusy === 'wait') await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
        else {
          const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [LOCK]);
          if (rows[0]?.taken !== true) throw new HallpassError('roster.busy');
        }
        return await run();
      } finally {
        await client.end();
      }
    },
  };
}

/** Authenticated with the ciphertext, so that one row's does not decrypt in another. */
export function rosterContext(id: string, kind: RosterDataTable['kind']): string {
  return `roster:${id}:${kind}`;
}

type Row = Pick<RostersTable, 'id' | 'imported_at' | 'actor' | 'source' | 'mode' | 'bundle_hash'> & {
  report: RosterReport;
};

function toImport({ id, imported_at, actor, source, mode, bundle_hash, report }: Row): PastImport {
  return { id, importedAt: imported_at, actor, source, mode, bundleHash: bundle_hash, report };
}

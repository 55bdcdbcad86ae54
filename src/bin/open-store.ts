/** Opens the database of a running gateway for other commands, and says what to do where there is none. */
import { archivePlan } from '../archive/plan-of.ts';
import { processEnvironment } from '../config/environment.ts';
import { withEnteredDistrict } from '../config/district-details.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Config, Secrets } from '../config/schema.ts';
import { openDatabase, type OpenDatabase } from '../store/database.ts';
import { otherKeysInUse } from '../store/key-rotation/keys-in-use.ts';
import { createDistrictStore } from '../store/district-details.ts';
import { runningEmbeddedPostgres } from '../store/postmaster.ts';
import { loadKeys } from '../store/key-file.ts';
import type { KeyRing } from '../store/keys.ts';
import { pastVerdicts, type PastVerdictRow } from '../store/past-verdicts.ts';
import { backdate } from '../store/review/backdate.ts';
import { createReviewStore, type ReviewStore } from '../store/review/review-store.ts';
import { createRosterStore, type RosterStore } from '../store/rosters.ts';
import { createStore, type Store } from '../store/store.ts';

export interface OpenStore {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly keys: KeyRing;
  readonly database: OpenDatabase;
  readonly store: Store;
  readonly rosters: RosterStore;
  readonly review: ReviewStore;
  /** Moves messages into the past, for demonstrations. */
  readonly backdate: (moves: readonly { id: string; minutes: number }[]) => Promise<void>;
  readonly pastVerdicts: (since: Date, until: Date) => AsyncGenerator<PastVerdictRow>;
}

export interface OpenStoreOptions {
  /**
   * `in-use`: with what the running gateway encrypts, which cannot read a key that was added after its start; `first`: with the
   * first one, whatever runs. Default: in-use.
   */
  readonly encryptWith?: 'in-use' | 'first';
}

/** @throws HallpassError config.*, keys.*, store.unreachable */
export async function withStore<T>(
  configFile: string | undefined,
  run: (open: OpenStore) => Promise<T>,
  { encryptWith = 'in-use' }: OpenStoreOptions = {},
): Promise<T> {
  const { config, secrets } = loadConfig({
    ...(configFile === undefined ? {} : { file: configFile }),
    env: processEnvironment(),
  });
  const connection =
    config.database.url === undefined
      ? runningEmbeddedPostgres(config.data)
      : { connectionString: config.database.url };
  const { keys, database } = await openWithKeys(connection, loadKeys(config, secrets), encryptWith);
  try {
    const { db, pool } = database;
    const [store, rosters] = [
      createStore(db, pool, keys, archivePlan(config.archive)),
      createRosterStore(db, pool, keys),
    ];
    return await run({
      config: withEnteredDistrict(config, await createDistrictStore(db).read()),
      secrets,
      keys,
      database,
      store,
      rosters,
      review: createReviewStore(db, keys),
      backdate: (moves) => backdate(db, moves),
      pastVerdicts: (since, until) => pastVerdicts(db, { since, until }),
    });
  } finally {
    await database.close();
  }
}

async function openWithKeys(
  connection: Parameters<typeof openDatabase>[0],
  keys: KeyRing,
  encryptWith: 'in-use' | 'first',
): Promise<{ keys: KeyRing; database: OpenDatabase }> {
  const open = (ring: KeyRing) => openDatabase(connection, ring, { poolSize: 2, onError: () => undefined });
  const database = await open(keys);
  if (encryptWith === 'first') return { keys, database };
  const [inUse] = (await otherKeysInUse(database.db, keys)).flatMap((id) => keys.withFirst(id) ?? []);
  if (inUse === undefined) return { keys, database };
  await database.close();
  return { keys: inUse, database: await open(inUse) };
}

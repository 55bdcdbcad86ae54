/** The database and the queue of a gateway process: embedded, or those that the configuration names. */
import { join } from 'node:path';
import type { Config } from '../config/schema.ts';
import { createMemoryQueue } from '../queue/memory-queue.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import { openDatabase, type OpenDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';
import type { ArchivePlan } from '../store/archive/archive-plan.ts';
import type { KeyRing } from '../store/keys.ts';
import { createStore, type Store } from '../store/store.ts';
import type { Lifecycle } from './lifecycle.ts';

/** How a client reaches the database. */
type Connection = Parameters<typeof openDatabase>[0];

export interface Storage extends Pick<OpenDatabase, 'db' | 'pool'> {
  readonly connection: Connection;
  readonly store: Store;
  readonly queue: WorkQueue;
  /** Resolves when the embedded database has stopped unasked, with the reason; never for another one. */
  readonly broken: Promise<string>;
}

/** Locks, watches and the commands of the terminal. */
const CONNECTIONS_BESIDE_THE_POOL = 70;

/** @param archive says which archives get a copy of a message @throws HallpassError store.*, queue.unreachable */
export async function openStorage(
  config: Config,
  keys: KeyRing,
  lifecycle: Lifecycle,
  archive: ArchivePlan,
): Promise<Storage> {
  const { started, onError } = lifecycle;
  const embedded =
    config.database.url === undefined
      ? started(
          await startEmbeddedPostgres(config.data, {
            connections: config.database.poolSize + CONNECTIONS_BESIDE_THE_POOL,
          }),
          (server) => server.stop(),
        )
      : undefined;
  const connection = embedded?.connection ?? { connectionString: config.database.url };
  const { db, pool } = started(
    await openDatabase(connection, keys, { poolSize: config.database.poolSize, onError: onError('database') }),
    (open) => open.close(),
  );
  const store = createStore(db, pool, keys, archive);
  await store.maintain(new Date(), config.retention.bodyDays);
  // No other process uses the embedded database: wake-ups need not leave this one, and the messages of a killed process are free at once.
  const queue = started(
    embedded && config.queue.url === undefined
      ? createMemoryQueue(onError('queue'))
      : await openQueue(config, connection, onError('queue')),
    (open) => open.close(),
  );
  if (embedded) {
    await store.clearLeases();
    await queue.clear();
  }
  return { connection, db, pool, store, queue, broken: unaskedStop(embedded, config.data, lifecycle) };
}

async function openQueue(
  { queue }: Config,
  connection: Connection,
  onError: (error: unknown) => void,
): Promise<WorkQueue> {
  // Three hundred modules that the embedded database has no use for.
  const { openBullQueue } = await import('../queue/bull-queue.ts');
  const backend =
    queue.url === undefined
      ? ({ kind: 'postgres', connection } as const)
      : ({ kind: 'redis', url: queue.url } as const);
  return openBullQueue({ backend, prefix: queue.prefix, onError });
}

function unaskedStop(
  embedded: Awaited<ReturnType<typeof startEmbeddedPostgres>> | undefined,
  dataFolder: string,
  { stopping }: Lifecycle,
): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  void embedded?.exited.then((unasked) => {
    if (!unasked || stopping()) return;
    const reason = embedded.reason();
    const said = reason === undefined ? '' : ` (${reason})`;
    resolve(`the embedded PostgreSQL stopped${said}; its log is ${join(dataFolder, 'postgres', 'postgres.log')}`);
  });
  return promise;
}

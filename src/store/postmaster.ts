/** The PostgreSQL server of a data folder, as its files describe it: its process, its address, and the remains of a killed Hallpass. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';

export const USER = 'hallpass';
export const DATABASE = 'hallpass';
/** Session advisory lock that says: a Hallpass runs on this data folder. */
export const FOLDER_LOCK = 4_846_910;

/** Where things are below the data folder. */
export function foldersOf(dataFolder: string): { base: string; cluster: string } {
  const base = join(resolve(dataFolder), 'postgres');
  return { base, cluster: join(base, 'cluster') };
}

export function passwordOf(base: string): string {
  return readFileSync(join(base, 'password'), 'utf8').trim();
}

/**
 * How to reach the server that a gateway runs on this data folder.
 *
 * @throws HallpassError store.unreachable where none does
 */
export function runningEmbeddedPostgres(dataFolder: string): pg.PoolConfig {
  const { base, cluster } = foldersOf(dataFolder);
  const lines = pidFileOf(cluster);
  if (!isServerOf(cluster, Number(lines[0] ?? 0))) {
    throw new HallpassError(
      'store.unreachable',
      `no Hallpass runs on ${dataFolder}; start it first, or give the --config or HALLPASS_DATA that it runs with`,
    );
  }
  return { ...addressOf(lines, base), user: USER, password: passwordOf(base), database: DATABASE };
}

/**
 * Stops the server of a killed Hallpass, so that this process can start its own.
 *
 * @throws HallpassError store.folder-in-use where a Hallpass runs on the folder, store.embedded-failed
 */
export async function stopOrphan({ base, cluster }: { base: string; cluster: string }): Promise<void> {
  const lines = pidFileOf(cluster);
  const pid = Number(lines[0] ?? 0);
  if (pid <= 0) return;
  if (!isServerOf(cluster, pid)) {
    // PostgreSQL removes the file, but not while its process number is in use: by a zombie, or by another process of a
    // restarted container. It takes its parent's number for stale, and still makes sure
    // by the file's other lines that no backend of the old server is left.
    if (!isAlive(pid)) return;
    writeFileSync(join(cluster, 'postmaster.pid'), [process.pid, ...lines.slice(1)].join('\n'));
    rmSync(join(base, `.s.PGSQL.${Number(lines[3])}.lock`), { force: true });
    return;
  }
  const client = new pg.Client({
    ...addressOf(lines, base),
    user: USER,
    password: passwordOf(base),
    database: 'postgres',
  });
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
  for (let waited = 0; isServerOf(cluster, pid); waited += 50) {
    if (waited === 10_000) process.kill(pid, 'SIGQUIT');
    if (waited >= 20_000)
      throw new HallpassError(
        'store.embedded-failed',
        `the PostgreSQL process ${pid} of an earlier start does not stop`,
      );
    await sleep(50);
  }
}

/** Lines of postmaster.pid: process, data folder, start time, port, socket folder, listen address, shared memory. */
function pidFileOf(cluster: string): string[] {
  const file = join(cluster, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

function addressOf(lines: readonly string[], base: string): { host: string; port: number } {
  return { host: lines[4]?.trim() || lines[5]?.trim() || base, port: Number(lines[3]) };
}

/** Whether that process is the PostgreSQL server of this cluster: numbers are used again. */
function isServerOf(cluster: string, pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (platform() !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').includes(cluster);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error))) return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

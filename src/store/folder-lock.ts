/** Keeps the lock that says a Hallpass runs on this data folder: a second start is refused by it. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { FOLDER_LOCK } from './postmaster.ts';

const AGAIN_MS = 250;

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Takes the lock on a connection of its own, and again when PostgreSQL restarts its backends: when one backend is killed,
 * PostgreSQL ends all of them, which frees their locks.
 *
 * @param client connected
 * @throws HallpassError store.folder-in-use
 */
export async function lockFolder(client: pg.Client, connection: pg.ClientConfig): Promise<FolderLock> {
  let current = client;
  let released = false;
  if (!(await take(client))) throw new HallpassError('store.folder-in-use');
  watch();

  function watch(): void {
    current.once('end', () => void retake());
  }
  async function retake(): Promise<void> {
    while (!released) {
      const next = new pg.Client(connection);
      next.on('error', () => undefined); // 'end' follows
      try {
        await next.connect();
        if (await take(next)) {
          current = next;
          watch();
          return;
        }
      } catch (error) {
        codeOf(error); // not up again yet; the pool reports that
      }
      await next.end().catch(() => undefined);
      await sleep(AGAIN_MS);
    }
  }
  return {
    async release() {
      released = true;
      await current.end();
    },
  };
}

async function take(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [FOLDER_LOCK]);
  return rows[0]?.ok ?? false;
}

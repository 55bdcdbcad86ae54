/** The embedded PostgreSQL: made once, kept over a kill, refused to a second one, and clean about what it leaves. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallpass-embedded-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(server.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('keeps what was committed over a stop and over a kill, and says when it went by itself', async () => {
    let server = await startEmbeddedPostgres(folder);
    await query(server, 'CREATE TABLE kept (n int)');
    await query(server, 'INSERT INTO kept VALUES (1)');
    await server.stop();
    expect(await server.exited).toBe(false);

    server = await startEmbeddedPostgres(folder);
    await query(server, 'INSERT INTO kept VALUES (2)');
    process.kill(server.pid, 'SIGKILL');
    expect(await server.exited).toBe(true);
    await server.stop();

    server = await startEmbeddedPostgres(folder);
    expect(await query(server, 'SELECT n FROM kept ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await query(server, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(server, 'SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
    expect(await query(server, 'SHOW log_parameter_max_length_on_error')).toEqual([
      { log_parameter_max_length_on_error: '0' },
    ]);

    await expect(startEmbeddedPostgres(folder)).rejects.toMatchObject({ code: 'store.folder-in-use' });
    // The refusal does not disturb the one that runs.
    expect(await query(server, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 2 }]);

    await query(server, "SELECT 'marmalade'::int").catch((error: unknown) => error);
    await server.stop();
    const log = join(folder, 'postgres', 'postgres.log');
    expect(statSync(log).mode & 0o077).toBe(0);
    expect(readFileSync(log, 'utf8')).toContain('database system is shut down');
    expect(readFileSync(log, 'utf8')).not.toContain('marmalade');
  });

  it('is not open to other accounts', () => {
    expect(statSync(join(folder, 'postgres', 'cluster')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'postgres', 'password')).mode & 0o077).toBe(0);
  });
});

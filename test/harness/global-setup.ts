/** Before all tests: one embedded PostgreSQL, with a database to copy, and one Redis for the run; each suite makes databases and prefixes of its own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { createMigratedDatabase } from './database.ts';
import { startRedis, type RunningRedis } from './redis.ts';

declare global {
  var hallpassTestServers: { postgres: EmbeddedPostgres; redis: RunningRedis; folder: string } | undefined;
}

export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-test-'));
  // Not durable: these databases die with the run. Durability has a suite of its own, on a gateway of its own.
  // Two suites run at once, and one of them keeps six gateways alive with a dozen connections each.
  const [postgres, redis] = await Promise.all([
    startEmbeddedPostgres(folder, { durable: false, connections: 300 }),
    startRedis(folder),
  ]);
  globalThis.hallpassTestServers = { postgres, redis, folder };
  process.env['HALLPASS_TEST_POSTGRES'] = JSON.stringify(postgres.connection);
  process.env['HALLPASS_TEST_REDIS'] = redis.url;
  await createMigratedDatabase();
}

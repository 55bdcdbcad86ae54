/**
 * Fills the database of a gateway, which may be running, with synthetic held messages.
 *
 *   scripts/node scripts/seed-quarantine.ts [--config FILE] [--count 100000] [--days 60]
 */
import { parseArgs } from 'node:util';
import { processEnvironment } from '../src/config/environment.ts';
import { loadConfig } from '../src/config/load-config.ts';
import { loadPack } from '../src/decide/load-pack.ts';
import { openDatabase } from '../src/store/database.ts';
import { loadKeys } from '../src/store/key-file.ts';
import { runningEmbeddedPostgres } from '../src/store/postmaster.ts';
import { seedQuarantine } from './seed/seed-quarantine.ts';

const { values } = parseArgs({
  options: {
    config: { type: 'string' },
    count: { type: 'string', default: '100000' },
    days: { type: 'string', default: '60' },
  },
});
const { config, secrets } = loadConfig({
  ...(values.config === undefined ? {} : { file: values.config }),
  env: processEnvironment(),
});
const keys = loadKeys(config, secrets);
const connection =
  config.database.url === undefined ? runningEmbeddedPostgres(config.data) : { connectionString: config.database.url };
const database = await openDatabase(connection, keys, { poolSize: 2, onError: () => undefined });
const startedAt = Date.now();
await seedQuarantine(database, keys, {
  count: Number(values.count),
  days: Number(values.days),
  pack: loadPack('default'),
  now: new Date(),
});
await database.close();
console.log(`${values.count} held messages in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);

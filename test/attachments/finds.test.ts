/** What `npm run fuzz` found: each ends in a limited worker with an answer. New finds are put into `finds/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { createExtractPool, type ExtractPool } from '../../src/workers/extract-pool.ts';

const folder = join(import.meta.dirname, 'finds');
const { config } = loadConfig({ env: {}, overrides: {} });
let pool: ExtractPool;
beforeAll(async () => {
  const settings = { ...config, scan: { ...config.scan, threads: 1 } };
  pool = createExtractPool(settings);
  await pool.ready();
});
afterAll(() => pool.close());

it.each(readdirSync(folder))('%s', async (name) => {
  const raw = Uint8Array.from(readFileSync(join(folder, name)));
  const { parts } = await pool.run({ raw });
  expect(parts.length).toBeGreaterThan(0);
});

/** What `npm run fuzz` found: each ends in a limited worker with an answer. New finds are put into `finds/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { createScanPool, type ScanPool } from '../../src/workers/worker-pool.ts';
import type { Extracted } from '../../src/workers/extract-worker.ts';

const folder = join(import.meta.dirname, 'finds');
const { config } = loadConfig({ env: {}, overrides: {} });
let pool: ScanPool<Extracted>;
beforeAll(async () => {
  const settings = { ...config, scan: { ...config.scan, threads: 1 } };
  pool = createScanPool<Extracted>(settings, new URL('../../src/workers/extract-worker.ts', import.meta.url));
  await pool.ready();
});
afterAll(() => pool.close());

it.each(readdirSync(folder))('%s', async (name) => {
  const raw = Uint8Array.from(readFileSync(join(folder, name)));
  const { parts } = await pool.scan({ raw, sender: 'a@school.example', recipients: [] });
  expect(parts.length).toBeGreaterThan(0);
});

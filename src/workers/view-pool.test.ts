/** The view workers: they read what the scan reads, with the same limits, two messages at a time. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { configSchema } from '../config/schema.ts';
import { extract } from '../extract/extract.ts';
import { extractLimits } from './scan-settings.ts';
import { createViewPool, type ViewPool } from './view-pool.ts';

const settings = configSchema.parse({ scan: { threads: 7, filesTimeoutMs: 60_000, maxTextBytes: 2000, maxFiles: 5 } });
const demo = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));
const messages = readdirSync(demo).filter((name) => name.endsWith('.eml'));
let pool: ViewPool;
beforeAll(async () => {
  pool = createViewPool(settings);
  await pool.ready();
});
afterAll(() => pool.close());

function view(raw: Buffer, want: 'text' | 'rendered' | 'headers' = 'text') {
  return pool.run({ id: 'any', sender: 'a@school.example', raw: Uint8Array.from(raw), want });
}

test.each(messages)('%s is read as the scan reads it', async (name) => {
  const raw = readFileSync(`${demo}${name}`);
  const scanned = await extract(raw, { sender: 'a@school.example', recipients: [] }, extractLimits(settings.scan));
  const seen = await view(raw);
  const parts = seen.want === 'text' ? seen.parts.filter(({ id }) => id !== 'headers') : [];
  expect(parts).toEqual(scanned.parts);
});

it('works on two messages at once, so that none waits for a slow one', async () => {
  const raw = readFileSync(`${demo}${messages[0]}`);
  const both = [view(raw), view(raw, 'headers')];
  expect(pool.stats()).toMatchObject({ threads: 2, running: 2, queued: 0 });
  expect((await Promise.all(both)).map(({ want }) => want)).toEqual(['text', 'headers']);
});

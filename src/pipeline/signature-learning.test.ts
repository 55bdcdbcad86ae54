/** Learning in a process, on a real PostgreSQL: what is read and written of a day, and what the scans get. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { until } from '../../test/harness/wait.ts';
import { locatorHash, openSignatureSet, senderHash } from '../directory/signature-set.ts';
import { createMetrics } from '../log/metrics.ts';
import { createSignatureStore, type SignatureStore } from '../store/signature-locators.ts';
import { startSignatureLearning, type SignatureLearning } from './signature-learning.ts';

let test: TestDatabase;
let signatures: SignatureStore;
let today = '2026-11-09';
beforeAll(async () => {
  test = await openTestDatabase();
  signatures = createSignatureStore(test.db, test.keys);
});
afterAll(() => test.close());
beforeEach(() => sql`DELETE FROM signature_locators`.execute(test.db));

const school = { kind: 'phone', key: '2625550177' } as const;
const learntOf = (sender: string) => ({
  sender: senderHash(signatures.hashKeys[0]!, sender),
  locators: [locatorHash(signatures.hashKeys[0]!, school)],
});
const start = (store: SignatureStore = signatures): Promise<SignatureLearning> =>
  startSignatureLearning({ signatures: store, today: () => today, metrics: createMetrics(), onError: () => undefined });

it('writes once what a day has, and gives the scans what is learnt', async () => {
  const written: number[] = [];
  const counting = {
    ...signatures,
    async record(seen: Parameters<SignatureStore['record']>[0]) {
      written.push(seen.length);
      await signatures.record(seen);
    },
  };
  for (const day of ['2026-11-09', '2026-11-10']) {
    today = day;
    const learning = await start(counting);
    for (let times = 0; times < 5; times += 1)
      for (const sender of ['ann', 'ben', 'cora']) learning.learn(learntOf(sender));
    await learning.stop();
  }
  expect(written.filter((rows) => rows > 0)).toEqual([3, 3]);
  const learning = await start();
  const request = learning.forScan('ann@school.example');
  expect(openSignatureSet(request!.set).has(school)).toBe(true);
  expect(openSignatureSet(request!.set).has({ kind: 'phone', key: '2625550178' })).toBe(false);
  await learning.stop();
});

it('reads a few messages of a sender on a day', async () => {
  today = '2026-11-11';
  const learning = await start();
  const reads = (): boolean[] => [1, 2, 3, 4].map(() => learning.forScan('ann@school.example')!.learn);
  expect(reads()).toEqual([true, true, true, false]);
  expect(learning.forScan('ben@school.example')!.learn).toBe(true);
  today = '2026-11-12';
  expect(reads()).toEqual([true, true, true, false]);
  await learning.stop();
});

it('keeps what the database does not take for the next time', async () => {
  today = '2026-11-13';
  let away = true;
  const learning = await start({
    ...signatures,
    record: (seen) => (away && seen.length > 0 ? Promise.reject(new Error('away')) : signatures.record(seen)),
  });
  learning.learn(learntOf('dan'));
  const stopped = learning.stop();
  await stopped;
  away = false;
  await learning.stop();
  await until(async () => {
    const { rows } = await sql`SELECT 1 FROM signature_locators`.execute(test.db);
    return rows.length === 1;
  });
});

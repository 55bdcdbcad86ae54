/** Counting signatures on a real PostgreSQL: what is learnt from how many, what is not, how much is kept and how long. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { generateKey, parseKeys } from './keys.ts';
import {
  createSignatureStore,
  forgetOtherKeys,
  pruneSignatureLocators,
  type SignatureStore,
} from './signature-locators.ts';

let test: TestDatabase;
let store: SignatureStore;
beforeAll(async () => {
  test = await openTestDatabase();
  store = createSignatureStore(test.db, test.keys);
});
afterAll(() => test.close());
beforeEach(() => sql`DELETE FROM signature_locators`.execute(test.db));

const hash = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 16);
const seen = (sender: string, day: string, locator = 'school') => ({
  sender: hash(sender),
  locator: hash(locator),
  day,
});
const senders = ['ann', 'ben', 'cora'];
const [monday, tuesday] = ['2026-11-09', '2026-11-10'];
const rows = async (): Promise<number> =>
  Number((await sql<{ n: string }>`SELECT count(*) AS n FROM signature_locators`.execute(test.db)).rows[0]!.n);

it('learns what three senders have on two days each', async () => {
  await store.record(senders.map((sender) => seen(sender, monday)));
  expect(await store.learnt(tuesday)).toEqual([]);
  await store.record(senders.map((sender) => seen(sender, tuesday)));
  expect(await store.learnt(tuesday)).toEqual([hash('school')]);
});

it('learns nothing from one sender, whatever the days', async () => {
  for (let day = 10; day < 30; day += 1)
    await store.record([seen('ann', `2026-11-${day}`), seen('ben', `2026-11-${day}`)]);
  expect(await store.learnt('2026-11-30')).toEqual([]);
});

it('learns nothing from one day, however many senders and however often', async () => {
  const many = Array.from({ length: 40 }, (_, at) => `teacher${at}`);
  for (let times = 0; times < 3; times += 1) await store.record(many.map((sender) => seen(sender, monday)));
  await store.record([...many.map((sender) => seen(sender, monday)), seen('ann', monday), seen('ann', monday)]);
  expect(await store.learnt(tuesday)).toEqual([]);
});

it('counts no day twice where messages come late', async () => {
  await store.record(senders.map((sender) => seen(sender, tuesday)));
  await store.record(senders.map((sender) => seen(sender, monday)));
  expect(await store.learnt(tuesday)).toEqual([]);
});

it('keeps a bounded number of locators for a sender, and of senders for a locator', async () => {
  for (let at = 0; at < 60; at += 1) await store.record([seen('ann', monday, `number ${at}`)]);
  expect(await rows()).toBe(24);
  await store.record([seen('ann', tuesday, 'number 0')]);
  for (let at = 0; at < 60; at += 1) await store.record([seen(`teacher${at}`, monday)]);
  expect(await rows()).toBe(24 + 16);
  const { rows: known } = await sql<{ days: number }>`
    SELECT days FROM signature_locators WHERE locator = ${hash('number 0')}`.execute(test.db);
  expect(known).toEqual([{ days: 2 }]);
});

it('forgets what nobody has had for half a year', async () => {
  for (const day of [monday, tuesday]) await store.record(senders.map((sender) => seen(sender, day)));
  expect(await store.learnt('2027-05-08')).toHaveLength(1);
  expect(await store.learnt('2027-05-09')).toEqual([]);
  await pruneSignatureLocators(test.db, new Date('2027-05-08T12:00:00Z'));
  expect(await rows()).toBe(3);
  await pruneSignatureLocators(test.db, new Date('2027-05-10T12:00:00Z'));
  expect(await rows()).toBe(0);
});

it('keeps what an earlier key has counted until the keys are rotated, and learns again with the new one', async () => {
  for (const day of [monday, tuesday]) await store.record(senders.map((sender) => seen(sender, day)));
  const newKeys = parseKeys(generateKey());
  const later = createSignatureStore(test.db, newKeys);
  expect(later.hashKeys[0]).not.toEqual(store.hashKeys[0]);
  expect(await later.learnt(tuesday)).toHaveLength(1);
  for (const day of [monday, tuesday])
    await later.record(senders.map((sender) => seen(`${sender} anew`, day, 'school anew')));
  await forgetOtherKeys(test.db, newKeys);
  expect(await later.learnt(tuesday)).toEqual([hash('school anew')]);
});

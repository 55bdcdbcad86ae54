/** The weekly digest: once for all processes, to those who review, with counts of their own schools and no content. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createActContext, type ActContext } from '../../src/act/act-context.ts';
import { loadDistrictPack } from '../../src/decide/load-pack.ts';
import { lastWeek, sendDue, type DigestingParts } from '../../src/gateway/digesting.ts';
import { createAccountStore } from '../../src/store/accounts/account-store.ts';
import { openDatabase, type OpenDatabase } from '../../src/store/database.ts';
import { createDigestStore } from '../../src/store/digests.ts';
import { parseKeys } from '../../src/store/keys.ts';
import { createReviewStore } from '../../src/store/review/review-store.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { openReviewers, type Reviewers } from './reviewers.ts';

it.each([
  ['2026-11-30T06:59:00-06:00', undefined],
  ['2026-11-30T07:00:00-06:00', '2026-11-23'],
  ['2026-12-03T00:10:00-06:00', '2026-11-23'],
  // Sunday evening in Chicago is Monday in UTC.
  ['2026-12-06T22:00:00-06:00', '2026-11-23'],
  ['2026-12-07T08:00:00-06:00', '2026-11-30'],
])('at %s in Chicago the digest is that of the week of %s', (now, week) => {
  expect(lastWeek(new Date(now), 'America/Chicago')).toBe(week);
});

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
let database: OpenDatabase;
let parts: DigestingParts;

beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host });
  reviewers = await openReviewers(test);
  const keys = parseKeys(test.environment['HALLPASS_KEY']!);
  const connection = { connectionString: test.environment['DATABASE_URL']! };
  database = await openDatabase(connection, keys, { poolSize: 2, onError: () => undefined });
  const context = createActContext(test.config, keys, () => 'https://console.example/');
  const accounts = createAccountStore(database.db, keys, {
    limits: { maxMs: 1, idleMs: 1 },
    lockOut: { attempts: 1, firstMinutes: 1, maxMinutes: 1 },
  });
  parts = {
    config: test.config,
    accounts: accounts.accounts,
    review: createReviewStore(database.db, keys),
    digests: createDigestStore(database.db, keys),
    context: at(context, nextMonday()),
    pack: loadDistrictPack(test.config.policy, test.config.district),
    onError: (error) => {
      throw error;
    },
  };
});
afterAll(async () => {
  await database.close();
  await reviewers.close();
  await test.stop();
  await host.down();
});

/** Noon of the Monday after today: then this week is the last one. */
function nextMonday(): Date {
  const today = new Date();
  today.setUTCHours(18, 0, 0, 0);
  return new Date(today.getTime() + (7 - ((today.getUTCDay() + 6) % 7)) * 86_400_000);
}

function at(context: ActContext, now: Date): ActContext {
  return Object.create(context, { now: { value: () => now } }) as ActContext;
}

it('is not sent where nothing was checked', async () => {
  await reviewers.add('reviewer');
  expect(await sendDue(parts)).toBe(0);
});

it('goes once to each who reviews, with counts and links, without content', async () => {
  const manager = await reviewers.add('manager', { name: 'Mia Ortiz' });
  await reviewers.add('auditor');
  await reviewers.add('reviewer', { schools: ['Lincoln'] });
  for (const subject of ['Secret trip', 'Hidden letter']) {
    const raw = letter({ subject, text: 'please-hold' });
    const id = await test.accepted({ sender, recipients: ['partner@museum.example'], raw });
    await test.reaches(id, 'quarantined');
  }
  // The manager and the first reviewer: the auditor decides on nothing, and Lincoln had no mail.
  expect(await sendDue(parts)).toBe(2);
  expect(await sendDue(parts)).toBe(0);
  const { raw } = await host.mailFor(manager.email);
  const text = raw.toString('latin1').replace(/=\r\n/g, '').replaceAll('=2E', '.');
  for (const words of [
    'X-Hallpass-Notice: digest',
    '2 held, 2 to review',
    'https://console.example/review',
    'A word to look at',
  ])
    expect(text).toContain(words);
  expect(text).toMatch(/Held for review\.+ 2/);
  for (const secret of ['Secret', 'Hidden', sender, 'museum.example']) expect(text).not.toContain(secret);
});

it('is not sent if the configuration turns it off', async () => {
  const later = new Date(nextMonday().getTime() + 7 * 86_400_000);
  const off = { ...parts, config: { review: { ...test.config.review, digest: false } } };
  expect(await sendDue({ ...off, context: at(parts.context, later) })).toBe(0);
});

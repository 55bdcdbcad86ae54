/** Rotating keys while mail flows: afterwards the new key alone opens everything, and no message is lost. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openReviewers, type Reviewers } from '../review/reviewers.ts';
import { letter, sender, startTestGateway, type TestGateway } from '../harness/gateway.ts';
import { runHallpass } from '../harness/process.ts';
import { startSmartHost, type SmartHost } from '../harness/smarthost.ts';
import { generateKey, parseKeys } from '../../src/store/keys.ts';
import { sealedColumns } from '../../src/store/key-rotation/sealed-columns.ts';
import { openDatabase } from '../../src/store/database.ts';
import { endHold, legalHolds, placeHold } from '../../src/store/retention/legal-holds.ts';

const OLD = generateKey();
const NEW = generateKey();
const oldId = parseKeys(OLD).activeId;

let host: SmartHost;
let test: TestGateway;
let reviewers: Reviewers;
beforeAll(async () => {
  host = await startSmartHost();
  test = await startTestGateway({ smarthost: host, key: OLD });
  reviewers = await openReviewers(test);
});
afterAll(async () => {
  await reviewers.close();
  await test.stop();
  await host.down();
});

const config = { review: { undoSeconds: 3600 } };
const databaseUrl = (): string => test.environment['DATABASE_URL']!;
const rotate = (key: string) =>
  runHallpass(['keys', 'rotate'], { env: { DATABASE_URL: databaseUrl(), HALLPASS_KEY: key } });

async function restart(key: string): Promise<void> {
  await reviewers.close();
  await test.stop();
  test = await startTestGateway({ smarthost: host, key, databaseUrl: databaseUrl(), config });
  reviewers = await openReviewers(test);
}

const send = (text: string, subject = 'Field trip') =>
  test.accepted({ sender, recipients: ['pat@museum.example'], raw: letter({ text, subject }) });

/** Columns of the database with a value that begins with the id of the key, or that names it. */
async function columnsWith(keyId: string): Promise<string[]> {
  const columns = await test.sql<{ table: string; column: string; type: string }>(`
    SELECT c.table_name AS table, c.column_name AS column, c.data_type AS type FROM information_schema.columns c
    JOIN pg_class t ON t.relname = c.table_name AND t.relkind IN ('r', 'p')
    WHERE c.table_schema = 'public' AND (c.data_type = 'bytea' OR c.column_name = 'key_id') AND c.table_name NOT LIKE 'bodies\\_%'`);
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const value = type === 'bytea' ? `encode(substr("${column}", 1, 4), 'hex')` : `"${column}"`;
    const rows = await test.sql(`SELECT 1 FROM "${table}" WHERE ${value} = $1 LIMIT 1`, [keyId]);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found.sort();
}

it('encrypts everything anew while mail flows, and the old key can go', async () => {
  const mia = await reviewers.add('manager', { name: 'Mia Ortiz' });
  const held = await send('please-hold', 'Marmalade');
  await test.reaches(held, 'quarantined');
  await mia.call('POST', `/messages/${held}/reveal`, { reason: 'A parent called' });
  await mia.act(held, { action: 'note', text: 'To be discussed' });
  const decided = await send('please-hold', 'Tangerine');
  await test.reaches(decided, 'quarantined');
  await mia.act(decided, { action: 'return', words: 'Please use the portal' });
  await test.reaches(decided, 'bounced');
  const keysOld = parseKeys(OLD);
  const database = await openDatabase({ connectionString: databaseUrl() }, keysOld, {
    poolSize: 1,
    onError: () => undefined,
  });
  await placeHold(database.db, keysOld, { kind: 'sender', value: sender, reason: 'Case 26-114', actor: 'operator' });
  await database.close();
  const before = await columnsWith(oldId);
  expect(before).toEqual(
    expect.arrayContaining([
      'bodies.key_id',
      'legal_holds.sealed',
      'messages.decision_reason',
      'messages.sealed',
      'review_items.sealed',
      'review_notes.sealed',
      'review_reveals.sealed',
    ]),
  );

  const refused = await rotate(`${NEW},${OLD}`);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain(`still encrypts with another key`);
  expect(refused.stderr).toContain(oldId);

  await restart(`${NEW},${OLD}`);
  const sent: string[] = [];
  let rotating = true;
  const load = (async () => {
    while (rotating || sent.length < 40) sent.push(await send(sent.length % 4 === 0 ? 'please-hold' : 'Hello'));
  })();
  const rotated = await rotate(`${NEW},${OLD}`);
  rotating = false;
  await load;
  expect(rotated).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(
      /^\d+ bodies and \d+ other values were encrypted with the key [0-9a-f]{8}\. No other key is needed/,
    ) as unknown,
  });
  expect(await columnsWith(oldId)).toEqual([]);

  await restart(NEW);
  const ben = await reviewers.add('manager', { name: 'Ben Hale' });
  for (const [n, id] of sent.entries()) await test.reaches(id, n % 4 === 0 ? 'quarantined' : 'delivered');
  expect((await ben.list('subject:marmalade')).rows.map(({ id }) => id)).toEqual([held]);
  expect((await ben.detail(held)).subject).toBe('Marmalade');
  expect((await test.store.message(decided))?.decision?.reason).toBe('Please use the portal');
  expect((await test.store.body(held)).toString()).toContain('please-hold');
  await ben.act(held, { action: 'release', reason: 'Agreed', withoutReading: true });
  await test.sql('UPDATE review_items SET pending_due = now() WHERE message_id = $1', [held]);
  await test.sql('UPDATE messages SET due_at = now() WHERE id = $1', [held]);
  await test.reaches(held, 'delivered');
  const keysNew = parseKeys(NEW);
  const again = await openDatabase({ connectionString: databaseUrl() }, keysNew, {
    poolSize: 1,
    onError: () => undefined,
  });
  const [hold] = await legalHolds(again.db, keysNew);
  expect(hold).toMatchObject({ value: sender, reason: 'Case 26-114' });
  await endHold(again.db, hold!.id, { actor: 'operator' });
  await again.close();
  expect((await test.store.verifyAudit()).firstBroken).toBeNull();
}, 180_000);

it('a command between a new key and the restart writes what the running gateway can read', async () => {
  const env = { DATABASE_URL: databaseUrl(), HALLPASS_KEY: `${generateKey()},${NEW}` };
  const placed = await runHallpass(['legal-hold', 'place', 'sender', sender, '--reason', 'Case 26-115'], { env });
  expect(placed).toMatchObject({ code: 0, stderr: '' });
  const keysNew = parseKeys(NEW);
  const open = await openDatabase({ connectionString: databaseUrl() }, keysNew, {
    poolSize: 1,
    onError: () => undefined,
  });
  const [hold] = await legalHolds(open.db, keysNew);
  expect(hold).toMatchObject({ value: sender, reason: 'Case 26-115' });
  await endHold(open.db, hold!.id, { actor: 'operator' });
  await open.close();
}, 60_000);

it('the old key alone no longer opens the database', async () => {
  expect((await rotate(OLD)).stderr).toMatch(/created with a different key/);
});

it('knows every column of bytes: one that is added must be rotated, or named here as not encrypted', async () => {
  const plain = [
    ...[
      'api_tokens.token_hash',
      'audit_events.hash',
      'audit_events.prev_hash',
      'messages.sha256',
      'one_time_links.token_hash',
    ],
    ...['list_posts.thread', 'list_posts.sender', 'sessions.id_hash', 'sign_in_failures.address_hash'],
    ...['signature_locators.locator', 'signature_locators.sender'],
    ...['bodies.data', 'bodies.nonce', 'bodies.tag', 'roster_data.data', 'roster_data.nonce', 'roster_data.tag'],
  ];
  const rows = await test.sql<{ name: string }>(`
    SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.data_type = 'bytea' AND c.table_name NOT LIKE 'bodies\\_%'`);
  const rotated = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(rows.map(({ name }) => name).sort()).toEqual([...plain, ...rotated].sort());
});

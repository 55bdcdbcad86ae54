/** Copies for archives in the database: recorded with what calls for them, leased to one worker, and waited for by retention. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newMessageId, type MessageId } from '../../message/message-id.ts';
import { messageOfOne, openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import type { Step } from '../change.ts';
import type { Verdict } from '../../decide/verdict.ts';
import { deleteExpired } from '../retention/retention.ts';
import { createStore, type Store } from '../store.ts';
import { createArchiveCopies, type ArchiveCopies } from './archive-copies.ts';
import { archiveStatus, giveUpCopies, retryCopies } from './archive-status.ts';

const DAY_MS = 86_400_000;
let database: TestDatabase;
let store: Store;
let copies: ArchiveCopies;
beforeAll(async () => {
  database = await openTestDatabase();
  store = createStore(database.db, database.pool, database.keys, {
    accepted: () => ['first'],
    judged: ({ rules }) => (rules.length > 0 ? ['second'] : []),
  });
  copies = createArchiveCopies(database.db);
});
afterAll(() => database.close());

const verdict = (rules: readonly string[]): Verdict => ({
  action: 'deliver',
  monitored: 'deliver',
  codes: [],
  rules: rules.map((id) => ({
    id,
    title: id,
    action: 'deliver',
    clauses: [],
    tell: [],
    monitor: false,
    findings: [],
    recipients: [],
    students: [],
  })),
  clauses: [],
  students: 0,
  pack: { name: 'test', hash: '' },
  releasers: 1,
});

/** Accepts a message and delivers it. @param more of the step that has the verdict */
async function delivered(rules: readonly string[], more: Partial<Step> = {}): Promise<MessageId> {
  const message = messageOfOne();
  await store.accept(message);
  const { lease } = (await store.claim(message.id, ['received']))!;
  const base = { id: message.id, lease, dueAt: new Date(), events: [] };
  await store.step({ ...base, from: 'scanning', to: 'delivering', keepLease: true, verdict: verdict(rules), ...more });
  const recipients = [{ n: 0, state: 'delivered', attempted: true } as const];
  await store.step({ ...base, from: 'delivering', to: 'delivered', dueAt: null, recipients });
  return message.id;
}

const archivesOf = async (id: MessageId): Promise<string[]> => {
  const { rows } = await sql<{ archive: string }>`
    SELECT archive FROM archive_copies WHERE message_id = ${id} ORDER BY archive`.execute(database.db);
  return rows.map(({ archive }) => archive);
};
const past = (id: MessageId) =>
  sql`
  UPDATE archive_copies SET due_at = now() - interval '1 hour' WHERE message_id = ${id}`.execute(database.db);

it('are recorded when a message is accepted and when its verdict calls for them, in either kind of step', async () => {
  expect(await archivesOf(await delivered([]))).toEqual(['first']);
  expect(await archivesOf(await delivered(['rule']))).toEqual(['first', 'second']);
  const finding = { code: 'a.b', detector: 'a', part: '1', start: 0, end: 1, score: 1, because: [], masked: '' };
  const full = await delivered(['rule'], { findings: [finding] as never });
  expect(await archivesOf(full)).toEqual(['first', 'second']);
});

it('are not recorded with a step that is not taken', async () => {
  const message = messageOfOne();
  await store.accept(message);
  const late = { id: message.id, lease: newMessageId(), dueAt: null, events: [], verdict: verdict(['rule']) };
  await expect(store.step({ ...late, from: 'scanning', to: 'delivering' })).rejects.toThrow();
  expect(await archivesOf(message.id)).toEqual(['first']);
});

it('are recorded for a message that takes the place of another', async () => {
  const copy = messageOfOne();
  const message = messageOfOne();
  await store.accept(message);
  const { lease } = (await store.claim(message.id, ['received']))!;
  const base = { id: message.id, dueAt: null, events: [] };
  await store.step({ ...base, lease, from: 'scanning', to: 'warned', verdict: verdict([]) });
  await store.step({ ...base, from: 'warned', to: 'cancelled', decision: { by: 'sender', choice: 'cancel' }, copy });
  expect(await archivesOf(copy.id)).toEqual(['first']);
});

it('wait until their message is judged', async () => {
  const message = messageOfOne();
  await store.accept(message);
  await past(message.id);
  const isTaken = async (): Promise<boolean> => (await copies.take('first', 1000)).some(({ id }) => id === message.id);
  expect(await isTaken()).toBe(false);
  const { lease } = (await store.claim(message.id, ['received']))!;
  const base = { id: message.id, lease, dueAt: null, events: [] };
  await store.step({ ...base, from: 'scanning', to: 'quarantined', verdict: verdict([]) });
  expect(await isTaken()).toBe(true);
});

it('go to one worker at a time, and to the next one when the lease has ended', async () => {
  const id = await delivered([]);
  await past(id);
  const taken = async (): Promise<boolean> => (await copies.take('first', 100)).some((copy) => copy.id === id);
  expect([await taken(), await taken()]).toEqual([true, false]);
  await sql`UPDATE archive_copies SET lease_until = now() - interval '1 second' WHERE message_id = ${id}`.execute(
    database.db,
  );
  await copies.renew('first', [id]);
  expect(await taken()).toBe(false);
  await copies.clearLeases();
  expect(await taken()).toBe(true);
  await copies.made('first', id, '250 taken');
  await copies.clearLeases();
  expect(await taken()).toBe(false);
});

it('wait longer after each failure, and those of an archive that is back are due', async () => {
  const id = await delivered([]);
  const waits: number[] = [];
  for (let n = 0; n < 12; n += 1) {
    await past(id);
    await copies.take('first', 100);
    await copies.failed('first', { id, code: 'archive.not-reached', reply: 'down' });
    const { rows } = await sql<{ seconds: number }>`
      SELECT round(extract(epoch FROM due_at - now()) / 5)::int * 5 AS seconds FROM archive_copies WHERE message_id = ${id}`.execute(
      database.db,
    );
    waits.push(rows[0]!.seconds);
  }
  expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
  expect(waits.at(-1)).toBe(900);
  const [failing] = await archiveStatus(database.db, ['first']);
  expect(failing).toMatchObject({ archive: 'first', code: 'archive.not-reached' });
  expect(failing!.failingSince).not.toBeNull();
  await copies.recovered('first');
  expect((await copies.take('first', 100)).map((copy) => copy.id)).toContain(id);
  expect((await archiveStatus(database.db, ['first']))[0]).toMatchObject({ failingSince: null, code: null });
});

it('keep body and record until they are made or given up', async () => {
  const [waiting, made] = [await delivered([]), await delivered([])];
  await copies.made('first', made, null);
  // A message in work would keep the bodies of its day.
  await sql`UPDATE messages SET finished_at = now()`.execute(database.db);
  await sql`UPDATE messages SET received_at = now() - interval '61 days', finished_at = now() - interval '61 days'
    WHERE id = ANY (${[waiting, made]}::uuid[])`.execute(database.db);
  const later = new Date(Date.now() + 40 * DAY_MS);
  await store.maintain(later, 30);
  expect(await store.body(waiting)).toEqual(Buffer.from('Subject: x\r\n\r\n'));
  await expect(store.body(made)).rejects.toThrow('There is no such message');
  await deleteExpired(database.db, database.keys, { recordDays: 60 }, new Date());
  expect(await store.message(waiting)).toBeDefined();
  expect(await store.message(made)).toBeUndefined();

  expect(await retryCopies(database.db, { archive: undefined, actor: 'operator' })).toBeGreaterThan(0);
  expect(await giveUpCopies(database.db, 'first', { actor: 'operator' })).toBeGreaterThan(0);
  await deleteExpired(database.db, database.keys, { recordDays: 60 }, new Date());
  expect(await store.message(waiting)).toBeUndefined();
  const { rows } = await sql<{ event: string }>`
    SELECT event FROM audit_events WHERE event LIKE 'archive-%' ORDER BY seq`.execute(database.db);
  expect(rows.map(({ event }) => event)).toEqual(['archive-retried', 'archive-given-up']);
});

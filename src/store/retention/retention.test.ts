/** Retention and legal holds: what is past its days is gone from every table, what a hold covers stays, and the chain says so. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { newMessageId } from '../../message/message-id.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import { ensurePartitions } from '../partitions.ts';
import type { SealedFacts } from '../schema.ts';
import { verifyChain } from './audit-log.ts';
import { endHold, legalHolds, placeHold, type HoldKind } from './legal-holds.ts';
import { deleteExpired } from './retention.ts';

const DAY_MS = 86_400_000;
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
  await ensurePartitions(test.db, new Date(Date.now() - 105 * DAY_MS), 110);
});
afterAll(() => test.close());

const secret = 'Marmalade-Tangerine';

/** A finished message of so many days ago, with a row in every table that belongs to messages. */
async function finished(
  days: number,
  { sender = 'ana@school.example', student = 'Dana Okafor' } = {},
): Promise<string> {
  const at = new Date(Date.now() - days * DAY_MS);
  const id = newMessageId(at.getTime());
  await test.store.accept({
    id,
    kind: 'mail',
    receivedAt: at,
    envelope: { sender, recipients: [{ address: 'pat@museum.example' }], smtpUtf8: false },
    transport: { client: '', helo: '', tls: false, smtpUtf8: false },
    trace: '',
    raw: Buffer.from(`Subject: ${secret}\r\n\r\n`),
  });
  const sealed: SealedFacts = {
    subject: secret,
    from: sender,
    findings: [{ code: 'student-pii.address', masked: secret, subject: { id: `id of ${student}`, name: student } }],
  };
  await sql`
    UPDATE messages SET state = 'delivered', due_at = NULL, finished_at = ${at}, decision_input = '{}',
      sealed = ${test.keys.seal(sealed, `sealed:${id}`)} WHERE id = ${id}`.execute(test.db);
  await sql`INSERT INTO findings VALUES (${id}, 0, 'student-pii.address', 'student-pii', '1', 0, 1, 0.9, '[]')`.execute(
    test.db,
  );
  const facts = {
    subject: secret,
    from: { name: secret, address: sender },
    recipients: {},
    attachments: 0,
    found: [],
    reaches: [secret],
  };
  await sql`
    INSERT INTO review_items (message_id, state, severity, opened_at, received_at, students, score, needed, codes, rules, detectors, schools, words, sealed, origin)
    VALUES (${id}, 'released', 0, ${at}, ${at}, 1, 0.9, 1, '{}', '{}', '{}', '{}', '{17}', ${test.keys.seal(facts, `item:${id}`)}, 'quarantined')`.execute(
    test.db,
  );
  await sql`INSERT INTO disclosures VALUES (${id}, ${at}, 'reviewer', 'Mia', NULL, '{}', '{17}')`.execute(test.db);
  await sql`INSERT INTO review_judgements VALUES (${id}, 0, 'confirmed', ${randomUUID()}, 'Mia', ${at})`.execute(
    test.db,
  );
  const account = randomUUID();
  await sql`
    INSERT INTO review_reveals VALUES (${id}, ${account}, ${at}, ${test.keys.seal(secret, `reveal:${id}:${account}`)})`.execute(
    test.db,
  );
  return id;
}

const tables = [
  'recipients',
  'findings',
  'bodies',
  'review_items',
  'disclosures',
  'review_judgements',
  'review_reveals',
];

/** Tables that have rows of a message. */
async function rowsOf(id: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables) {
    const { rows } = await sql`SELECT 1 FROM ${sql.table(table)} WHERE message_id = ${id}`.execute(test.db);
    if (rows.length > 0) found.push(table);
  }
  if ((await sql`SELECT 1 FROM messages WHERE id = ${id}`.execute(test.db)).rows.length > 0) found.push('messages');
  return found;
}

async function hold(kind: HoldKind, value: string): Promise<string> {
  return placeHold(test.db, test.keys, { kind, value, reason: 'Request of the counsel', actor: 'operator' });
}

const all = [...tables, 'messages'].sort();
const remove = (days: Parameters<typeof deleteExpired>[2]) => deleteExpired(test.db, test.keys, days, new Date());

beforeEach(async () => {
  for (const { id } of await legalHolds(test.db, test.keys)) await endHold(test.db, id, { actor: 'operator' });
  await sql`DELETE FROM messages`.execute(test.db);
});

describe('records', () => {
  it('are deleted from every table after their days, and not a day earlier', async () => {
    const [old, young] = [await finished(61), await finished(59)];
    expect((await rowsOf(old)).sort()).toEqual(all);
    expect(await remove({ recordDays: 60 })).toMatchObject({ records: 1 });
    expect(await rowsOf(old)).toEqual([]);
    expect((await rowsOf(young)).sort()).toEqual(all);
    const counted = await sql<{ n: number }>`SELECT sum(n)::int AS n FROM review_counts`.execute(test.db);
    expect(counted.rows[0]?.n).toBe(1);
  });

  it('of an unfinished message stay, however old it is', async () => {
    const id = await finished(90);
    await sql`UPDATE messages SET state = 'quarantined', finished_at = NULL WHERE id = ${id}`.execute(test.db);
    await remove({ recordDays: 60, findingDays: 30 });
    expect((await rowsOf(id)).sort()).toEqual(all);
  });

  it('stay without a setting', async () => {
    const id = await finished(100);
    expect(await remove({})).toEqual({ findings: 0, records: 0, revealReasons: 0, auditEvents: 0 });
    expect((await rowsOf(id)).sort()).toEqual(all);
  });

  it('are deleted in batches where there are many', async () => {
    const ids = Array.from({ length: 2500 }, () => newMessageId());
    await sql`
      INSERT INTO messages (id, kind, state, received_at, sender, size, sha256, trace, transport, finished_at)
      SELECT id, 'mail', 'delivered', now() - interval '90 days', 'a@school.example', 1, '', '', '{}', now() - interval '90 days'
      FROM unnest(${ids}::uuid[]) AS new (id)`.execute(test.db);
    expect(await remove({ recordDays: 60 })).toMatchObject({ records: 2500 });
  });
});

it('findings are deleted with all that quotes or names people; the record stays', async () => {
  const id = await finished(40);
  const other = await finished(20);
  expect(await remove({ findingDays: 30 })).toMatchObject({ findings: 1 });
  expect(await remove({ findingDays: 30 })).toMatchObject({ findings: 0 });
  const left = await rowsOf(id);
  expect(left).not.toContain('findings');
  expect(left).not.toContain('review_judgements');
  expect(left).toEqual(expect.arrayContaining(['messages', 'recipients', 'review_items', 'disclosures']));
  expect((await test.store.message(id))?.sealed).toBeNull();
  const item = await sql<{
    sealed: Buffer;
    words: string[];
  }>`SELECT sealed, words FROM review_items WHERE message_id = ${id}`.execute(test.db);
  expect(item.rows[0]?.words).toEqual([]);
  expect(JSON.stringify(test.keys.unseal(item.rows[0]!.sealed, `item:${id}`))).not.toContain(secret);
  expect((await test.store.message(other))?.sealed?.subject).toBe(secret);
});

it('reasons of reveals are deleted; who revealed stays', async () => {
  const id = await finished(40);
  expect(await remove({ revealReasonDays: 30 })).toMatchObject({ revealReasons: 1 });
  const { rows } = await sql`SELECT sealed FROM review_reveals WHERE message_id = ${id}`.execute(test.db);
  expect(rows).toEqual([{ sealed: null }]);
});

describe('a legal hold', () => {
  it.each([
    ['message', undefined],
    ['sender', 'ANA@school.example'],
    ['sender', '@school.example'],
    ['student', 'id of Dana Okafor'],
    ['student', 'okafor, dana'],
  ] as const)('on a %s (%s) keeps record, findings, reasons and body until it ends', async (kind, value) => {
    const kept = await finished(90);
    const other = await finished(90, { sender: 'ben@other.example', student: 'Rowan Vale' });
    const holdId = await hold(kind, value ?? kept);
    const days = { recordDays: 60, findingDays: 30, revealReasonDays: 30 };
    await test.store.maintain(new Date(), 30);
    await remove(days);
    expect((await rowsOf(kept)).sort()).toEqual(all);
    expect((await test.store.body(kept)).toString()).toContain(secret);
    expect((await test.store.message(kept))?.sealed?.subject).toBe(secret);
    expect(await rowsOf(other)).toEqual([]);
    expect(await test.store.maintain(new Date(), 30)).toEqual([]);

    await endHold(test.db, holdId, { actor: 'operator' });
    await test.store.maintain(new Date(), 30);
    await remove(days);
    expect(await rowsOf(kept)).toEqual([]);
    await ensurePartitions(test.db, new Date(Date.now() - 105 * DAY_MS), 110);
  });

  it('is stored without its words in plain text, and its events name the kind alone', async () => {
    await hold('student', 'Dana Okafor');
    const { rows } = await sql<{ text: string }>`
      SELECT (SELECT string_agg(h::text, '') FROM legal_holds h) || (SELECT string_agg(e::text, '') FROM audit_events e) AS text`.execute(
      test.db,
    );
    expect(rows[0]?.text).not.toMatch(/okafor|counsel/i);
    expect(rows[0]?.text).toContain('hold-placed');
  });
});

describe('the audit log', () => {
  const seqs = async (): Promise<number[]> =>
    (await sql<{ seq: string }>`SELECT seq FROM audit_events ORDER BY seq`.execute(test.db)).rows.map(({ seq }) =>
      Number(seq),
    );

  async function makeOld(upTo: number): Promise<void> {
    await sql`ALTER TABLE audit_events DISABLE TRIGGER audit_append_only`.execute(test.db);
    // Times are part of the hashes: the chain is made anew.
    await sql`
      DO $$ DECLARE e record; before bytea := (SELECT prev_hash FROM audit_events ORDER BY seq LIMIT 1);
      BEGIN
        FOR e IN SELECT * FROM audit_events ORDER BY seq LOOP
          UPDATE audit_events SET prev_hash = before, at = CASE WHEN e.seq <= ${sql.lit(upTo)} THEN e.at - interval '400 days' ELSE e.at END WHERE seq = e.seq;
          UPDATE audit_events SET hash = audit_hash(prev_hash, seq, at, message_id, event, actor, detail) WHERE seq = e.seq RETURNING hash INTO before;
        END LOOP;
      END $$`.execute(test.db);
    await sql`ALTER TABLE audit_events ENABLE TRIGGER audit_append_only`.execute(test.db);
  }

  it('loses its oldest events, keeps those of held messages, and is still whole; further removals show', async () => {
    const ids = [await finished(1), await finished(1), await finished(1)];
    const holdId = await hold('message', ids[1]!);
    const reasons = async (): Promise<unknown[]> =>
      (await sql`SELECT id::text FROM audit_reasons ORDER BY 1`.execute(test.db)).rows;
    const named = async (): Promise<unknown[]> =>
      (await sql`SELECT detail->>'reason' AS id FROM audit_events WHERE detail ? 'reason' ORDER BY 1`.execute(test.db))
        .rows;
    expect((await reasons()).length).toBeGreaterThan(0);
    expect(await reasons()).toEqual(await named());
    const end = (await seqs()).at(-1)!;
    const own = await sql<{
      seq: string;
    }>`SELECT seq FROM audit_events WHERE message_id = ${ids[1]} AND seq <= ${end}`.execute(test.db);
    await finished(1);
    await makeOld(end);
    expect((await test.store.verifyAudit()).firstBroken).toBeNull();

    expect((await remove({ auditDays: 365 })).auditEvents).toBe(end - own.rows.length);
    expect(await reasons()).toEqual([]);
    const left = await seqs();
    expect(left.filter((seq) => seq <= end)).toEqual(own.rows.map(({ seq }) => Number(seq)));
    expect(await test.store.verifyAudit()).toMatchObject({ firstBroken: null, events: left.length });
    expect((await remove({ auditDays: 365 })).auditEvents).toBe(0);

    for (const [seq, broken] of [
      [Number(own.rows[0]!.seq), String(end)],
      [end + 1, String(end + 2)],
    ] as const) {
      await expect(
        test.db.transaction().execute(async (trx) => {
          await sql`SET LOCAL hallpass.audit_retention = 'on'`.execute(trx);
          const { rows } = await sql<{
            seq: string;
          }>`DELETE FROM audit_events WHERE seq = ${seq} RETURNING seq`.execute(trx);
          expect(rows).toHaveLength(1);
          throw new Error(`broken at ${(await verifyChain(trx)).firstBroken}`);
        }),
      ).rejects.toThrow(`broken at ${broken}`);
    }

    await endHold(test.db, holdId, { actor: 'operator' });
    expect((await remove({ auditDays: 365 })).auditEvents).toBe(own.rows.length);
    expect((await seqs()).filter((seq) => seq <= end)).toEqual([]);
    expect((await test.store.verifyAudit()).firstBroken).toBeNull();
    await finished(1);
    expect((await test.store.verifyAudit()).firstBroken).toBeNull();
  });

  it('keeps the head of its chain, whatever its age', async () => {
    await finished(1);
    await makeOld((await seqs()).at(-1)!);
    await remove({ auditDays: 365 });
    const left = await seqs();
    expect(left.length).toBeGreaterThan(0);
    await finished(1);
    expect((await seqs()).at(-1)).toBeGreaterThan(left.at(-1)!);
    expect((await test.store.verifyAudit()).firstBroken).toBeNull();
  });
});

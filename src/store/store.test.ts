/** The store on a real PostgreSQL: durable accept, leases, steps that win or lose, notices once, and the audit chain. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newMessageId } from '../message/message-id.ts';
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import type { NewMessage } from './change.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

function mail(overrides: Partial<NewMessage> = {}): NewMessage {
  return {
    id: newMessageId(),
    kind: 'mail',
    receivedAt: new Date(),
    envelope: {
      sender: 'teacher@school.example',
      recipients: [{ address: 'a@partner.example' }, { address: 'b@partner.example', notify: ['NEVER'] }],
      smtpUtf8: false,
    },
    transport: { client: '127.0.0.1', helo: 'client.example', tls: false, smtpUtf8: false },
    trace: 'Received: by test\r\n',
    raw: Buffer.from('Subject: hello\r\n\r\nThe secret word is marmalade.\r\n'),
    ...overrides,
  };
}

async function claimed(states: Parameters<TestDatabase['store']['claim']>[1] = ['received', 'scanning']) {
  const message = mail();
  await test.store.accept(message);
  const claim = await test.store.claim(message.id, states);
  if (!claim) throw new Error('not claimed');
  return claim;
}

describe('accept', () => {
  it('gives back the same bytes, and holds none of them in the clear', async () => {
    const message = mail({ raw: Buffer.from([...Array(70_000).keys()].map((i) => i % 256)) });
    await test.store.accept(message);
    expect((await test.store.body(message.id)).equals(message.raw)).toBe(true);
    const plain = mail();
    await test.store.accept(plain);
    const { rows } = await sql<{
      hit: boolean;
    }>`SELECT position('marmalade'::bytea in data) > 0 AS hit FROM bodies WHERE message_id = ${plain.id}`.execute(
      test.db,
    );
    expect(rows).toEqual([{ hit: false }]);
  });

  it('fails a bad message of a batch alone', async () => {
    const bad = mail({ envelope: { sender: 'nul\u0000@school.example', recipients: [], smtpUtf8: false } });
    const good = [mail(), mail()];
    const results = await Promise.allSettled([good[0]!, bad, good[1]!].map((message) => test.store.accept(message)));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    for (const message of good) expect(await test.store.body(message.id)).toHaveLength(message.raw.length);
  });

  it('notices a body that was tampered with', async () => {
    const message = mail();
    await test.store.accept(message);
    await sql`UPDATE bodies SET data = set_byte(data, 3, get_byte(data, 3) # 1) WHERE message_id = ${message.id}`.execute(
      test.db,
    );
    await expect(test.store.body(message.id)).rejects.toMatchObject({ code: 'store.bad-ciphertext' });
    const other = mail();
    await test.store.accept(other);
    await sql`UPDATE messages SET sha256 = '\\x00' WHERE id = ${other.id}`.execute(test.db);
    await expect(test.store.body(other.id)).rejects.toMatchObject({ code: 'store.altered-body' });
  });
});

describe('claim', () => {
  it('hands a message to one of many and counts the attempt', async () => {
    const message = mail();
    await test.store.accept(message);
    const claims = await Promise.all(Array.from({ length: 5 }, () => test.store.claim(message.id, ['received'])));
    const [first, ...others] = claims.filter((claim) => claim !== undefined);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      state: 'scanning',
      attempts: 1,
      recipients: [
        { n: 0, state: 'pending' },
        { n: 1, notify: ['NEVER'] },
      ],
    });
  });

  it('takes over a lease that has ended, and shuts its former holder out', async () => {
    const first = await claimed();
    await sql`UPDATE messages SET due_at = now() - interval '1 second' WHERE id = ${first.id}`.execute(test.db);
    const second = await test.store.claim(first.id, ['scanning']);
    expect(second?.attempts).toBe(2);
    const step = {
      id: first.id,
      from: 'scanning',
      to: 'delivering',
      lease: first.lease,
      dueAt: null,
      events: [],
    } as const;
    await expect(test.store.step(step)).rejects.toMatchObject({ code: 'store.lost-lease' });
    await test.store.step({ ...step, lease: second!.lease });
  });
});

describe('step', () => {
  it('writes state, recipients and events together', async () => {
    const claim = await claimed();
    await test.store.step({
      id: claim.id,
      from: 'scanning',
      to: 'delivering',
      lease: claim.lease,
      keepLease: true,
      dueAt: new Date(),
      events: [],
    });
    await test.store.step({
      id: claim.id,
      from: 'delivering',
      to: 'delivered',
      lease: claim.lease,
      dueAt: null,
      recipients: [
        { n: 0, state: 'delivered', status: '2.0.0', remote: 'mx.partner.example', attempted: true },
        { n: 1, state: 'failed', status: '5.1.1', reply: '550 no such user', attempted: true },
      ],
      events: [{ event: 'delivered', actor: 'gateway', detail: { recipients: 1 } }],
    });
    const detail = await test.store.message(claim.id);
    expect(detail).toMatchObject({
      state: 'delivered',
      recipients: [
        { state: 'delivered', status: '2.0.0' },
        { state: 'failed', reply: '550 no such user' },
      ],
    });
    expect(detail?.events.map((event) => event.event)).toEqual(['received', 'delivered']);
  });

  it('refuses a transition that the state machine does not know', async () => {
    const claim = await claimed();
    await expect(
      test.store.step({ id: claim.id, from: 'scanning', to: 'cancelled', lease: claim.lease, dueAt: null, events: [] }),
    ).rejects.toThrow('no transition');
  });

  it('lets one of two decisions on a held message win', async () => {
    const claim = await claimed();
    await test.store.step({
      id: claim.id,
      from: 'scanning',
      to: 'quarantined',
      lease: claim.lease,
      dueAt: null,
      events: [],
    });
    const decisions = await Promise.allSettled([
      test.store.step({ id: claim.id, from: 'quarantined', to: 'delivering', dueAt: new Date(), events: [] }),
      test.store.step({ id: claim.id, from: 'quarantined', to: 'bounced', dueAt: null, events: [] }),
    ]);
    expect(decisions.map((decision) => decision.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('writes a notice once, however often the step is repeated', async () => {
    const claim = await claimed();
    const notice = () => ({
      id: newMessageId(),
      notice: 'warn',
      sender: '',
      recipients: ['teacher@school.example'],
      raw: Buffer.from('Subject: x\r\n\r\n'),
      smtpUtf8: false,
    });
    await test.store.step({
      id: claim.id,
      from: 'scanning',
      to: 'scanning',
      lease: claim.lease,
      keepLease: true,
      dueAt: new Date(),
      notices: [notice()],
      events: [],
    });
    await test.store.step({
      id: claim.id,
      from: 'scanning',
      to: 'warned',
      lease: claim.lease,
      dueAt: null,
      notices: [notice()],
      events: [],
    });
    expect((await test.store.message(claim.id))?.notices).toMatchObject([{ notice: 'warn', state: 'delivering' }]);
  });
});

describe('the sweeper', () => {
  it('hands out what is due once, and again when nothing happened', async () => {
    const message = mail();
    await test.store.accept(message);
    const later = new Date(Date.now() + 20_000);
    const due = async (now: Date) => (await test.store.takeDue(now, 1000)).filter((item) => item.id === message.id);
    expect(await due(new Date())).toEqual([]);
    expect(await due(later)).toMatchObject([{ state: 'received' }]);
    expect(await due(later)).toEqual([]);
    expect(await due(new Date(later.getTime() + 61_000))).toHaveLength(1);
  });
});

describe('the audit chain', () => {
  it('is whole, refuses changes, and shows what was altered behind its back', async () => {
    await Promise.all(Array.from({ length: 20 }, () => claimed()));
    const before = await test.store.verifyAudit();
    expect(before.firstBroken).toBeNull();
    expect(before.events).toBeGreaterThanOrEqual(20);
    await expect(sql`DELETE FROM audit_events WHERE seq = 2`.execute(test.db)).rejects.toThrow('append-only');
    await sql`ALTER TABLE audit_events DISABLE TRIGGER audit_append_only`.execute(test.db);
    await sql`UPDATE audit_events SET actor = 'nobody' WHERE seq = 3`.execute(test.db);
    await sql`ALTER TABLE audit_events ENABLE TRIGGER audit_append_only`.execute(test.db);
    expect((await test.store.verifyAudit()).firstBroken).toBe('3');
  });
});

describe('retention', () => {
  it('drops old days whole, but not one with an unfinished message', async () => {
    const past = new Date(Date.now() - 40 * 86_400_000);
    const older = new Date(Date.now() - 41 * 86_400_000);
    const { ensurePartitions } = await import('./partitions.ts');
    await ensurePartitions(test.db, older, 2);
    const held = mail({ id: newMessageId(past.getTime()), receivedAt: past });
    await test.store.accept(held);
    const dropped = await test.store.maintain(new Date(), 30);
    expect(dropped).toEqual([older.toISOString().slice(0, 10)]);
    expect(await test.store.body(held.id)).toHaveLength(held.raw.length);
  });
});

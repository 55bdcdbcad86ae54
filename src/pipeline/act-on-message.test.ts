/** What becomes of a held message once it is decided on, on a real PostgreSQL: how often it is claimed, and its body read. */
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { acceptOne, openTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { createActContext } from '../act/act-context.ts';
import { createOutboxRoute } from '../act/deliver/outbox-route.ts';
import { configSchema } from '../config/schema.ts';
import { decide } from '../decide/decide.ts';
import { loadPack } from '../decide/load-pack.ts';
import { createMetrics } from '../log/metrics.ts';
import { createObserver } from '../log/observer.ts';
import type { MessageId } from '../message/message-id.ts';
import { createByteBudget } from '../queue/byte-budget.ts';
import { createLeaseKeeper, type LeaseKeeper } from '../store/lease-keeper.ts';
import { createListPosts } from '../store/list-posts.ts';
import { createReviewStore, type ReviewStore } from '../store/review/review-store.ts';
import type { Store } from '../store/store.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';

const config = configSchema.parse({ district: { domains: ['school.example'] } });
const pack = loadPack('default');
const folder = mkdtempSync(join(tmpdir(), 'hallpass-released-'));
const actor = { id: randomUUID(), name: 'Robin Vang', email: 'r.vang@school.example' };

let database: TestDatabase;
let review: ReviewStore;
let keeper: LeaseKeeper;
let pipeline: Pipeline;
const calls = { claimed: 0, bodies: 0, woken: 0 };

beforeAll(async () => {
  database = await openTestDatabase();
  review = createReviewStore(database.db, database.keys);
  const store = counting(database.store);
  keeper = createLeaseKeeper(store, () => undefined);
  pipeline = createPipeline({
    scans: false,
    store,
    queue: { wake: () => (calls.woken += 1) },
    keeper,
    budget: createByteBudget(1_000_000),
    scanPool: { run: () => Promise.reject(new Error('nothing is scanned here')) },
    listPosts: createListPosts(database.db, database.keys),
    pack,
    maxScanAttempts: 3,
    context: createActContext(config, database.keys, () => 'http://127.0.0.1'),
    route: createOutboxRoute(folder),
    recipientFacts: (address) => ({ address, inside: false, entitledTo: [] }),
    assessmentContext: () => ({ schools: [], exceptions: [] }),
    pendingDecision: (id) => review.decisions.pending(id),
    observe: createObserver(pino({ level: 'silent' }), createMetrics()),
  });
});
afterAll(async () => {
  keeper.stop();
  await database.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  Object.assign(calls, { claimed: 0, bodies: 0, woken: 0 });
});

/** The real store, with a count of what is asked of it. */
function counting(store: Store): Store {
  return {
    ...store,
    claim(id, states) {
      calls.claimed += 1;
      return store.claim(id, states);
    },
    body(id) {
      calls.bodies += 1;
      return store.body(id);
    },
  };
}

async function heldMessage(expiresAt = new Date(Date.now() + 3_600_000)): Promise<MessageId> {
  const { id, lease } = await acceptOne(database.store);
  const input = {
    sender: 'a.moore@school.example',
    recipients: [{ address: 'x@printco.example', inside: false, entitledTo: [] }],
    findings: [{ code: 'student-pii.phone', score: 0.9, student: 's1', inDirectory: true }],
    unread: [],
    failures: [],
    receivedAt: new Date().toISOString(),
  };
  const common = { id, from: 'scanning', to: 'quarantined', lease, dueAt: expiresAt, expiresAt } as const;
  const sealed = { subject: 'x', from: input.sender, findings: [] };
  const verdict = decide(input, pack);
  await database.store.step({ ...common, verdict, decisionInput: input, sealed, events: [] });
  return id;
}

async function reviewerDecides(id: MessageId, choice: 'release' | 'reject', undoMs = 0): Promise<void> {
  const options = { actor, now: new Date(), undoMs, recipients: 1 };
  const outcome = await review.decisions.decide(id, { schools: [] }, { choice, reason: 'Agreed' }, options);
  expect(outcome.outcome).toBe('pending');
}

it('delivers a released message under the lease of the release: one claim, one reading of the body', async () => {
  const id = await heldMessage();
  await reviewerDecides(id, 'release');
  await pipeline.act(id);
  expect(calls).toEqual({ claimed: 1, bodies: 1, woken: 0 });
  const message = await database.store.message(id);
  expect(message).toMatchObject({ state: 'delivered', decision: { choice: 'release', account: actor.email } });
  expect(message?.recipients).toMatchObject([{ state: 'delivered' }]);
  expect(message?.notices).toMatchObject([{ notice: 'released' }]);
  expect(readdirSync(folder)).toContain(`${id}.eml`);
});

it('reads the body of a rejected message for the report to its sender, who gets its header section', async () => {
  const id = await heldMessage();
  await reviewerDecides(id, 'reject');
  await pipeline.act(id);
  expect(calls).toEqual({ claimed: 1, bodies: 1, woken: 0 });
  const message = await database.store.message(id);
  expect(message).toMatchObject({ state: 'bounced', notices: [{ notice: 'rejected' }] });
  const notice = message!.notices[0]!.id;
  await pipeline.act(notice);
  expect(readFileSync(join(folder, `${notice}.eml`), 'latin1')).toMatch(/text\/rfc822-headers[^]*Subject: x\r\n/);
});

it('leaves a decision alone that can still be undone, without reading anything', async () => {
  const id = await heldMessage();
  await reviewerDecides(id, 'release', 60_000);
  await pipeline.act(id);
  expect(calls).toEqual({ claimed: 1, bodies: 0, woken: 0 });
  expect(await database.store.message(id)).toMatchObject({ state: 'quarantined' });
});

it('returns a message at the end of its hold, and leaves one alone whose hold goes on', async () => {
  const [over, held] = [await heldMessage(new Date(Date.now() - 1000)), await heldMessage()];
  await pipeline.act(over);
  await pipeline.act(held);
  expect(await database.store.message(over)).toMatchObject({ state: 'bounced', notices: [{ notice: 'expired' }] });
  expect(await database.store.message(held)).toMatchObject({ state: 'quarantined', notices: [] });
});

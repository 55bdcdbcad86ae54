/** Counts that are kept, after whatever happened to the messages: each the same as counting the rows. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { acceptOne, openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import type { Verdict } from '../../decide/verdict.ts';
import { backdate } from './backdate.ts';
import { foldCounts } from './counts.ts';
import { createReviewStore, type ReviewStore } from './review-store.ts';
import { matchesValue, type Search } from './search.ts';

let test: TestDatabase;
let review: ReviewStore;
beforeAll(async () => {
  test = await openTestDatabase();
  review = createReviewStore(test.db, test.keys);
});
afterAll(() => test.close());

const schools = ['Oak Hill', 'Elm Street', 'Maple Valley'];
const rules = ['student-location', 'mass-disclosure', 'threat'];
const codes = ['student-pii.phone', 'student-pii.home-address', 'threat.harm'];
const people = ['Ada', 'Ben', 'Cleo'].map((name) => ({
  id: randomUUID(),
  name,
  email: `${name.toLowerCase()}@school.example`,
}));
const everybody = { accountId: people[0]!.id, schools: [] };
/** Sees the same messages, but as somebody who is limited: from the rows. */
const limited = { accountId: people[0]!.id, schools };
const since = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 6 * 86_400_000);

type Fate = 'quarantined' | 'warned' | 'delivering' | 'bounced';
interface Born {
  readonly fate: Fate;
  readonly school: number;
  readonly rule: number;
  readonly needed: number;
}
const born = fc.record({
  fate: fc.constantFrom<Fate>('quarantined', 'quarantined', 'warned', 'delivering', 'bounced'),
  school: fc.nat({ max: 2 }),
  rule: fc.nat({ max: 2 }),
  needed: fc.integer({ min: 1, max: 2 }),
});
const act = fc.record({
  who: fc.nat({ max: 2 }),
  at: fc.nat({ max: 11 }),
  what: fc.constantFrom(
    ...([
      'release',
      'reject',
      'undo',
      'claim',
      'escalate',
      'appeal',
      'judge',
      'carry-out',
      'expire',
      'cancel',
    ] as const),
    ...(['deliver', 'fail', 'backdate', 'fold'] as const),
  ),
});

async function bear({ fate, school, rule, needed }: Born): Promise<string> {
  const { id, lease } = await acceptOne(test.store);
  const later = new Date(Date.now() + 3_600_000);
  const action = fate === 'warned' ? 'warn' : fate === 'quarantined' ? 'quarantine' : 'deliver';
  const verdict: Verdict = {
    action,
    monitored: action,
    codes: [codes[rule]!],
    rules: [
      {
        id: rules[rule]!,
        title: 'R',
        action,
        clauses: [],
        tell: [],
        monitor: false,
        findings: [0],
        recipients: [0],
        students: ['s1'],
      },
    ],
    clauses: [],
    students: 1,
    pack: { name: 'p', hash: '0' },
    releasers: needed,
  };
  await test.store.step({
    id,
    from: 'scanning',
    to: fate,
    lease,
    dueAt: fate === 'bounced' ? null : later,
    expiresAt: later,
    verdict,
    decisionInput: {
      sender: 'a.moore@school.example',
      recipients: [{ address: 'x@printco.example', inside: false, entitledTo: [] }],
      findings: [{ code: codes[rule]!, score: 0.9, student: 's1', inDirectory: true }],
      unread: [],
      failures: [],
      receivedAt: new Date().toISOString(),
    },
    sealed: {
      subject: 'Trip',
      from: 'a.moore@school.example',
      schools: [schools[school]!, ...(school === 0 ? [schools[1]!] : [])],
      findings: [],
    },
    events: [],
  });
  return id;
}

async function take(id: string, what: string, who: number): Promise<void> {
  const actor = people[who]!;
  const now = new Date();
  const options = { actor, now, undoMs: 60_000, recipients: 1 };
  const { rows } = await test.pool.query<{ state: 'quarantined' }>('SELECT state FROM messages WHERE id = $1', [id]);
  const from = rows[0]!.state as 'quarantined' | 'warned' | 'delivering' | 'delivered';
  const isHeld = from === 'quarantined' || from === 'warned';
  switch (what) {
    case 'release':
    case 'reject':
      await review.decisions.decide(id, everybody, { choice: what, reason: '' }, options);
      return;
    case 'undo':
      await review.decisions.undo(id, everybody, actor);
      return;
    case 'claim':
      await review.records.assign(id, actor, { actor, ifFree: true });
      return;
    case 'escalate':
      await review.records.escalate(id, '', actor);
      return;
    case 'appeal':
      await review.records.appeal(id, 'Please', now);
      return;
    case 'judge':
      if (isHeld) await review.records.judge(id, 0, who === 0 ? 'confirmed' : 'false-alarm', actor);
      return;
    case 'carry-out': {
      const pending = await review.decisions.pending(id);
      if (!pending || !isHeld) return;
      const { choice, by } = pending.decision;
      await test.store.step({
        id,
        from,
        to: choice === 'release' ? 'delivering' : 'bounced',
        dueAt: choice === 'release' ? now : null,
        decision: { by: 'reviewer', choice, actor: by, reason: pending.reason },
        events: [],
      });
      return;
    }
    case 'expire':
    case 'cancel':
      if (!isHeld || (what === 'cancel' && from !== 'warned')) return;
      await test.store.step({
        id,
        from,
        to: what === 'cancel' ? 'cancelled' : 'bounced',
        dueAt: null,
        decision:
          what === 'cancel'
            ? { by: 'sender', choice: 'cancel', falseAlarm: who === 0 }
            : { by: 'expiry', choice: 'bounce' },
        events: [],
      });
      return;
    case 'deliver':
    case 'fail':
      if (from === 'delivering')
        await test.store.step({ id, from, to: what === 'fail' ? 'failed' : 'delivered', dueAt: null, events: [] });
      return;
    case 'backdate':
      await backdate(test.db, [{ id, minutes: 1440 * (who + 1) }]);
      return;
    case 'fold':
      await Promise.all([foldCounts(test.db), foldCounts(test.db)]);
      return;
  }
}

const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

async function expectTrue(): Promise<void> {
  const day = `(received_at AT TIME ZONE 'UTC')::date::text AS day`;
  for (const [kept, counted] of [
    [
      'SELECT state, facet, schools, sum(n)::int AS n FROM review_counts GROUP BY 1, 2, 3 HAVING sum(n) <> 0',
      'SELECT state, facet, schools, count(*)::int AS n FROM review_items GROUP BY 1, 2, 3',
    ],
    [
      'SELECT day::text, state, origin, choice, disputed, rules, false_alarm, confirmed, sum(n)::int AS n FROM review_day_counts GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0',
      `SELECT ${day}, state, origin, choice, disputed, rules, bool_or(coalesce(wrong, false)) AS false_alarm, bool_or(coalesce(certain, false)) AS confirmed, count(*)::int AS n
       FROM review_items i LEFT JOIN (
         SELECT message_id, bool_or(judgement = 'false-alarm') AS wrong, bool_or(judgement = 'confirmed') AS certain
         FROM review_judgements GROUP BY 1) AS j ON j.message_id = i.message_id
       GROUP BY 1, 2, 3, 4, 5, 6, coalesce(wrong, false), coalesce(certain, false)`,
    ],
    [
      'SELECT day::text, state, sum(n)::int AS n FROM mail_day_counts GROUP BY 1, 2 HAVING sum(n) <> 0',
      `SELECT ${day}, state, count(*)::int AS n FROM messages WHERE kind = 'mail' AND state NOT IN ('received', 'scanning') GROUP BY 1, 2`,
    ],
  ] as const)
    expect(sorted((await test.pool.query<object>(kept)).rows)).toEqual(
      sorted((await test.pool.query<object>(counted)).rows),
    );

  const [all, mine] = [await review.reports.activity(everybody, since), await review.reports.activity(limited, since)];
  const ofHeld = ({ days: _, totals: { messages: _messages, ...totals }, rules: matched, ...rest }: typeof all) => ({
    ...rest,
    totals,
    rules: sorted(matched),
  });
  expect(ofHeld(all)).toEqual(ofHeld(mine));

  const states: Search = [{ kind: 'states', states: ['held', 'held-by-sender', 'deciding'], negated: false }];
  const none: Search = [{ kind: 'score', compare: '>=', score: 0, negated: false }];
  for (const search of [
    [],
    states,
    [...states, { kind: 'value', column: 'codes', value: 'student-pii.*', negated: false }],
    [...states, { kind: 'value', column: 'codes', value: 'student-pii.*', negated: true }],
    [{ kind: 'value', column: 'rules', value: 'threat', negated: true }],
  ] as const satisfies Search[])
    for (const viewer of [everybody, { ...everybody, schools: [schools[1]!] }]) {
      // A term about the score, which all have, makes it count the rows.
      const [kept, counted] = [
        await review.items.counts(search, viewer),
        await review.items.counts([...search, ...none], viewer),
      ];
      for (const key of ['states', 'rules', 'schools', 'detectors'] as const)
        expect(new Map([...kept[key]].sort())).toEqual(new Map([...counted[key]].sort()));
      const { total } = await review.items.page(search, viewer, { sort: 'newest', limit: 1 });
      expect([...kept.states.values()].reduce((sum, n) => sum + n, 0)).toBe(total);
    }
  const nav = await review.items.nav(everybody);
  const { states: held } = await review.items.counts([], everybody);
  expect([nav.review, nav.heldBySenders]).toEqual([held.get('held') ?? 0, held.get('held-by-sender') ?? 0]);
}

describe('kept counts', () => {
  it('are those of the rows after any acts, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(born, { minLength: 4, maxLength: 12 }),
        fc.array(act, { minLength: 1, maxLength: 25 }),
        async (births, acts) => {
          const ids = await Promise.all(births.map(bear));
          for (const { at, what, who } of acts) await take(ids[at % ids.length]!, what, who);
          await expectTrue();
        },
      ),
      { numRuns: 12 },
    );
  });

  it('are those of the rows after acts of many at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        bear({ fate: n % 3 === 0 ? 'warned' : 'quarantined', school: n % 3, rule: n % 3, needed: 1 + (n % 2) }),
      ),
    );
    await Promise.allSettled(
      ids.flatMap((id, n) =>
        ['release', 'expire', 'judge', 'fold', 'undo', 'backdate'].map((what) => take(id, what, n % 3)),
      ),
    );
    await foldCounts(test.db);
    await expectTrue();
    const { rows } = await test.pool.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM (SELECT FROM review_counts GROUP BY state, facet, schools HAVING count(*) > 1) AS many',
    );
    expect(rows[0]!.n).toBe(0);
  });

  it('of a message that is deleted are gone with it', async () => {
    const id = await bear({ fate: 'quarantined', school: 2, rule: 2, needed: 1 });
    await test.pool.query('DELETE FROM review_items WHERE message_id = $1', [id]);
    const { rows } = await test.pool.query<{ is: boolean }>(
      'SELECT (SELECT sum(n) FROM review_counts) = (SELECT count(*) FROM review_items) AS is',
    );
    expect(rows[0]!.is).toBe(true);
  });

  it('match a pattern as the database does', async () => {
    const word = fc.array(fc.constantFrom('a', 'b', '.', '-', '_', '%', '\\'), { maxLength: 8 });
    const pattern = fc.array(fc.constantFrom('a', 'b', '.', '*', '-', '_', '%', '\\'), { maxLength: 8 });
    const pairs = fc.sample(fc.tuple(word, pattern), 500).map(([entry, value]) => [entry.join(''), value.join('')]);
    const { rows } = await test.pool.query<{ is: boolean }>(
      'SELECT entry LIKE value AS is FROM unnest($1::text[], $2::text[]) AS pair (entry, value)',
      [pairs.map(([entry]) => entry), pairs.map(([, value]) => value!.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%'))],
    );
    expect(pairs.map(([entry, value]) => matchesValue(entry!, value!))).toEqual(rows.map(({ is }) => is));
  });
});

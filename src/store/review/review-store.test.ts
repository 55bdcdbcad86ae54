/** The rows of review: found under an older key too, true after every step, and one winner among many who decide at once. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { acceptOne, openTestDatabase, type TestDatabase } from '../../../test/harness/database.ts';
import type { Verdict } from '../../decide/verdict.ts';
import { generateKey, parseKeys } from '../keys.ts';
import { createReviewStore, type ReviewStore } from './review-store.ts';
import { foldWords } from '../../message/search-words.ts';
import { addressWords, createBlindIndex } from './blind-words.ts';
import type { SearchTerm } from './search.ts';

let test: TestDatabase;
let review: ReviewStore;
beforeAll(async () => {
  test = await openTestDatabase();
  review = createReviewStore(test.db, test.keys);
});
afterAll(() => test.close());

const viewer = { accountId: randomUUID(), schools: [] };
const verdict: Verdict = {
  action: 'quarantine',
  monitored: 'quarantine',
  codes: ['student-pii.phone'],
  rules: [
    {
      id: 'r',
      title: 'R',
      action: 'quarantine',
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
  releasers: 1,
};

async function held(): Promise<string> {
  const { id, lease } = await acceptOne(test.store);
  const expiresAt = new Date(Date.now() + 3_600_000);
  await test.store.step({
    id,
    from: 'scanning',
    to: 'quarantined',
    lease,
    dueAt: expiresAt,
    expiresAt,
    verdict,
    decisionInput: {
      sender: 'a.moore@school.example',
      recipients: [{ address: 'x@printco.example', inside: false, entitledTo: [] }],
      findings: [{ code: 'student-pii.phone', score: 0.9, student: 's1', inDirectory: true }],
      unread: [],
      failures: [],
      receivedAt: new Date().toISOString(),
    },
    sealed: { subject: `Número ${id.slice(-12)}`, from: 'a.moore@school.example', findings: [] },
    events: [],
  });
  return id;
}
const find = async (store: ReviewStore, ...terms: SearchTerm[]) =>
  (await store.items.page(terms, viewer, { sort: 'newest', limit: 50 })).items.map(({ id }) => id);
const subject = (id: string): SearchTerm => ({
  kind: 'words',
  field: 'subject',
  words: [id.slice(-12)],
  negated: false,
});

describe('words of encrypted fields', () => {
  it('are found in their own field, folded, and under a key that was replaced since', async () => {
    const id = await held();
    expect(await find(review, subject(id))).toEqual([id]);
    expect(await find(review, { ...subject(id), field: 'from' } as SearchTerm)).toEqual([]);
    expect(
      await find(review, subject(id), { kind: 'words', field: 'subject', words: ['numero'], negated: true }),
    ).toEqual([]);
    expect((await review.items.item(id, viewer))?.subject).toBe(`Número ${id.slice(-12)}`);
  });

  it('are written with the first key and asked for under each', () => {
    const [older, newer] = [generateKey(), generateKey()];
    const before = createBlindIndex(parseKeys(older).derive('search'));
    const after = createBlindIndex(parseKeys(`${newer},${older}`).derive('search'));
    const word = { field: 'student', word: 'vang' } as const;
    expect(after.ask(word)).toContain(before.write([word])[0]);
    expect(after.write([word])).not.toEqual(before.write([word]));
    expect(new Set(after.ask({ field: 'any', word: 'vang' }).concat(after.ask(word))).size).toBe(4);
  });

  it('of an address are it, its parts and its domain', () => {
    expect(addressWords('A.Moore@PrintCo.example')).toEqual(
      expect.arrayContaining(['a.moore@printco.example', 'a.moore', 'printco.example', '@printco.example', 'moore']),
    );
    expect(foldWords('Señora Nguyễn, 5th–grade')).toEqual(['senora', 'nguyen', '5th', 'grade']);
  });
});

describe('of many who decide on one message', () => {
  it('one wins, and everybody else is told who', async () => {
    const id = await held();
    const now = new Date();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, at) => {
        const actor = { id: randomUUID(), name: `Reviewer ${at}`, email: `r${at}@school.example` };
        const choice = at % 2 === 0 ? 'release' : 'reject';
        return review.decisions.decide(
          id,
          viewer,
          { choice, reason: 'x' },
          { actor, now, undoMs: 60_000, recipients: 1 },
        );
      }),
    );
    const winners = outcomes.flatMap(({ outcome }, at) => (outcome === 'pending' ? [`Reviewer ${at}`] : []));
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.outcome !== 'pending')
        expect(outcome).toMatchObject({ outcome: 'too-late', state: 'deciding', done: { by: winners[0] } });
    expect(await review.decisions.pending(id)).toMatchObject({ reason: 'x', decision: { by: winners[0] } });
  });

  it('a step that is taken meanwhile counts, and nobody waits for another for ever', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, held));
    const actor = { id: randomUUID(), name: 'R', email: 'r@school.example' };
    const options = { actor, now: new Date(), undoMs: 60_000, recipients: 1 };
    const results = await Promise.allSettled(
      ids.flatMap((id) => [
        test.store.step({
          id,
          from: 'quarantined',
          to: 'bounced',
          dueAt: null,
          decision: { by: 'reviewer', choice: 'reject', actor: 'At the terminal' },
          events: [],
        }),
        review.decisions.decide(id, viewer, { choice: 'release', reason: '' }, options),
        review.decisions.undo(id, viewer, actor),
      ]),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    for (const id of ids) {
      expect(await review.items.item(id, viewer)).toMatchObject({ state: 'returned', pending: null });
      expect(await review.decisions.pending(id)).toBeUndefined();
    }
  });
});

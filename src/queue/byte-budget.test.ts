/** The byte budget: never exceeded but by one alone, first come first served, and all of it given back. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createByteBudget } from './byte-budget.ts';

describe('the byte budget', () => {
  it('holds for any order of ends, and everybody gets a turn', async () => {
    const work = fc.record({ bytes: fc.integer({ min: 0, max: 15 }), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(work, { maxLength: 25 }), fc.scheduler(), async (works, scheduler) => {
        const budget = createByteBudget(10);
        const running = new Set<number>();
        const started: number[] = [];
        const results = works.map(({ bytes, fails }, i) =>
          budget.during(bytes, async () => {
            started.push(i);
            running.add(i);
            const used = [...running].reduce((sum, one) => sum + works[one]!.bytes, 0);
            const paying = [...running].filter((one) => works[one]!.bytes > 0);
            expect(used <= 10 || paying.length === 1).toBe(true);
            await scheduler.schedule(Promise.resolve());
            running.delete(i);
            if (fails) throw new Error('failed');
            return i;
          }),
        );
        const settled = await scheduler.waitFor(Promise.allSettled(results));
        expect(settled.map(({ status }) => status)).toEqual(
          works.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
        );
        expect(started).toEqual(works.map((_, i) => i));
      }),
      { numRuns: 300 },
    );
  });
});

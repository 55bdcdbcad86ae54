/** Batches: every item is written once and gets its own result, bad items fail alone, limits and keys hold. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBatcher } from './batcher.ts';

interface Item {
  readonly key: string;
  readonly size: number;
  readonly bad: boolean;
}

const item: fc.Arbitrary<Item> = fc.record({
  key: fc.constantFrom('a', 'b', 'c'),
  size: fc.integer({ min: 1, max: 12 }),
  bad: fc.boolean(),
});

describe('a batcher', () => {
  it('writes every item, in batches that keep limits and keys, and fails bad ones alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 40 }), fc.scheduler(), async (items, scheduler) => {
        const batches: Item[][] = [];
        let writing = 0;
        const batcher = createBatcher<Item, Item>(
          async (batch) => {
            writing += 1;
            expect(writing).toBe(1);
            batches.push([...batch]);
            await scheduler.schedule(Promise.resolve());
            writing -= 1;
            if (batch.some(({ bad }) => bad)) throw new Error('bad');
            return batch;
          },
          { maxItems: 5, sizeOf: ({ size }) => size, maxSize: 20, keyOf: ({ key }) => key },
        );
        const results = Promise.allSettled(items.map((one) => batcher.add(one)));
        const settled = await scheduler.waitFor(results);
        expect(settled.map(({ status }) => status)).toEqual(items.map(({ bad }) => (bad ? 'rejected' : 'fulfilled')));
        for (const [i, result] of settled.entries())
          if (result.status === 'fulfilled') expect(result.value).toBe(items[i]);
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(5);
          expect(new Set(batch.map(({ key }) => key)).size).toBe(batch.length);
          expect(batch.length === 1 || batch.reduce((sum, { size }) => sum + size, 0) <= 20).toBe(true);
        }
        // Items with the same key are written in the order in which they came.
        const first = batches.flat().filter((one, at, all) => all.indexOf(one) === at);
        for (const key of ['a', 'b', 'c'])
          expect(first.filter((one) => one.key === key)).toEqual(items.filter((one) => one.key === key));
        await batcher.idle();
      }),
      { numRuns: 200 },
    );
  });
});

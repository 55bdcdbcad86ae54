/** Every feature is found in its row, and no other feature is found. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { featureTable } from './feature-table.ts';

const hashes = fc.uniqueArray(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 400 });

test('a hash has the row that it was given at, another has none', () => {
  fc.assert(
    fc.property(hashes, fc.integer({ min: 0, max: 0xffffffff }), (all, other) => {
      const table = featureTable(Uint32Array.from(all));
      expect(table.count).toBe(all.length);
      expect(all.map((hash) => table.row(hash))).toEqual(all.map((_, row) => row));
      expect(table.row(other)).toBe(all.indexOf(other));
    }),
  );
});

test('hashes that fall into one slot are told apart', () => {
  const all = Array.from({ length: 500 }, (_, index) => index * 4096);
  const table = featureTable(Uint32Array.from(all));
  expect(all.map((hash) => table.row(hash))).toEqual(all.map((_, row) => row));
  expect(table.row(500 * 4096)).toBe(-1);
});

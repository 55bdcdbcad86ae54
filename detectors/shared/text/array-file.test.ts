import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packArrays, unpackArrays, type AnyArray } from './array-file.ts';

const arrays = fc.dictionary(
  fc.string(),
  fc.oneof<fc.Arbitrary<AnyArray>[]>(
    fc.uint8Array({ maxLength: 9 }),
    fc.uint16Array({ maxLength: 9 }),
    fc.uint32Array({ maxLength: 9 }),
    fc.int32Array({ maxLength: 9 }),
  ),
);

describe('a file of arrays', () => {
  it('gives back what was put into it, wherever its bytes begin', () => {
    fc.assert(
      fc.property(arrays, fc.nat(9), (given, offset) => {
        const named = new Map(Object.entries(given));
        const packed = packArrays(named);
        const moved = new Uint8Array(offset + packed.length).subarray(offset);
        moved.set(packed);
        expect(unpackArrays(moved)).toEqual(named);
      }),
    );
  });

  it('that is cut short is an error', () => {
    const packed = packArrays(new Map([['all', Uint32Array.of(1, 2, 3)]]));
    for (const length of [0, 3, 10, packed.length - 1]) expect(() => unpackArrays(packed.slice(0, length))).toThrow();
  });
});

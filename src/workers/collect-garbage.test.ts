import { getHeapSpaceStatistics } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { shrinkHeap } from './collect-garbage.ts';

const young = (): number => {
  const { physical_space_size: size } = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')!;
  return size / 1_048_576;
};

describe('shrinkHeap', () => {
  it('gives back the room for young objects that a start has taken', () => {
    let kept: object[] = [];
    for (let at = 0; at < 2_000_000; at += 1) {
      kept.push({ at });
      if (kept.length > 200_000) kept = [];
    }
    expect(kept.length).toBeGreaterThan(0);
    const before = young();
    expect(before).toBeGreaterThan(4);
    shrinkHeap();
    expect(young()).toBeLessThan(before / 2);
  });
});

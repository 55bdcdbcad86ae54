/** Where j and k lead to: never to the top of the list by accident. */
import { expect, test } from '@jest/globals';
import { nextAfter, nextAt } from './next-position.ts';

const seen = { id: 'c', at: 2 };

test.each([
  ['the next row', { step: 1, at: 2, cursor: 'c', seen, length: 5 }, 3],
  ['the row before', { step: -1, at: 2, cursor: 'c', seen, length: 5 }, 1],
  ['the last row stays', { step: 1, at: 4, cursor: 'e', seen, length: 5 }, 4],
  ['the first row stays', { step: -1, at: 0, cursor: 'a', seen, length: 5 }, 0],
  ['no cursor yet', { step: 1, at: -1, cursor: undefined, seen: undefined, length: 5 }, 0],
  ['the row that took the place of one that left', { step: 1, at: -1, cursor: 'c', seen, length: 4 }, 2],
  ['the row before one that left', { step: -1, at: -1, cursor: 'c', seen, length: 4 }, 1],
  ['the last one left', { step: 1, at: -1, cursor: 'c', seen, length: 2 }, 1],
  ['a message that was never in the list', { step: 1, at: -1, cursor: 'x', seen, length: 5 }, undefined],
  ['an empty list', { step: 1, at: -1, cursor: 'c', seen, length: 0 }, undefined],
] as const)('%s', (_name, position, next) => {
  expect(nextAt(position)).toBe(next);
});

test.each([
  ['the row below', 'b', 'c'],
  ['the row above after the last one', 'c', 'b'],
  ['the first row after a message that is not in the list', 'x', 'a'],
] as const)('after a decision: %s', (_name, id, next) => expect(nextAfter(['a', 'b', 'c'], id)).toBe(next));

test('after a decision on the only message, it stays open', () => expect(nextAfter(['a'], 'a')).toBeUndefined());

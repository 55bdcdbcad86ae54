/** The selection for a bulk action never has a message outside the range, or one that has left the list. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { extend, nothing, toggle, within } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e', 'f'];
const id = fc.constantFrom(...order);

describe('selection', () => {
  it('extends a range in either direction from the message selected last', () => {
    const up = extend(toggle(nothing, 'd'), order, 'b');
    expect([...up.ids].sort()).toEqual(['b', 'c', 'd']);
    expect([...extend(up, order, 'e').ids].sort()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('selects only the message itself if the list has no anchor', () => {
    expect([...extend(nothing, order, 'c').ids]).toEqual(['c']);
    expect([...extend({ ids: new Set(), anchor: 'gone' }, order, 'c').ids]).toEqual(['c']);
  });

  it('drops messages that have left the list', () => {
    const both = toggle(toggle(nothing, 'a'), 'f');
    expect([...within(both, ['f']).ids]).toEqual(['f']);
    expect(within(both, order)).toBe(both);
  });

  it('is empty after toggling twice, and a range has no gaps', () => {
    fc.assert(
      fc.property(id, id, (from, to) => {
        expect(toggle(toggle(nothing, from), from).ids.size).toBe(0);
        const range = extend(toggle(nothing, from), order, to);
        expect(range.ids.size).toBe(Math.abs(order.indexOf(from) - order.indexOf(to)) + 1);
      }),
    );
  });
});

/** The look-ups of a roster image: numbers by a pair of numbers, such as people by the strings of a given and a family name. */
import { growable, mix } from './string-table.ts';

/** Columns of the index as they lie in the image. */
export interface PairColumns {
  /** Open addressing: group + 1, or 0; a power of two long. */
  readonly slots: Uint32Array;
  readonly firsts: Uint32Array;
  readonly seconds: Uint32Array;
  /** Where the values of a group begin; one more than there are groups. */
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

export interface PairIndex {
  /** Values entered under a pair, in the order of their entry. */
  find(first: number, second: number): Uint32Array;
}

const none = new Uint32Array(0);

function hashPair(first: number, second: number): number {
  return mix(Math.imul(first, 0x9e3779b1) ^ mix(second));
}

export function openPairs({ slots, firsts, seconds, starts, values }: PairColumns): PairIndex {
  const mask = slots.length - 1;
  return {
    find(first, second) {
      for (let slot = hashPair(first, second) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const group = slots[slot]! - 1;
        if (firsts[group] === first && seconds[group] === second)
          return values.subarray(starts[group], starts[group + 1]);
      }
      return none;
    },
  };
}

export interface PairIndexBuilder {
  add(first: number, second: number, value: number): void;
  finish(): PairColumns;
}

export function buildPairs(): PairIndexBuilder {
  const firsts = growable();
  const seconds = growable();
  const counts: number[] = [];
  // Group of each entry and its value: put in order at the end, when the sizes of the groups are known.
  const groups = growable();
  const entered = growable();
  let slots = new Uint32Array(1 << 12);

  const place = (first: number, second: number): number => {
    const mask = slots.length - 1;
    let slot = hashPair(first, second) & mask;
    while (slots[slot] !== 0) {
      const group = slots[slot]! - 1;
      if (firsts.at(group) === first && seconds.at(group) === second) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const grow = () => {
    slots = new Uint32Array(slots.length * 2);
    for (let group = 0; group < counts.length; group += 1)
      slots[place(firsts.at(group), seconds.at(group))] = group + 1;
  };
  return {
    add(first, second, value) {
      let slot = place(first, second);
      if (slots[slot] === 0) {
        firsts.push(first);
        seconds.push(second);
        counts.push(0);
        if (counts.length * 3 > slots.length * 2) grow();
        else slots[slot] = counts.length;
        slot = place(first, second);
      }
      const group = slots[slot]! - 1;
      counts[group]! += 1;
      groups.push(group);
      entered.push(value);
    },
    finish() {
      const starts = new Uint32Array(counts.length + 1);
      for (let group = 0; group < counts.length; group += 1) starts[group + 1] = starts[group]! + counts[group]!;
      const next = starts.slice();
      const values = new Uint32Array(entered.length);
      for (let entry = 0; entry < entered.length; entry += 1) {
        const group = groups.at(entry);
        values[next[group]!] = entered.at(entry);
        next[group]! += 1;
      }
      return { slots, firsts: firsts.finish(), seconds: seconds.finish(), starts, values };
    },
  };
}

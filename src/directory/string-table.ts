/** The strings of a roster image: each once, by number, and found again by hash; building and reading share the layout. */

/** Columns of the table as they lie in the image. */
export interface StringColumns {
  /** Offset into the heap by number; one more than there are strings. */
  readonly starts: Uint32Array;
  readonly hashes: Uint32Array;
  /** Open addressing: number + 1, or 0; a power of two long. */
  readonly slots: Uint32Array;
  /** UTF-8. */
  readonly heap: Uint8Array;
}

export interface StringTable {
  /** @returns undefined where the string is not in the image */
  find(text: string): number | undefined;
  at(index: number): string;
}

/** FNV-1a over UTF-16 code units, mixed so that the low bits depend on all. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

export function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Whether the UTF-8 between two offsets is a text; nearly all are ASCII, which needs no decoding. */
function holds(heap: Buffer, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return heap.toString('utf8', start, end) === text;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127 || heap[start + at] !== code) return false;
  }
  return true;
}

export function openStrings({ starts, hashes, slots, heap }: StringColumns): StringTable {
  const bytes = Buffer.from(heap.buffer, heap.byteOffset, heap.byteLength);
  const mask = slots.length - 1;
  const at = (index: number) => bytes.toString('utf8', starts[index], starts[index + 1]);
  return {
    at,
    find(text) {
      const hash = hashText(text);
      for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const index = slots[slot]! - 1;
        if (hashes[index] === hash && holds(bytes, starts[index]!, starts[index + 1]!, text)) return index;
      }
      return undefined;
    },
  };
}

export interface StringTableBuilder {
  /** Number of the string; the empty one has 0. */
  add(text: string): number;
  finish(): StringColumns;
}

/** No JavaScript string is kept: a million of them would take several times their bytes. */
export function buildStrings(): StringTableBuilder {
  let heap = Buffer.alloc(1 << 16);
  let used = 0;
  const starts = growable();
  const hashes = growable();
  let slots = new Uint32Array(1 << 12);

  const enter = (index: number, hash: number) => {
    let slot = hash & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = index + 1;
  };
  const grow = () => {
    slots = new Uint32Array(slots.length * 2);
    for (let index = 0; index < hashes.length; index += 1) enter(index, hashes.at(index));
  };
  const endOf = (index: number) => (index + 1 < starts.length ? starts.at(index + 1) : used);
  const add = (given: string): number => {
    const text = given.toWellFormed();
    const hash = hashText(text);
    const mask = slots.length - 1;
    for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = slots[slot]! - 1;
      if (hashes.at(index) === hash && holds(heap, starts.at(index), endOf(index), text)) return index;
    }
    const length = Buffer.byteLength(text);
    if (used + length > heap.length) heap = Buffer.concat([heap], Math.max(heap.length * 2, used + length));
    starts.push(used);
    hashes.push(hash);
    used += heap.write(text, used);
    if (hashes.length * 3 > slots.length * 2) grow();
    else enter(hashes.length - 1, hash);
    return hashes.length - 1;
  };
  add('');
  return {
    add,
    finish() {
      starts.push(used);
      return { starts: starts.finish(), hashes: hashes.finish(), slots, heap: heap.subarray(0, used) };
    },
  };
}

export interface GrowingNumbers {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  finish(): Uint32Array;
}

/** A list of 32-bit numbers that takes four bytes for each. */
export function growable(): GrowingNumbers {
  let values = new Uint32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const larger = new Uint32Array(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    at: (index) => values[index]!,
    finish: () => values.slice(0, length),
  };
}

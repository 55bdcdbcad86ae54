/** Finds the row of a feature in the tables of the conduct models: an open hash table of the features that have weights. */

export interface FeatureTable {
  readonly count: number;
  /** Row of the feature with the hash, or -1. */
  row(hash: number): number;
}

/** @param hashes of the features, distinct; a feature's row is its place among them */
export function featureTable(hashes: Uint32Array): FeatureTable {
  let size = 1024;
  while (size < hashes.length * 3) size *= 2;
  const last = size - 1;
  const rows = new Int32Array(size).fill(-1);
  // Most features of a text have no weight. A bit for each remainder stays in the processor's cache, the rows do not.
  const lastBit = 8 * size - 1;
  const bits = new Uint8Array(size);
  for (let row = 0; row < hashes.length; row += 1) {
    let slot = hashes[row]! & last;
    while (rows[slot]! >= 0) slot = (slot + 1) & last;
    rows[slot] = row;
    const bit = hashes[row]! & lastBit;
    bits[bit >>> 3]! |= 1 << (bit & 7);
  }
  return {
    count: hashes.length,
    row(hash) {
      const bit = hash & lastBit;
      if ((bits[bit >>> 3]! & (1 << (bit & 7))) === 0) return -1;
      let slot = hash & last;
      while (rows[slot]! >= 0 && hashes[rows[slot]!] !== hash) slot = (slot + 1) & last;
      return rows[slot]!;
    },
  };
}

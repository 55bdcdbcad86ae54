/** Converts trained weights into the bytes that the product contains: one signed byte per feature, one scale per model. */

export interface Quantised {
  readonly bytes: Int8Array;
  readonly scale: number;
}

/** One column of the weights. The few largest are clipped, so that the others keep their differences. */
export function quantise(weights: Float32Array, column: number, columns: number): Quantised {
  const values = weights.filter((_, at) => at % columns === column);
  const sizes = values.map(Math.abs).sort();
  const most = Math.max(1e-6, sizes[Math.floor(sizes.length * 0.9999)]!);
  const scale = most / 127;
  return { bytes: Int8Array.from(values, (value) => Math.max(-127, Math.min(127, Math.round(value / scale)))), scale };
}

/** Hashes in the order of their rows, four bytes each, little-endian. */
export function featureBytes(hashes: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(hashes.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [row, hash] of hashes.entries()) view.setUint32(row * 4, hash, true);
  return bytes;
}

/** Turns trained weights into the bytes that the product carries: one signed byte a bucket, with one scale a model. */
import { bucketCount } from '../../detectors/shared/text-features.ts';

export interface Quantised {
  readonly bytes: Int8Array;
  readonly scale: number;
}

/** One column of the weights. The largest few are cut off, so that the others keep their differences. */
export function quantise(weights: Float32Array, column: number, columns: number): Quantised {
  const values = Float32Array.from({ length: bucketCount }, (_, bucket) => weights[bucket * columns + column]!);
  const sizes = values.map(Math.abs).sort();
  const most = Math.max(1e-6, sizes[Math.floor(sizes.length * 0.9999)]!);
  const scale = most / 127;
  return { bytes: Int8Array.from(values, (value) => Math.max(-127, Math.min(127, Math.round(value / scale)))), scale };
}

/** Rates with their uncertainty: few judgements say little, and the pages show how little. */
import type { Rate } from '../contract/pages.ts';

/** z of 95 %. */
const Z = 1.959964;

/**
 * Wilson's interval (1927) for a share that was seen in a sample.
 *
 * @returns null without a sample
 */
export function rateOf(hits: number, sample: number): Rate | null {
  if (sample === 0) return null;
  const share = hits / sample;
  const middle = share + (Z * Z) / (2 * sample);
  const spread = Z * Math.sqrt((share * (1 - share)) / sample + (Z * Z) / (4 * sample * sample));
  const scale = 1 + (Z * Z) / sample;
  return { share, low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

/** Tells data that looks random, as ciphertext and compressed data do, from other bytes. */

const windowBytes = 512;
const stepBytes = 256;
/** Fewer bytes do not show whether they are random. */
export const leastDenseBytes = 160;
/** Share of values that are as far from the one before as most are. Ciphertext with a byte put behind each of its own has half. */
const mostInStep = 0.8;
/** More windows than a large file needs to show what it consists of. */
const maxWindows = 8192;

/** Whether a stretch of the bytes looks random. Linear, with an upper bound for large files. */
export function isDense(bytes: Buffer): boolean {
  if (bytes.length < leastDenseBytes) return false;
  if (bytes.length <= windowBytes) return looksRandom(bytes);
  const last = bytes.length - windowBytes;
  const step = Math.max(stepBytes, Math.ceil(last / maxWindows));
  for (let from = 0; from < last + step; from += step) {
    const start = Math.min(from, last);
    if (looksRandom(bytes.subarray(start, start + windowBytes))) return true;
  }
  return false;
}

/**
 * Whether all of the bytes look random: every value occurs about as often as the others, and not one after the other. Text, tables
 * of numbers and programs are far from it.
 */
export function looksRandom(bytes: Buffer): boolean {
  const counts = new Uint32Array(256);
  const steps = new Uint32Array(256);
  let high = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    counts[byte]! += 1;
    steps[(byte - (bytes[at - 1] ?? 0)) & 255]! += 1;
    if (byte > 127) high += 1;
  }
  const part = high / bytes.length;
  if (part < 0.36 || part > 0.64) return false;
  // A scale, as tables for colours and curves are: 00, 01, 02 … ff, or 00, 01, 01, 02, 03, 03 …
  const [most = 0, next = 0] = steps.sort().subarray(-2);
  if (most + next > bytes.length * mostInStep) return false;
  return entropy(counts, bytes.length) > expectedEntropy(bytes.length, 256) * 0.965;
}

/** Shannon entropy in bits. */
export function entropy(counts: Iterable<number>, total: number): number {
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return bits;
}

/** Entropy to expect of a sample of random values (Miller and Madow, 1955; for small samples the number of values limits it). */
export function expectedEntropy(total: number, values: number): number {
  const estimate = Math.log2(values) - (values - 1) / (2 * total * Math.LN2);
  return total >= values ? estimate : Math.max(estimate, Math.log2(total) * 0.9);
}

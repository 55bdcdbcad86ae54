/** What is learnt from signatures, as the scan workers get it: keyed hashes in shared memory, and the keys to ask with. */
import { createHmac } from 'node:crypto';
import type { LocatorKey } from '../../detectors/detector.ts';

/** Plain data that survives a structured clone; the hashes are not copied. */
export interface SignatureSet {
  /** Differs for each content. */
  readonly version: number;
  /** The first one makes the hashes that are stored. */
  readonly keys: readonly Uint8Array[];
  /** Hashes behind each other, sorted. */
  readonly hashes: SharedArrayBuffer;
}

export interface OpenSignatureSet {
  has(locator: LocatorKey): boolean;
}

/** Half a hash distinguishes the locators of a district. */
const HASH_BYTES = 16;

function hash(key: Uint8Array, ...parts: readonly string[]): Buffer {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest().subarray(0, HASH_BYTES);
}

export const locatorHash = (key: Uint8Array, { kind, key: value }: LocatorKey): Buffer => hash(key, kind, value);
export const senderHash = (key: Uint8Array, sender: string): Buffer => hash(key, 'sender', sender.toLowerCase());

/** @param hashes of `locatorHash`, sorted by their bytes */
export function packHashes(hashes: readonly Uint8Array[]): SharedArrayBuffer {
  const packed = new SharedArrayBuffer(hashes.length * HASH_BYTES);
  const bytes = new Uint8Array(packed);
  for (const [at, one] of hashes.entries()) bytes.set(one, at * HASH_BYTES);
  return packed;
}

export function openSignatureSet({ keys, hashes }: Omit<SignatureSet, 'version'>): OpenSignatureSet {
  const bytes = Buffer.from(hashes);
  const count = bytes.length / HASH_BYTES;
  const holds = (wanted: Buffer): boolean => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = bytes.compare(wanted, 0, HASH_BYTES, middle * HASH_BYTES, (middle + 1) * HASH_BYTES);
      if (order === 0) return true;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return false;
  };
  return { has: (locator) => count > 0 && keys.some((key) => holds(locatorHash(key, locator))) };
}

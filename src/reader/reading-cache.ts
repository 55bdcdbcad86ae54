/** Keeps what the model said of sentences that come again (signatures, footers, bulk mail), by a keyed hash and never by their words. */
import { createHmac, randomBytes } from 'node:crypto';

export interface ReadingCache {
  keyOf(tokens: readonly number[]): string;
  get(key: string): Float32Array | undefined;
  set(key: string, odds: Float32Array): void;
  readonly size: number;
}

/** @param most entries; the one that was not asked for the longest goes first */
export function createReadingCache(most: number): ReadingCache {
  // The key lives as long as the process: a hash that were read from memory says nothing of the words elsewhere.
  const secret = randomBytes(32);
  const kept = new Map<string, Float32Array>();
  return {
    keyOf: (tokens) => createHmac('sha256', secret).update(Uint32Array.from(tokens)).digest('base64').slice(0, 24),
    get(key) {
      const odds = kept.get(key);
      if (odds) {
        kept.delete(key);
        kept.set(key, odds);
      }
      return odds;
    },
    set(key, odds) {
      kept.delete(key);
      kept.set(key, odds);
      if (kept.size > most) kept.delete(kept.keys().next().value!);
    },
    get size() {
      return kept.size;
    },
  };
}

/** A rate for each envelope sender: a hijacked mailbox must not empty the district's reputation in an hour. */

export interface SenderRate {
  /** Counts a message of the sender; false when the rate is used up. */
  take(sender: string, nowMs: number): boolean;
}

/** Token bucket: a full minute's messages at once, then refilled evenly. Held in memory, by this process. */
export function createSenderRate(messagesPerMinute: number): SenderRate {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    take(sender, nowMs) {
      const key = sender.toLowerCase();
      const bucket = buckets.get(key) ?? { tokens: messagesPerMinute, atMs: nowMs };
      const tokens = Math.min(messagesPerMinute, bucket.tokens + ((nowMs - bucket.atMs) * messagesPerMinute) / 60_000);
      // Insertion order is age: a bucket that was not used for a minute is full again and need not be kept.
      buckets.delete(key);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
      for (const [old, { atMs }] of buckets) {
        if (nowMs - atMs < 60_000) break;
        buckets.delete(old);
      }
      return tokens >= 1;
    },
  };
}

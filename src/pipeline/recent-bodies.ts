/** Keeps the bodies of messages that were just accepted until they are scanned, so that most need not be read back and decrypted. */
import type { MessageId } from '../message/message-id.ts';

export interface RecentBodies {
  keep(id: MessageId, raw: Buffer): void;
  /** Gives a body away: a second call finds nothing. */
  take(id: MessageId): Buffer | undefined;
}

/** Another process may have scanned what nobody has asked for after this time. */
const KEPT_MS = 60_000;

/** @param limit bytes kept; what does not fit is read from the store @param now in milliseconds, for the age of what is kept */
export function createRecentBodies(limit: number, now: () => number = () => performance.now()): RecentBodies {
  const kept = new Map<MessageId, { readonly raw: Buffer; readonly sinceMs: number }>();
  let bytes = 0;

  function take(id: MessageId): Buffer | undefined {
    const found = kept.get(id);
    if (found === undefined) return undefined;
    kept.delete(id);
    bytes -= found.raw.length;
    return found.raw;
  }

  function dropOld(): void {
    for (const [id, { sinceMs }] of kept) {
      if (now() - sinceMs < KEPT_MS) return; // in the order in which they came
      take(id);
    }
  }

  return {
    keep(id, raw) {
      dropOld();
      if (raw.length > limit) return;
      kept.set(id, { raw, sinceMs: now() });
      bytes += raw.length;
      // The one that came last is dropped and not the oldest, which is scanned next.
      if (bytes > limit) take(id);
    },
    take,
  };
}

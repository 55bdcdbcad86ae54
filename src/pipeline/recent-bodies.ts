/** Keeps the bodies of messages that were just accepted until they are scanned, so that most need not be read back and decrypted. */
import type { MessageId } from '../message/message-id.ts';

export interface RecentBodies {
  keep(id: MessageId, raw: Buffer): void;
  /** Gives a body away: a second call finds nothing. */
  take(id: MessageId): Buffer | undefined;
}

/** @param limit bytes kept; what does not fit is read from the store */
export function createRecentBodies(limit: number): RecentBodies {
  const kept = new Map<MessageId, Buffer>();
  let bytes = 0;

  function take(id: MessageId): Buffer | undefined {
    const raw = kept.get(id);
    if (raw === undefined) return undefined;
    kept.delete(id);
    bytes -= raw.length;
    return raw;
  }

  return {
    keep(id, raw) {
      if (raw.length > limit) return;
      kept.set(id, raw);
      bytes += raw.length;
      // The one that came last is dropped and not the oldest, which is scanned next.
      if (bytes > limit) take(id);
    },
    take,
  };
}

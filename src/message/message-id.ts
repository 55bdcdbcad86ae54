/** Message ids: UUIDv7 (RFC 9562 5.7), so that an id sorts by time and names the day whose partition holds the body. */
import { randomFillSync } from 'node:crypto';

/** A UUID in lower case; also the queue id that the 250 and every log line carry. */
export type MessageId = string;

const pool = new Uint8Array(10 * 256);
let used = pool.length;

export function newMessageId(atMs: number = Date.now()): MessageId {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes.set(pool.subarray(used, used + 10), 6);
  used += 10;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Day (UTC, `YYYY-MM-DD`) in which the id was made. */
export function dayOf(id: MessageId): string {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString().slice(0, 10);
}

export function isMessageId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}

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

export interface IdRange {
  readonly first: string;
  readonly last: string;
}

/** The first and the last UUID that begin with these characters, four at least; undefined where none can begin so. */
export function idsBeginning(prefix: string): IdRange | undefined {
  const text = prefix.toLowerCase();
  if (!/^[0-9a-f-]{4,36}$/.test(text) || !shape.startsWith(text.replace(/[0-9a-f]/g, 'x'))) return undefined;
  const filled = (digit: string): string => text + shape.slice(text.length).replaceAll('x', digit);
  return { first: filled('0'), last: filled('f') };
}

const shape = 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx';

/** The ids that a word of a search means: eight characters or more, and not a number alone, which may be a student's. */
export function idsSought(word: string): IdRange | undefined {
  return word.length < 8 || /^\d+$/.test(word) ? undefined : idsBeginning(word);
}

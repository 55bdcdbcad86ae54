/** Counts the people who have replied to a conversation on a mailing list, across all processes; kept for hours, as keyed hashes only. */
import { createHmac } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { ThreadCount } from '../decide/verdict.ts';
import type { MessageId } from '../message/message-id.ts';
import type { KeyRing } from './keys.ts';
import type { Database } from './schema.ts';

/** A reply to mailing lists. */
export interface ListPost {
  readonly messageId: MessageId;
  readonly sender: string;
  readonly lists: readonly string[];
  /** Names of its conversation, see `conversationOf`; each is enough. */
  readonly conversation: readonly string[];
  readonly at: Date;
}

export interface ListPosts {
  /**
   * Records a reply, once however often it is called, and counts the other people who have replied to the same
   * conversation on one of its lists shortly before. Of replies at the same moment, each later one counts the earlier ones.
   *
   * @param windows minutes
   */
  count(post: ListPost, windows: readonly number[]): Promise<readonly ThreadCount[]>;
}

export function createListPosts(db: Kysely<Database>, keys: KeyRing): ListPosts {
  const [key] = keys.derive('list-posts');
  // Half a hash distinguishes the conversations of a few hours.
  const hash = (...parts: readonly string[]): Buffer =>
    createHmac('sha256', key!).update(JSON.stringify(parts)).digest().subarray(0, 16);
  const count: ListPosts['count'] = async ({ messageId, sender, lists, conversation, at }, windows) => {
    const threads = lists.flatMap((list) => conversation.map((name) => hash('thread', list.toLowerCase(), name)));
    const poster = hash('sender', sender.toLowerCase());
    const { rows } = await sql<{ counts: number[] }>`
        SELECT count_list_post(${threads}::bytea[], ${poster}, ${messageId}, ${at}, ${windows}::int[]) AS counts`.execute(
      db,
    );
    const counts = rows[0]?.counts ?? [];
    return windows.map((withinMinutes, n) => ({ withinMinutes, senders: counts[n] ?? 0 }));
  };
  // One at a time: replies of one conversation wait for each other, and must not use up all connections in a reply-all storm.
  let last: Promise<unknown> = Promise.resolve();
  return {
    count(post, windows) {
      const counted = last.then(() => count(post, windows));
      last = counted.catch(() => undefined); // the caller gets the error; the next count goes on
      return counted;
    },
  };
}

/** Longer than any window. */
const KEPT_HOURS = 24;

/** Deletes the replies that are older than every window. */
export async function pruneListPosts(db: Kysely<Database>, now: Date): Promise<void> {
  await sql`DELETE FROM list_posts WHERE at < ${now}::timestamptz - ${KEPT_HOURS} * interval '1 hour'`.execute(db);
}

/** Counting replies on a real PostgreSQL: two stores at once, a message that is scanned twice, windows, and what is kept. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { newMessageId } from '../message/message-id.ts';
import { openDatabase, type OpenDatabase } from './database.ts';
import { createListPosts, type ListPost, type ListPosts } from './list-posts.ts';

let test: TestDatabase;
let second: OpenDatabase;
/** As in two processes: each has connections of its own. */
let stores: readonly [ListPosts, ListPosts];
beforeAll(async () => {
  test = await openTestDatabase();
  second = await openDatabase(test.connection, test.keys, { poolSize: 5, onError: () => undefined });
  stores = [createListPosts(test.db, test.keys), createListPosts(second.db, test.keys)];
});
afterAll(async () => {
  await second.close();
  await test.close();
});

const noon = new Date('2026-11-09T12:00:00Z');
const minutesLater = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
let conversations = 0;
const newConversation = () => [`id root-${(conversations += 1)}@school.example`];
const reply = (sender: string, conversation: readonly string[], more: Partial<ListPost> = {}): ListPost => ({
  messageId: newMessageId(),
  sender: `${sender}@school.example`,
  lists: ['allstaff@school.example'],
  conversation,
  at: noon,
  ...more,
});
async function others(post: ListPost, store = stores[0], windows = [20]): Promise<number[]> {
  return (await store.count(post, windows)).map(({ senders }) => senders);
}

describe('replies to a list', () => {
  it('count each other exactly, however many arrive at once in two processes', async () => {
    const conversation = newConversation();
    const posts = Array.from({ length: 40 }, (_, at) => reply(`teacher${at}`, conversation));
    const counts = await Promise.all(posts.map((post, at) => others(post, stores[at % 2])));
    expect(counts.flat().sort((a, b) => a - b)).toEqual([...posts.keys()]);
  });

  it('in several conversations and lists at once never wait for each other in a circle', async () => {
    const [one, two] = [newConversation(), newConversation()];
    const lists = ['allstaff@school.example', 'elm@school.example'];
    const posts = Array.from({ length: 40 }, (_, at) => {
      const forward = at % 2 === 0;
      return reply(`teacher${at}`, forward ? [...one, ...two] : [...two, ...one], {
        lists: forward ? lists : lists.toReversed(),
      });
    });
    const counts = await Promise.all(posts.map((post, at) => others(post, stores[at % 3 === 0 ? 0 : 1])));
    expect(counts.flat().sort((a, b) => a - b)).toEqual([...posts.keys()]);
  });

  it('leave the other connections to other work while they wait for each other', async () => {
    const conversation = newConversation();
    let waiting: Promise<number[]>[] = [];
    await second.db.transaction().execute(async (trx) => {
      // Lets nobody else into the conversation until it ends.
      await others(reply('first', conversation), createListPosts(trx, test.keys));
      waiting = Array.from({ length: 10 }, (_, at) => others(reply(`teacher${at}`, conversation)));
      expect((await sql`SELECT 1 AS one`.execute(test.db)).rows).toEqual([{ one: 1 }]);
    });
    expect((await Promise.all(waiting)).flat()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('are counted after one that failed', async () => {
    const conversation = newConversation();
    const bad = others(reply('bad', conversation, { messageId: 'none' }));
    const good = others(reply('good', conversation));
    await expect(bad).rejects.toThrow();
    expect(await good).toEqual([0]);
  });

  it('count people, not messages, and never the sender', async () => {
    const conversation = newConversation();
    expect(await others(reply('ana', conversation))).toEqual([0]);
    expect(await others(reply('Ana', conversation))).toEqual([0]);
    expect(await others(reply('bo', conversation), stores[1])).toEqual([1]);
    expect(await others(reply('ana', conversation))).toEqual([1]);
  });

  it('that are judged again after a crash count the same', async () => {
    const conversation = newConversation();
    const first = reply('ana', conversation);
    const second = reply('bo', conversation);
    expect([await others(first), await others(second)]).toEqual([[0], [1]]);
    expect([await others(second, stores[1]), await others(second)]).toEqual([[1], [1]]);
    expect(await others(reply('cy', conversation))).toEqual([2]);
    const { rows } = await sql`SELECT 1 FROM list_posts WHERE message_id = ${second.messageId}`.execute(test.db);
    expect(rows).toHaveLength(1);
  });

  it('count within each window around them', async () => {
    const conversation = newConversation();
    for (const [at, minutes] of [0, 3, 9, 55].entries())
      await others(reply(`teacher${at}`, conversation, { at: minutesLater(minutes) }));
    expect(await others(reply('zoe', conversation, { at: minutesLater(10) }), stores[1], [5, 10, 20, 60])).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('are told apart by list and by conversation, and one name of it is enough', async () => {
    const [name] = newConversation();
    await others(reply('ana', [name!, 'subject parking']));
    expect(await others(reply('bo', [name!]))).toEqual([1]);
    expect(await others(reply('cy', ['subject parking']))).toEqual([1]);
    expect(await others(reply('di', [name!, 'subject parking']))).toEqual([3]);
    expect(await others(reply('ed', [name!], { lists: ['elm@school.example'] }))).toEqual([0]);
    expect(await others(reply('fay', newConversation()))).toEqual([0]);
    expect(await others(reply('gus', [name!], { lists: ['elm@school.example', 'AllStaff@school.example'] }))).toEqual([
      4,
    ]);
  });
});

describe('what is kept', () => {
  it('holds no address and no subject', async () => {
    await others(reply('planted', ['subject marmalade'], { lists: ['marmalade@school.example'] }));
    const { rows } = await sql<{ row: string }>`SELECT list_posts::text AS row FROM list_posts`.execute(test.db);
    const bytes = rows.map(({ row }) =>
      row.replace(/\\x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1')),
    );
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.join('\n')).not.toMatch(/planted|marmalade|school/);
  });

  it('is forgotten after a day', async () => {
    const [kept, old] = [reply('ana', newConversation()), reply('ana', newConversation(), { at: minutesLater(-600) })];
    await others(kept);
    await others(old);
    await test.store.maintain(minutesLater(24 * 60 - 60), 30);
    const { rows } = await sql<{
      message_id: string;
    }>`SELECT DISTINCT message_id FROM list_posts WHERE message_id IN (${kept.messageId}, ${old.messageId})`.execute(
      test.db,
    );
    expect(rows.map((row) => row.message_id)).toEqual([kept.messageId]);
  });
});

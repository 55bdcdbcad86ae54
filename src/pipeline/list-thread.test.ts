/** Which messages are counted as answers to a list, on a real PostgreSQL. */
import { afterAll, beforeAll, expect, it, test } from '@jest/globals';
import { sql } from 'kysely';
import { openTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { threadWindows } from '../decide/verdict.ts';
import { countRepliers } from './list-thread.ts';
import { newMessageId } from '../message/message-id.ts';
import { createListPosts, type ListPosts } from '../store/list-posts.ts';

let database: TestDatabase;
let posts: ListPosts;
beforeAll(async () => {
  database = await openTestDatabase();
  posts = createListPosts(database.db, database.keys);
});
afterAll(() => database.close());

interface Answer {
  readonly sender?: string;
  readonly to?: readonly ('list' | 'person')[];
  /** False for mail that answers nothing, and for mail that could not be scanned. */
  readonly answers?: boolean;
}

const recipients = {
  list: {
    address: 'all@school.example',
    inside: true,
    entitledTo: [],
    list: { address: 'all@school.example', kind: 'staff' },
  },
  person: { address: 'one@school.example', inside: true, entitledTo: [] },
} as const;

async function judged({ sender = 'a@school.example', to = ['list'], answers = true }: Answer) {
  const claimed = { id: newMessageId(), sender, receivedAt: new Date() };
  const scan = { recipients: to.map((kind) => recipients[kind]), ...(answers && { conversation: ['subject lunch'] }) };
  const thread = await countRepliers(posts, claimed, scan);
  const { rows } = await sql`SELECT 1 FROM list_posts WHERE message_id = ${claimed.id}`.execute(database.db);
  return { thread, rows: rows.length };
}

it('counts an answer to a list in every window', async () => {
  const { thread, rows } = await judged({ to: ['person', 'list'] });
  expect(thread?.map(({ withinMinutes }) => withinMinutes)).toEqual([...threadWindows]);
  expect(rows).toBe(1);
});

test.each<[string, Answer]>([
  ['mail to people', { to: ['person'] }],
  ['a new message to a list', { answers: false }],
  ['the null sender', { sender: '' }],
])('does not count %s', async (_, answer) => {
  expect(await judged(answer)).toEqual({ thread: undefined, rows: 0 });
});

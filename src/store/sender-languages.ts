/** The language in which each sender wants notices, as chosen on a sender's page. */
import type { Kysely } from 'kysely';
import type { WrittenLanguage } from '../message/date-in-words.ts';
import { poll, type Poll } from '../timing/poll.ts';
import type { Database } from './schema.ts';

const EVERY_MS = 5000;

/** Keeps the choices in memory: a notice is composed without a question to the database. */
export interface SenderLanguages extends Poll {
  /** Undefined where the sender has not chosen. */
  of(sender: string): WrittenLanguage | undefined;
  /** Counts in this process at once, in others within seconds. */
  choose(sender: string, language: WrittenLanguage): Promise<void>;
}

/** One choice, for a process that decides on a single message. */
export async function readSenderLanguage(db: Kysely<Database>, sender: string): Promise<WrittenLanguage | undefined> {
  const query = db.selectFrom('sender_languages').select('language').where('sender', '=', sender.toLowerCase());
  return (await query.executeTakeFirst())?.language;
}

/** Reads all choices once before it resolves. */
export async function followSenderLanguages(
  db: Kysely<Database>,
  onError: (error: unknown) => void,
): Promise<SenderLanguages> {
  const chosen = new Map<string, WrittenLanguage>();
  const look = async (): Promise<void> => {
    const rows = await db.selectFrom('sender_languages').select(['sender', 'language']).execute();
    for (const { sender, language } of rows) chosen.set(sender, language);
  };
  const { stop } = await poll(look, { everyMs: EVERY_MS, onError });
  return {
    of: (sender) => chosen.get(sender.toLowerCase()),
    async choose(sender, language) {
      const key = sender.toLowerCase();
      await db
        .insertInto('sender_languages')
        .values({ sender: key, language })
        .onConflict((row) => row.column('sender').doUpdateSet({ language, chosen_at: new Date() }))
        .execute();
      chosen.set(key, language);
    },
    stop,
  };
}

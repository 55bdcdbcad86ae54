/** Appeals of senders against a hold, and the answers to them. */
import { sql, type Kysely } from 'kysely';
import type { NewNotice } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit, insertNotices } from '../write.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit-entry.ts';

export interface Appeal {
  readonly at: Date;
  readonly words: string;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
}

export interface Appeals {
  find(id: string): Promise<Appeal | null>;
  /** Records the sender's appeal, once. @returns false where there is one already, or the message is no longer held */
  appeal(id: string, words: string, now: Date): Promise<boolean>;
  /** @returns false where there is no appeal without an answer */
  answerAppeal(id: string, words: string, actor: Actor, notices: readonly NewNotice[], now: Date): Promise<boolean>;
}

export function createAppeals(db: Kysely<Database>, keys: KeyRing): Appeals {
  return {
    async find(id) {
      const row = await db.selectFrom('review_appeals').selectAll().where('message_id', '=', id).executeTakeFirst();
      if (row === undefined) return null;
      return {
        at: row.at,
        words: keys.unseal<string>(row.sealed, `appeal:${id}`),
        answer: row.answer ? keys.unseal<string>(row.answer, `answer:${id}`) : null,
        answeredAt: row.answered_at,
      };
    },
    appeal: (id, words, now) =>
      db.transaction().execute(async (trx) => {
        const { rows } = await sql`
          UPDATE review_items SET appeal = 'open'
          WHERE message_id = ${id} AND state = 'held' AND appeal IS NULL RETURNING message_id`.execute(trx);
        if (rows.length === 0) return false;
        const sealed = keys.seal(words, `appeal:${id}`);
        await trx
          .insertInto('review_appeals')
          .values({ message_id: id, at: now, sealed, answered_at: null, answered_by: null, answer: null })
          .execute();
        await appendAudit(trx, [{ messageId: id, event: { event: 'appealed', actor: 'sender', detail: {} } }]);
        return true;
      }),
    answerAppeal: (id, words, actor, notices, now) =>
      db.transaction().execute(async (trx) => {
        const { rows } = await sql`
          UPDATE review_appeals SET answered_at = ${now}, answered_by = ${actor.name}, answer = ${keys.seal(words, `answer:${id}`)}
          WHERE message_id = ${id} AND answered_at IS NULL RETURNING message_id`.execute(trx);
        if (rows.length === 0) return false;
        await trx.updateTable('review_items').set({ appeal: 'answered' }).where('message_id', '=', id).execute();
        const events = await insertNotices(
          trx,
          keys,
          notices.map((notice) => ({ ...notice, about: id })),
          now,
        );
        await appendAudit(trx, [audit(id, 'appeal-answered', actor), ...events]);
        return true;
      }),
  };
}

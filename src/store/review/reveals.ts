/** Which accounts have revealed a message, with their reasons, and when they read it again. */
import type { Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit-entry.ts';

export interface Reveals {
  revealed(id: string, accountId: string): Promise<boolean>;
  /** @returns false where the account had revealed it before: then nothing is recorded */
  reveal(id: string, reason: string, actor: Actor): Promise<boolean>;
  /** Adds to the audit log that somebody reads a revealed message, at most once an hour; the reveal counts for the first. */
  read(id: string, actor: Actor, now: Date): Promise<void>;
}

/** Further readings within this time are one reading. */
const READ_AGAIN_MS = 3_600_000;

export function createReveals(db: Kysely<Database>, keys: KeyRing): Reveals {
  return {
    async revealed(id, accountId) {
      const row = await db
        .selectFrom('review_reveals')
        .select('at')
        .where('message_id', '=', id)
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      return row !== undefined;
    },
    reveal: (id, reason, actor) =>
      db.transaction().execute(async (trx) => {
        const fresh = await trx
          .insertInto('review_reveals')
          .values({ message_id: id, account_id: actor.id, sealed: keys.seal(reason, `reveal:${id}:${actor.id}`) })
          .onConflict((conflict) => conflict.columns(['message_id', 'account_id']).doNothing())
          .returning('account_id')
          .execute();
        if (fresh.length === 0) return false;
        await appendAudit(trx, [audit(id, 'revealed', actor)]);
        return true;
      }),
    async read(id, actor, now) {
      const recently = await db
        .selectFrom('audit_events')
        .select('seq')
        .where('message_id', '=', id)
        .where('actor', '=', actor.email)
        .where('event', 'in', ['revealed', 'revealed-read'])
        .where('at', '>', new Date(now.getTime() - READ_AGAIN_MS))
        .limit(1)
        .executeTakeFirst();
      if (recently === undefined)
        await db.transaction().execute((trx) => appendAudit(trx, [audit(id, 'revealed-read', actor)]));
    },
  };
}

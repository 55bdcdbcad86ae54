/** The draft of the next policy: one for the district, saved by whoever works on it. */
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Actor } from '../review/actor.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';

export interface PolicyDraft {
  readonly text: string;
  /** Counts the times it was saved, from 1. */
  readonly revision: number;
  readonly savedBy: string;
  readonly savedAt: Date;
}

export interface PolicyDraftStore {
  read(): Promise<PolicyDraft | undefined>;
  /**
   * @param revision of the draft that the text was made from; 0: there was none
   * @returns the new revision; undefined where somebody else has saved or discarded it meanwhile
   */
  save(text: string, revision: number, actor: Actor, now: Date): Promise<number | undefined>;
  /** @returns false where somebody else has saved it meanwhile, or there is none */
  discard(revision: number, actor: Actor): Promise<boolean>;
}

export function createPolicyDraftStore(db: Kysely<Database>, keys: KeyRing): PolicyDraftStore {
  return {
    async read() {
      const row = await db.selectFrom('policy_drafts').selectAll().executeTakeFirst();
      if (row === undefined) return undefined;
      const { id, revision, sealed, saved_by: savedBy, saved_at: savedAt } = row;
      return { text: keys.unseal<string>(sealed, `policy-draft:${id}`), revision, savedBy, savedAt };
    },
    save: (text, revision, actor, now) =>
      db.transaction().execute(async (trx) => {
        await sql`LOCK TABLE policy_drafts IN SHARE ROW EXCLUSIVE MODE`.execute(trx);
        const present = await trx.selectFrom('policy_drafts').select('revision').executeTakeFirst();
        if ((present?.revision ?? 0) !== revision) return undefined;
        await trx.deleteFrom('policy_drafts').execute();
        const id = randomUUID();
        const sealed = keys.seal(text, `policy-draft:${id}`);
        await trx
          .insertInto('policy_drafts')
          .values({ id, revision: revision + 1, sealed, saved_by: actor.name, saved_at: now })
          .execute();
        return revision + 1;
      }),
    discard: (revision, actor) =>
      db.transaction().execute(async (trx) => {
        const gone = await trx.deleteFrom('policy_drafts').where('revision', '=', revision).returning('id').execute();
        if (gone.length === 0) return false;
        const event = { event: 'policy-draft-discarded', actor: actor.email, detail: {} };
        await appendAudit(trx, [{ messageId: null, event }]);
        return true;
      }),
  };
}

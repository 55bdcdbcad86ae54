/** Senders who were notified of several stopped messages, and the one mail that explains it to each of them. */
import { sql, type Kysely } from 'kysely';
import type { Verdict } from '../decide/verdict.ts';
import { insertMails } from './alerts.ts';
import type { NewNotice } from './change.ts';
import type { KeyRing } from './keys.ts';
import type { Database } from './schema.ts';
import { appendAudit } from './write.ts';

/** After so long, a sender may get another one. */
const FORGET_DAYS = 365;
/** At once; the next look takes the others. */
const MOST = 100;

export interface OftenStopped {
  readonly sender: string;
  /** Of the messages, newest first. */
  readonly verdicts: readonly Verdict[];
}

export interface ExplanationStore {
  /**
   * Senders who got at least so many notices since then that a message waits for them, is held or returned, and no
   * explanation yet. Messages that a reviewer or the sender called a false alarm do not count: they need no explanation.
   */
  due(since: Date, least: number): Promise<OftenStopped[]>;
  /** Sends the mail, unless this sender has got one. @returns whether it is sent now */
  send(sender: string, mail: Omit<NewNotice, 'notice'>, messages: number): Promise<boolean>;
}

export function createExplanationStore(db: Kysely<Database>, keys: KeyRing): ExplanationStore {
  return {
    async due(since, least) {
      await sql`DELETE FROM sender_explanations WHERE sent_at < now() - ${FORGET_DAYS} * interval '1 day'`.execute(db);
      const { rows } = await sql<OftenStopped>`
        WITH stopped AS (
          SELECT lower(m.sender) AS sender, array_agg(m.id ORDER BY m.id DESC) AS ids
          FROM messages AS n JOIN messages AS m ON m.id = n.about LEFT JOIN review_items AS i ON i.message_id = m.id
          WHERE n.kind = 'notice' AND n.notice IN ('warn', 'quarantine-held', 'policy-bounce') AND n.received_at >= ${since}
            AND m.verdict IS NOT NULL AND NOT coalesce(i.false_alarm OR i.disputed, false)
            AND NOT EXISTS (SELECT FROM sender_explanations AS e WHERE e.sender = lower(m.sender))
          GROUP BY 1 HAVING count(*) >= ${least} ORDER BY 1 LIMIT ${MOST})
        SELECT sender, (SELECT jsonb_agg(m.verdict ORDER BY m.id DESC) FROM messages AS m WHERE m.id = ANY (ids)) AS verdicts
        FROM stopped`.execute(db);
      return rows;
    },
    send: (sender, mail, messages) =>
      db.transaction().execute(async (trx) => {
        const { numAffectedRows } = await sql`
          INSERT INTO sender_explanations (sender) VALUES (${sender}) ON CONFLICT (sender) DO NOTHING`.execute(trx);
        if (numAffectedRows !== 1n) return false;
        await insertMails(trx, keys, [mail], 'explanation');
        const event = { event: 'explanation-sent', actor: 'gateway', detail: { messages } };
        await appendAudit(trx, [{ messageId: null, event }]);
        return true;
      }),
  };
}

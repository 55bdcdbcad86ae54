/** Weekly digests: of the processes that share a database, one sends those of a week. */
import { sql, type Kysely } from 'kysely';
import { insertMails } from './alerts.ts';
import type { NewNotice } from './change.ts';
import type { KeyRing } from './keys.ts';
import type { Database } from './schema.ts';
import { appendAudit } from './write.ts';

export interface DigestStore {
  /** @param week ISO date of its first day */
  isSent(week: string): Promise<boolean>;
  /** Sends the mails, unless those of the week have been sent. @returns whether they are sent now */
  send(week: string, mails: readonly Omit<NewNotice, 'notice'>[]): Promise<boolean>;
}

export function createDigestStore(db: Kysely<Database>, keys: KeyRing): DigestStore {
  return {
    async isSent(week) {
      const { rows } = await sql`SELECT FROM digests WHERE week = ${week}::date`.execute(db);
      return rows.length > 0;
    },
    send: (week, mails) =>
      db.transaction().execute(async (trx) => {
        const { numAffectedRows } = await sql`
          INSERT INTO digests (week) VALUES (${week}::date) ON CONFLICT (week) DO NOTHING`.execute(trx);
        if (numAffectedRows !== 1n) return false;
        await insertMails(trx, keys, mails, 'digest');
        const detail = { week, mails: mails.length };
        await appendAudit(trx, [{ messageId: null, event: { event: 'digest-sent', actor: 'gateway', detail } }]);
        return true;
      }),
  };
}

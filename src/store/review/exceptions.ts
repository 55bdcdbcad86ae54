/** What reviewers have allowed, and until when: read by the console, and by the pipeline before it assesses a message. */
import { sql, type Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import type { Actor } from './decisions.ts';
import { visibleTo, type Viewer } from './search.ts';

export interface AllowedUntil {
  readonly id: string;
  /** Codes of findings, with `*` for any run of characters. */
  readonly codes: readonly string[];
  /** Address, `*@domain` or domain, in lower case; null: everybody. */
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly expiresAt: Date;
}
export interface ReviewException extends AllowedUntil {
  readonly reason: string;
  readonly by: string;
  readonly createdAt: Date;
  readonly used: number;
}

export interface Exceptions {
  /** The active exceptions. */
  active(now: Date): Promise<AllowedUntil[]>;
  list(viewer: Pick<Viewer, 'schools'>, now: Date): Promise<ReviewException[]>;
  /** @returns false where there is no such active exception, or the account may not see it */
  end(id: string, viewer: Pick<Viewer, 'schools'>, actor: Actor, now: Date): Promise<boolean>;
}

export function createExceptions(db: Kysely<Database>, keys: KeyRing): Exceptions {
  return {
    async active(now) {
      const rows = await db
        .selectFrom('exceptions')
        .select(['id', 'codes', 'sender', 'recipient', 'expires_at'])
        .where('ended_at', 'is', null)
        .where('expires_at', '>', now)
        .execute();
      return rows.map(({ expires_at, ...row }) => ({ ...row, expiresAt: expires_at }));
    },
    async list(viewer, now) {
      const rows = await db
        .selectFrom('exceptions as e')
        .selectAll()
        .where('ended_at', 'is', null)
        .where('expires_at', '>', now)
        .where(visibleTo(viewer, sql`e.schools`))
        .orderBy('created_at', 'desc')
        .limit(1000)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        codes: row.codes,
        sender: row.sender,
        recipient: row.recipient,
        expiresAt: row.expires_at,
        reason: keys.unseal<string>(row.sealed, `exception:${row.id}`),
        by: row.by_name,
        createdAt: row.created_at,
        used: row.used,
      }));
    },
    end: (id, viewer, actor, now) =>
      db.transaction().execute(async (trx) => {
        const { rows } = await sql<{ message_id: string | null }>`
          UPDATE exceptions AS e SET ended_at = ${now}
          WHERE e.id = ${id} AND e.ended_at IS NULL AND ${visibleTo(viewer, sql`e.schools`)} RETURNING e.message_id`.execute(
          trx,
        );
        if (rows[0] === undefined) return false;
        const event = { event: 'exception-ended', actor: actor.email, detail: { exception: id } };
        await appendAudit(trx, [{ messageId: rows[0].message_id, event }]);
        return true;
      }),
  };
}

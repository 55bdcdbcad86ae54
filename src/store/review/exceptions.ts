/** What reviewers have allowed, and until when: read by the console, and by the pipeline before it assesses a message. */
import { sql, type Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import type { ReasonedActor } from './actor.ts';
import { visibleTo, type Viewer } from './search.ts';

export interface AllowedUntil {
  readonly id: string;
  /** Codes of findings, with `*` for any run of characters. */
  readonly codes: readonly string[];
  /** Address, `*@domain` or domain, in lower case; null: everybody. */
  readonly sender: string | null;
  readonly recipient: string | null;
  /** The largest number of students that a message may be about. */
  readonly students: number;
  readonly expiresAt: Date;
  /** How often it had been used when it was read. */
  readonly used: number;
  /** Name of the account that made it. */
  readonly by: string;
  /** Addresses of its maker and of the managers, who learn of its first use. */
  readonly tell: readonly string[];
}
export interface ReviewException extends Omit<AllowedUntil, 'tell'> {
  readonly reason: string;
  readonly createdAt: Date;
  readonly firstUsedAt: Date | null;
  /** It has no effect until a manager consents. */
  readonly waitsForConsent: boolean;
  /** The manager who consented; null where nobody had to. */
  readonly consentedBy: string | null;
}

export interface Exceptions {
  /** The active exceptions. */
  active(now: Date): Promise<AllowedUntil[]>;
  /** The active exceptions, and those that wait for a manager's consent. */
  list(viewer: Pick<Viewer, 'schools'>, now: Date): Promise<ReviewException[]>;
  /** @returns false where no such exception waits, or the account may not see it or does not see all that it would cover */
  consent(id: string, viewer: Pick<Viewer, 'schools'>, by: ReasonedActor, now: Date): Promise<boolean>;
  /** @returns false where there is no such exception, or the account may not see it */
  end(id: string, viewer: Pick<Viewer, 'schools'>, by: ReasonedActor, now: Date): Promise<boolean>;
}

interface ActiveRow extends Omit<AllowedUntil, 'expiresAt' | 'by'> {
  readonly expires_at: Date;
  readonly by_name: string;
}

export function createExceptions(db: Kysely<Database>, keys: KeyRing): Exceptions {
  return {
    async active(now) {
      const { rows } = await sql<ActiveRow>`
        SELECT e.id, e.codes, e.sender, e.recipient, e.students, e.expires_at, e.used, e.by_name, ARRAY(
          SELECT a.email FROM accounts AS a
          WHERE NOT a.disabled AND (a.id = e.by_id OR (a.role = 'manager' AND (a.schools = '{}' OR a.schools && e.schools)))
          ORDER BY a.email LIMIT 20) AS tell
        FROM exceptions AS e
        WHERE e.ended_at IS NULL AND e.expires_at > ${now} AND (NOT e.needs_consent OR e.consented_at IS NOT NULL)`.execute(
        db,
      );
      return rows.map(({ expires_at, by_name, ...row }) => ({ ...row, expiresAt: expires_at, by: by_name }));
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
        students: row.students,
        expiresAt: row.expires_at,
        reason: keys.unseal<string>(row.sealed, `exception:${row.id}`),
        by: row.by_name,
        createdAt: row.created_at,
        used: row.used,
        firstUsedAt: row.first_used_at,
        waitsForConsent: row.needs_consent && row.consented_at === null,
        consentedBy: row.consented_by,
      }));
    },
    consent: (id, viewer, { why, ...actor }, now) =>
      db.transaction().execute(async (trx) => {
        // An exception for several senders holds for all schools: only an account that sees all of them can consent.
        const { rows } = await sql<{ message_id: string | null }>`
          UPDATE exceptions AS e SET consented_at = ${now}, consented_by = ${actor.name}
          WHERE e.id = ${id} AND e.ended_at IS NULL AND e.expires_at > ${now} AND e.needs_consent AND e.consented_at IS NULL
            AND ${visibleTo(viewer, sql`e.schools`)} AND (${viewer.schools.length === 0} OR e.sender LIKE '%_@%')
          RETURNING e.message_id`.execute(trx);
        if (rows[0] === undefined) return false;
        const event = { event: 'exception-consented', actor: actor.email, detail: { exception: id }, why };
        await appendAudit(trx, [{ messageId: rows[0].message_id, event }]);
        return true;
      }),
    end: (id, viewer, { email, why }, now) =>
      db.transaction().execute(async (trx) => {
        const { rows } = await sql<{ message_id: string | null }>`
          UPDATE exceptions AS e SET ended_at = ${now}
          WHERE e.id = ${id} AND e.ended_at IS NULL AND ${visibleTo(viewer, sql`e.schools`)} RETURNING e.message_id`.execute(
          trx,
        );
        if (rows[0] === undefined) return false;
        const event = { event: 'exception-ended', actor: email, detail: { exception: id }, why };
        await appendAudit(trx, [{ messageId: rows[0].message_id, event }]);
        return true;
      }),
  };
}

/**
 * Counts attempts to sign in by the address that was typed, whether or not there is such an account, so that a lock does
 * not show who has an account.
 */
import { createHmac } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';

export interface LockOut {
  /** Failures after which an address is locked. */
  readonly attempts: number;
  /** The first lock; each further failure doubles it, up to the longest. */
  readonly firstMinutes: number;
  readonly maxMinutes: number;
}

export interface Attempt {
  readonly email: string;
  /** The lock that began with this attempt, should it fail. */
  readonly lockedUntil: Date | null;
}

export interface SignInGuard {
  /**
   * Counts an attempt as failed before it is checked, so that many at once count as much as many in a row.
   *
   * @returns the end of the lock instead, where the address is locked
   */
  begin(email: string, at: Date): Promise<Attempt | { readonly lockedUntil: Date; readonly refused: true }>;
  /** The attempt was right: forgets all failures. */
  succeeded(email: string): Promise<void>;
  /** The attempt was neither right nor wrong: undoes its own count and lock. */
  takeBack(attempt: Attempt): Promise<void>;
  /** Ends of the active locks, by address. */
  locks(emails: readonly string[], at: Date): Promise<ReadonlyMap<string, Date>>;
  prune(at: Date): Promise<void>;
}

/** Failures are forgotten after a day without another. */
const FORGET_MS = 86_400_000;

export function createSignInGuard(db: Kysely<Database>, keys: KeyRing, lockOut: LockOut): SignInGuard {
  const [key = ''] = keys.derive('sign-in');
  const hash = (email: string): Buffer => createHmac('sha256', key).update(email.trim().toLowerCase()).digest();

  return {
    async begin(email, at) {
      const forgotten = new Date(at.getTime() - FORGET_MS);
      const { attempts, firstMinutes, maxMinutes } = lockOut;
      const counted = sql`CASE WHEN f.failed_at < ${forgotten} THEN 1 ELSE f.failures + 1 END`;
      const { rows } = await sql<{ locked_until: Date | null }>`
        INSERT INTO sign_in_failures AS f (address_hash, failures, failed_at, locked_until)
        VALUES (${hash(email)}, 1, ${at}, ${attempts <= 1 ? new Date(at.getTime() + firstMinutes * 60_000) : null})
        ON CONFLICT (address_hash) DO UPDATE SET
          failures = ${counted},
          failed_at = ${at},
          locked_until = CASE WHEN ${counted} >= ${attempts}::int THEN ${at}::timestamptz + least(
            ${maxMinutes}::float8, ${firstMinutes}::float8 * power(2, least(30, ${counted} - ${attempts}::int))) * interval '1 minute' END
        WHERE f.locked_until IS NULL OR f.locked_until <= ${at}
        RETURNING locked_until`.execute(db);
      const [row] = rows;
      if (row) return { email, lockedUntil: row.locked_until };
      const held = await db
        .selectFrom('sign_in_failures')
        .select('locked_until')
        .where('address_hash', '=', hash(email))
        .executeTakeFirst();
      return { refused: true, lockedUntil: held?.locked_until ?? at };
    },
    async succeeded(email) {
      await db.deleteFrom('sign_in_failures').where('address_hash', '=', hash(email)).execute();
    },
    async takeBack({ email, lockedUntil }) {
      await sql`
        UPDATE sign_in_failures SET failures = greatest(failures - 1, 0),
          locked_until = CASE WHEN locked_until = ${lockedUntil} THEN NULL ELSE locked_until END
        WHERE address_hash = ${hash(email)}`.execute(db);
    },
    async locks(emails, at) {
      if (emails.length === 0) return new Map();
      const byHash = new Map(emails.map((email) => [hash(email).toString('hex'), email]));
      const rows = await db
        .selectFrom('sign_in_failures')
        .select(['address_hash', 'locked_until'])
        .where('locked_until', '>', at)
        .where(
          'address_hash',
          'in',
          [...byHash.keys()].map((hex) => Buffer.from(hex, 'hex')),
        )
        .execute();
      return new Map(
        rows.flatMap(({ address_hash, locked_until }) => {
          const email = byHash.get(address_hash.toString('hex'));
          return email === undefined || locked_until === null ? [] : [[email, locked_until] as const];
        }),
      );
    },
    async prune(at) {
      await db
        .deleteFrom('sign_in_failures')
        .where('failed_at', '<', new Date(at.getTime() - FORGET_MS))
        .execute();
    },
  };
}

/** Sessions of the console: a row each, found by the hash of the random id that the browser holds. */
import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { hashSecret, newSecret } from './secret-token.ts';

export interface SessionLimits {
  /** From sign-in, however busy. */
  readonly maxMs: number;
  /** Without a request. */
  readonly idleMs: number;
}

export interface StoredSession {
  readonly accountId: string;
  /** The earlier of the two limits. */
  readonly expiresAt: Date;
  /** This use was stored, which happens at most every half minute. */
  readonly isMarked: boolean;
}

export interface Sessions {
  /** @returns the id, which only the browser keeps */
  begin(accountId: string, at: Date): Promise<string>;
  /** The session while it lasts. @param use whether it then counts as used */
  find(id: string, at: Date, use: boolean): Promise<StoredSession | undefined>;
  /** The same session under a new id, when its rights have changed: an id that an attacker planted or saw is worthless. */
  rotate(id: string): Promise<string | undefined>;
  end(id: string): Promise<void>;
  /** Ends all sessions of an account except the one with this id. */
  endAll(accountId: string, exceptId?: string): Promise<void>;
  /** Deletes sessions that have ended. */
  prune(at: Date): Promise<void>;
}

/** A session is stored as used at most this often. */
const SEEN_EVERY_MS = 30_000;

export function createSessions(db: Kysely<Database>, limits: SessionLimits): Sessions {
  const past = (at: Date, ms: number) => new Date(at.getTime() - ms);
  return {
    async begin(accountId, at) {
      const id = newSecret();
      const expires_at = new Date(at.getTime() + limits.maxMs);
      await db
        .insertInto('sessions')
        .values({ id_hash: hashSecret(id), account_id: accountId, created_at: at, seen_at: at, expires_at })
        .execute();
      return id;
    },
    async find(id, at, use) {
      const id_hash = hashSecret(id);
      const row = await db
        .selectFrom('sessions')
        .selectAll()
        .where('id_hash', '=', id_hash)
        .where('expires_at', '>', at)
        .where('seen_at', '>', past(at, limits.idleMs))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const isMarked = use && row.seen_at < past(at, SEEN_EVERY_MS);
      if (isMarked) {
        await db.updateTable('sessions').set({ seen_at: at }).where('id_hash', '=', id_hash).execute();
      }
      const idleEnd = at.getTime() + limits.idleMs;
      return { accountId: row.account_id, expiresAt: new Date(Math.min(row.expires_at.getTime(), idleEnd)), isMarked };
    },
    async rotate(id) {
      const next = newSecret();
      const { numUpdatedRows } = await db
        .updateTable('sessions')
        .set({ id_hash: hashSecret(next) })
        .where('id_hash', '=', hashSecret(id))
        .executeTakeFirst();
      return numUpdatedRows === 1n ? next : undefined;
    },
    async end(id) {
      await db.deleteFrom('sessions').where('id_hash', '=', hashSecret(id)).execute();
    },
    async endAll(accountId, exceptId) {
      await db
        .deleteFrom('sessions')
        .where('account_id', '=', accountId)
        .$if(exceptId !== undefined, (query) => query.where('id_hash', '!=', hashSecret(exceptId ?? '')))
        .execute();
    },
    async prune(at) {
      await db
        .deleteFrom('sessions')
        .where((eb) => eb.or([eb('expires_at', '<=', at), eb('seen_at', '<=', past(at, limits.idleMs))]))
        .execute();
    },
  };
}

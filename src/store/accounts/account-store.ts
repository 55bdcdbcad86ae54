/** Everything that the console stores about its users, put together. */
import type { Kysely } from 'kysely';
import type { AuditEvent } from '../change.ts';
import type { KeyRing } from '../keys.ts';
import type { Database } from '../schema.ts';
import { appendAudit } from '../write.ts';
import { createAccounts, type Accounts } from './accounts.ts';
import { createApiTokens, type ApiTokens } from './api-tokens.ts';
import { createOneTimeLinks, type OneTimeLinks } from './one-time-links.ts';
import { createSessions, type SessionLimits, type Sessions } from './sessions.ts';
import { createSignInGuard, type LockOut, type SignInGuard } from './sign-in-guard.ts';

export interface AccountStore {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly links: OneTimeLinks;
  readonly tokens: ApiTokens;
  readonly guard: SignInGuard;
  /** Adds an event to the audit log that changes no row here: a sign-in, a sign-out. */
  readonly record: (event: AuditEvent) => Promise<void>;
  /** Deletes sessions, links and counts that have ended. */
  prune(at: Date): Promise<void>;
}

export interface AccountStoreOptions {
  readonly limits: SessionLimits;
  readonly lockOut: LockOut;
}

export function createAccountStore(db: Kysely<Database>, keys: KeyRing, options: AccountStoreOptions): AccountStore {
  const sessions = createSessions(db, options.limits);
  const links = createOneTimeLinks(db);
  const guard = createSignInGuard(db, keys, options.lockOut);
  return {
    accounts: createAccounts(db, keys),
    sessions,
    links,
    tokens: createApiTokens(db),
    guard,
    async record(event) {
      await db.transaction().execute((trx) => appendAudit(trx, [{ messageId: null, event }]));
    },
    async prune(at) {
      await Promise.all([sessions.prune(at), links.prune(at), guard.prune(at)]);
    },
  };
}

/** What everything about accounts and sessions works with: the store, the settings, the clock. */
import type { ConsoleConfig } from '../../config/console-schema.ts';
import type { StoredAccount } from '../../store/accounts/accounts.ts';
import type { AccountStore } from '../../store/accounts/account-store.ts';
import type { KeyRing } from '../../store/keys.ts';
import type { Account } from '../contract/account.ts';
import type { Caller } from './handler.ts';

export interface AccessContext {
  readonly store: AccountStore;
  readonly settings: ConsoleConfig;
  /** Client secrets of the identity providers, by provider id. */
  readonly clientSecrets: Readonly<Record<string, string>>;
  readonly keys: Pick<KeyRing, 'seal' | 'unseal'>;
  /** `https://hallpass.school.example`, without a slash at the end. */
  readonly publicUrl: string;
  now(): Date;
}

/** An account as the console shows it. @param lockedUntil of its address, where locks were asked for */
export function toAccount(stored: StoredAccount, lockedUntil?: Date): Account {
  return {
    id: stored.id,
    name: stored.name,
    email: stored.email,
    role: stored.role,
    schools: [...stored.schools],
    signIn: [
      ...(stored.passwordHash === null ? [] : (['password'] as const)),
      ...(stored.identity === null ? [] : (['oidc'] as const)),
    ],
    hasTotp: stored.hasTotp,
    disabled: stored.disabled,
    lockedUntil: lockedUntil?.toISOString() ?? null,
    lastSeenAt: stored.lastSeenAt?.toISOString() ?? null,
  };
}

/**
 * Under which name a caller's acts are recorded and counted: an account's address, whether it came with a session or a
 * token, so that nobody is two people where two are needed.
 */
export function actorOf({ account }: Pick<Caller, 'account'>): string {
  return account.email;
}

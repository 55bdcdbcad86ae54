/** Dependencies of everything about accounts and sessions: the store, the settings, the clock. */
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

/** An account as the console shows it. @param lockedUntil end of the lock of its address, if there is one */
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
 * The name under which a caller's actions are recorded and counted: the address of the account, for sessions and tokens
 * alike, so that one person cannot give two approvals.
 */
export function actorOf({ account }: Pick<Caller, 'account'>): string {
  return account.email;
}

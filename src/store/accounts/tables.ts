/** The tables of `migrations/0005-accounts.ts` as Kysely sees them. */

/** As in the console's contract; the store does not import the console. */
export type AccountRole = 'reviewer' | 'manager' | 'auditor' | 'administrator';

export interface AccountsTable {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
  role: AccountRole;
  /** Names of schools; empty: all. */
  schools: string[];
  password_hash: string | null;
  /** Encrypted secret of the second factor; `totp_pending` is not confirmed yet. */
  totp: Buffer | null;
  totp_pending: Buffer | null;
  /** Time step of the last code that was taken: no code is taken twice. */
  totp_step: string | null;
  /** Identity at a provider, once signed in with it. */
  issuer: string | null;
  subject: string | null;
  /** An identity provider made the account and keeps its role. */
  managed: boolean;
  disabled: boolean;
  created_at: Date;
  last_seen_at: Date | null;
}

export interface SessionsTable {
  id_hash: Buffer;
  account_id: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
}

export interface OneTimeLinksTable {
  token_hash: Buffer;
  purpose: 'set-up' | 'password';
  account_id: string | null;
  expires_at: Date;
}

export interface ApiTokensTable {
  id: string;
  account_id: string;
  name: string;
  token_hash: Buffer;
  scopes: string[];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

export interface SignInFailuresTable {
  /** HMAC of the address that was typed, whether or not there is such an account. */
  address_hash: Buffer;
  failures: number;
  failed_at: Date;
  locked_until: Date | null;
}

/** Of `migrations/0016-absences.ts`. */
export interface AbsencesTable {
  account_id: string;
  deputy_id: string;
  /** ISO dates in the district's time zone, as the person gave them. */
  first_day: string;
  last_day: string;
  starts_at: Date;
  ends_at: Date;
}

export interface AccountTables {
  absences: AbsencesTable;
  accounts: AccountsTable;
  sessions: SessionsTable;
  one_time_links: OneTimeLinksTable;
  api_tokens: ApiTokensTable;
  sign_in_failures: SignInFailuresTable;
}

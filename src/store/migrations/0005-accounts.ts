/** Accounts of the console with their sessions, one-time links and tokens, and the count of failed sign-ins. */
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE accounts (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      email text NOT NULL UNIQUE CHECK (email = lower(email)),
      role text NOT NULL CHECK (role IN ('reviewer', 'manager', 'auditor', 'administrator')),
      schools text[] NOT NULL DEFAULT '{}',
      password_hash text,
      totp bytea,
      totp_pending bytea,
      totp_step bigint,
      issuer text,
      subject text,
      managed boolean NOT NULL DEFAULT false,
      disabled boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL,
      last_seen_at timestamptz,
      UNIQUE (issuer, subject)
    )`.execute(db);
  // Of sessions, links and tokens the hash only: who reads the database, or a copy of it, cannot sign in with what is there.
  await sql`
    CREATE TABLE sessions (
      id_hash bytea PRIMARY KEY,
      account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      created_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX sessions_account ON sessions (account_id)`.execute(db);
  await sql`
    CREATE TABLE one_time_links (
      token_hash bytea PRIMARY KEY,
      purpose text NOT NULL CHECK (purpose IN ('set-up', 'password')),
      account_id uuid REFERENCES accounts (id) ON DELETE CASCADE,
      expires_at timestamptz NOT NULL,
      CHECK ((purpose = 'password') = (account_id IS NOT NULL))
    )`.execute(db);
  await sql`
    CREATE TABLE api_tokens (
      id uuid PRIMARY KEY,
      account_id uuid NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      name text NOT NULL,
      token_hash bytea NOT NULL UNIQUE,
      scopes text[] NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz,
      last_used_at timestamptz
    )`.execute(db);
  await sql`
    CREATE TABLE sign_in_failures (
      address_hash bytea PRIMARY KEY,
      failures integer NOT NULL,
      failed_at timestamptz NOT NULL,
      locked_until timestamptz
    )`.execute(db);
}

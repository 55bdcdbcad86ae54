/** Accounts, sessions, roles and tokens in the console's API. */
import { z } from 'zod';

/**
 * A reviewer decides on held messages, optionally of certain schools only. A manager decides on all of them, sees the
 * overview and disclosures, puts versions of the policy in force, and manages accounts of reviewers. An auditor reads the
 * audit log and the overview. An administrator manages settings, accounts and health, and works on drafts of the policy.
 * Auditors and administrators cannot see message content.
 */
export const role = z.enum(['reviewer', 'manager', 'auditor', 'administrator']);
export type Role = z.infer<typeof role>;

export const account = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role,
  /** Names of schools; empty for all schools. */
  schools: z.array(z.string()),
  /** The ways in which the account can sign in. */
  signIn: z.array(z.enum(['password', 'oidc'])),
  hasTotp: z.boolean(),
  disabled: z.boolean(),
  /** End of the lock after too many wrong passwords. ISO 8601. */
  lockedUntil: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
});
export type Account = z.infer<typeof account>;

/** What a signed-in account may do. The console shows nothing else, and the API refuses everything else. */
export const permission = z.enum([
  'messages.list',
  'messages.read', // masked content
  'messages.reveal',
  'messages.decide',
  'exceptions.consent',
  'overview.read',
  'disclosures.read',
  'audit.read',
  'policy.read',
  'policy.edit', // drafts of the policy
  'policy.put', // putting a version in force
  'settings.read',
  'settings.write',
  'mail-flow.read', // envelopes and replies of the next hop
  'mail-flow.retry',
  'mail-flow.write', // returning waiting messages, pausing next hops
  'accounts.read',
  'accounts.write',
  'tokens.write',
]);
export type Permission = z.infer<typeof permission>;

export const session = z.object({
  account,
  permissions: z.array(permission),
  /** Must be sent as `x-csrf-token` with every call except GET. */
  csrfToken: z.string(),
  expiresAt: z.iso.datetime(),
});
export type Session = z.infer<typeof session>;

/** The ways to sign in, which are public. */
export const signInOptions = z.object({
  /** False until the one-time set-up link has been used. */
  isSetUp: z.boolean(),
  password: z.boolean(),
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SignInOptions = z.infer<typeof signInOptions>;

export const signIn = z.object({
  email: z.string().max(254),
  password: z.string().max(1000),
  /** Six digits, required after the problem code `sign-in.totp-required`. */
  totp: z.string().max(10).optional(),
});

export const newPassword = z.string().min(12).max(1000);

/** Creates the first account. The token is part of the link that the gateway prints at its first start. */
export const setUp = z.object({
  token: z.string().max(200),
  name: z.string().min(1).max(120),
  email: z.email().max(254),
  password: newPassword,
});

export const tokenScope = z.enum(['messages:read', 'messages:decide', 'overview:read', 'audit:read']);
export type TokenScope = z.infer<typeof tokenScope>;
export const apiToken = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(tokenScope),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof apiToken>;

/** Accounts, sessions, roles and tokens as the console's API speaks of them. */
import { z } from 'zod';

/**
 * reviewer: decides on held messages, of own schools where set. manager: that for all, overview, disclosures, accounts of
 * reviewers. auditor: reads the record and the overview, sees no message content. administrator: settings, accounts, policy,
 * health; no message content.
 */
export const role = z.enum(['reviewer', 'manager', 'auditor', 'administrator']);
export type Role = z.infer<typeof role>;

export const account = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role,
  /** Names of schools; empty: all. */
  schools: z.array(z.string()),
  /** How this account signs in. */
  signIn: z.array(z.enum(['password', 'oidc'])),
  hasTotp: z.boolean(),
  disabled: z.boolean(),
  /** Too many wrong passwords: until then. ISO 8601. */
  lockedUntil: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
});
export type Account = z.infer<typeof account>;

/** What one signed-in account may do: the console shows nothing else, the API refuses everything else. */
export const permission = z.enum([
  'messages.list',
  'messages.read', // masked content
  'messages.reveal',
  'messages.decide',
  'overview.read',
  'disclosures.read',
  'audit.read',
  'policy.read',
  'settings.read',
  'settings.write',
  'accounts.read',
  'accounts.write',
  'tokens.write',
]);
export type Permission = z.infer<typeof permission>;

export const session = z.object({
  account,
  permissions: z.array(permission),
  /** Sent back as `x-csrf-token` with every call that changes something. */
  csrfToken: z.string(),
  expiresAt: z.iso.datetime(),
});
export type Session = z.infer<typeof session>;

/** Public: what the sign-in page offers. */
export const signInOptions = z.object({
  /** False until the one-time set-up link was used. */
  isSetUp: z.boolean(),
  password: z.boolean(),
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SignInOptions = z.infer<typeof signInOptions>;

export const signIn = z.object({
  email: z.string().max(254),
  password: z.string().max(1000),
  /** Six digits; asked for with problem code `sign-in.totp-required`. */
  totp: z.string().max(10).optional(),
});

export const newPassword = z.string().min(12).max(1000);

/** First start: the token comes from the link that the gateway printed. */
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

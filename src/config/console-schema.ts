/** The section `console` of the configuration: sessions, lock-out, identity providers. */
import { z } from 'zod';

const hours = z.number().positive().max(8760);
const role = z.enum(['reviewer', 'manager', 'auditor', 'administrator']);

const provider = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens')
    .describe('Part of the callback address: /api/sign-in/ID/callback.'),
  name: z.string().min(1).max(60).describe('Name on the sign-in button, such as Google or Microsoft.'),
  issuer: z
    .url()
    .describe(
      'https://accounts.google.com, or https://login.microsoftonline.com/TENANT/v2.0 with the id of your tenant.',
    ),
  clientId: z.string().min(1).describe('Client id from the provider.'),
  clientSecretFile: z
    .string()
    .optional()
    .describe('File with the client secret. Default: the environment variable HALLPASS_OIDC_SECRET_ID.'),
  allowedDomains: z
    .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a domain such as school.example'))
    .min(1)
    .describe('Domains whose addresses may sign in; they must match exactly.'),
  verifiedBy: z
    .enum(['claim', 'tenant'])
    .default('claim')
    .describe(
      'How an address is verified. claim: the provider sends email_verified (Google). tenant: the issuer is one organization that assigns its own addresses (Entra ID).',
    ),
  emailClaim: z.string().default('email').describe('Claim with the address; for Entra ID use preferred_username.'),
  scopes: z.array(z.string()).default(['openid', 'email', 'profile']).describe('Scopes to request.'),
  roles: z
    .array(
      z.strictObject({
        claim: z.string().min(1).describe('Claim of the ID token, such as groups or roles.'),
        value: z.string().min(1).describe('The value of the claim, or one of its values.'),
        role,
        schools: z.array(z.string()).default([]).describe('Names of schools. Empty: all schools.'),
      }),
    )
    .default([])
    .describe(
      'Who gets an account without an invitation, and with which role: the first entry that matches. It is checked at each sign-in.',
    ),
});

export const consoleSection = z
  .strictObject({
    sessionHours: hours.default(10).describe('Longest duration of a session, in hours.'),
    idleMinutes: z.number().positive().default(30).describe('Minutes without a request after which a session ends.'),
    linkHours: hours.default(72).describe('Hours after which an invitation or a link for a new password expires.'),
    passwords: z
      .boolean()
      .default(true)
      .describe('Whether accounts may sign in with a password. false: only with an identity provider.'),
    lockOut: z
      .strictObject({
        attempts: z.number().int().positive().default(5).describe('Failed sign-ins after which an address must wait.'),
        firstMinutes: z
          .number()
          .positive()
          .default(1)
          .describe('The first wait, in minutes; each further failure doubles it.'),
        maxMinutes: z.number().positive().default(60).describe('The longest wait, in minutes.'),
      })
      .prefault({}),
    signInsPerMinute: z
      .number()
      .int()
      .positive()
      .default(30)
      .describe('Attempts to sign in or to use a link or an invitation, per client address and minute.'),
    providers: z.array(provider).default([]).describe('Identity providers (OpenID Connect).'),
  })
  .prefault({});

export type ConsoleConfig = z.infer<typeof consoleSection>;
export type ProviderConfig = ConsoleConfig['providers'][number];

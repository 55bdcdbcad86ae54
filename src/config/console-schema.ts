/** The section `console` of the configuration: sessions, lock-out, identity providers. */
import { z } from 'zod';

const hours = z.number().positive().max(8760);
const role = z.enum(['reviewer', 'manager', 'auditor', 'administrator']);

const provider = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens')
    .describe('Stands in the callback address: /api/sign-in/ID/callback.'),
  name: z.string().min(1).max(60).describe('What the button says: Google, Microsoft.'),
  issuer: z
    .url()
    .describe(
      'https://accounts.google.com, or https://login.microsoftonline.com/TENANT/v2.0 with the id of your tenant.',
    ),
  clientId: z.string().min(1).describe('Client id that the provider gave.'),
  clientSecretFile: z
    .string()
    .optional()
    .describe('File that holds the client secret. Default: the environment variable HALLPASS_OIDC_SECRET_ID.'),
  allowedDomains: z
    .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a domain such as school.example'))
    .min(1)
    .describe('Domains of the addresses that may sign in, exactly.'),
  verifiedBy: z
    .enum(['claim', 'tenant'])
    .default('claim')
    .describe(
      'How an address is known to be theirs. claim: the provider says email_verified (Google). tenant: the issuer is one organisation that gives out its own addresses (Entra ID).',
    ),
  emailClaim: z
    .string()
    .default('email')
    .describe('Claim that holds the address; for Entra ID better preferred_username.'),
  scopes: z.array(z.string()).default(['openid', 'email', 'profile']).describe('Scopes asked for.'),
  roles: z
    .array(
      z.strictObject({
        claim: z.string().min(1).describe('Claim of the ID token: groups, roles.'),
        value: z.string().min(1).describe('Its value, or one of its values.'),
        role,
        schools: z.array(z.string()).default([]).describe('Names of schools; empty: all.'),
      }),
    )
    .default([])
    .describe('Who gets an account without an invitation, as what: the first that fits. It is asked at each sign-in.'),
});

export const consoleSection = z
  .strictObject({
    sessionHours: hours.default(10).describe('How long a sign-in lasts at most.'),
    idleMinutes: z.number().positive().default(30).describe('Minutes without a request after which a sign-in ends.'),
    linkHours: hours.default(72).describe('How long an invitation or a link for a new password works.'),
    passwords: z
      .boolean()
      .default(true)
      .describe('Whether accounts may sign in with a password. false: with an identity provider only.'),
    lockOut: z
      .strictObject({
        attempts: z
          .number()
          .int()
          .positive()
          .default(5)
          .describe('Failed sign-ins after which an address has to wait.'),
        firstMinutes: z.number().positive().default(1).describe('The first wait; each further failure doubles it.'),
        maxMinutes: z.number().positive().default(60).describe('The longest wait.'),
      })
      .prefault({}),
    signInsPerMinute: z
      .number()
      .int()
      .positive()
      .default(30)
      .describe('Sign-ins, links and invitations tried from one client address in a minute.'),
    providers: z.array(provider).default([]).describe('Identity providers (OpenID Connect).'),
  })
  .prefault({});

export type ConsoleConfig = z.infer<typeof consoleSection>;
export type ProviderConfig = ConsoleConfig['providers'][number];

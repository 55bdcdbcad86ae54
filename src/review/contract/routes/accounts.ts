/** Routes about accounts, passwords, two-factor authentication and API tokens. */
import { z } from 'zod';
import * as account from '../account.ts';
import type { Route } from './route.ts';

export const accountRoutes = {
  accounts: {
    method: 'GET',
    path: '/accounts',
    summary: 'Accounts',
    needs: 'accounts.read',
    answer: z.object({ accounts: z.array(account.account) }),
  },
  inviteAccount: {
    method: 'POST',
    path: '/accounts',
    summary: 'Invites a person; the answer has a one-time link',
    needs: 'accounts.write',
    body: account.account.pick({ name: true, email: true, role: true, schools: true }),
    answer: z.object({ account: account.account, link: z.string() }),
  },
  changeAccount: {
    method: 'PATCH',
    path: '/accounts/:id',
    summary: 'Changes name, role or schools, or disables sign-in',
    needs: 'accounts.write',
    body: account.account.pick({ name: true, role: true, schools: true, disabled: true }).partial(),
    answer: account.account,
  },
  schools: {
    method: 'GET',
    path: '/schools',
    summary: 'Schools of the roster, to which a reviewer can be limited',
    needs: 'accounts.write',
    answer: z.object({ schools: z.array(z.string()) }),
  },
  accountLink: {
    method: 'POST',
    path: '/accounts/:id/link',
    summary: 'Creates a one-time link to set a password, and ends all sessions',
    needs: 'accounts.write',
    answer: z.object({ link: z.string() }),
  },
  acceptInvitation: {
    method: 'POST',
    path: '/invitations',
    summary: 'Sets a password with a one-time link',
    needs: 'public',
    body: z.object({ token: z.string().max(200), password: account.newPassword }),
    answer: account.session,
  },
  changePassword: {
    method: 'PUT',
    path: '/account/password',
    summary: 'Changes your own password',
    needs: 'signed-in',
    body: z.object({ current: z.string().max(1000), next: account.newPassword }),
  },
  beginTotp: {
    method: 'POST',
    path: '/account/totp',
    summary: 'Creates a secret for an authenticator app',
    needs: 'signed-in',
    answer: z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string() }),
  },
  confirmTotp: {
    method: 'PUT',
    path: '/account/totp',
    summary: 'Turns two-factor authentication on',
    needs: 'signed-in',
    body: z.object({ totp: z.string().max(10) }),
  },
  endTotp: {
    method: 'DELETE',
    path: '/account/totp',
    summary: 'Turns two-factor authentication off',
    needs: 'signed-in',
    body: z.object({ password: z.string().max(1000) }),
  },
  tokens: {
    method: 'GET',
    path: '/tokens',
    summary: 'API tokens of your account',
    needs: 'tokens.write',
    answer: z.object({ tokens: z.array(account.apiToken) }),
  },
  makeToken: {
    method: 'POST',
    path: '/tokens',
    summary: 'Creates a token; the answer has its secret, which is shown only once',
    needs: 'tokens.write',
    body: z.object({
      name: z.string().min(1).max(60),
      scopes: z.array(account.tokenScope).min(1),
      expiresAt: z.iso.datetime().nullable(),
    }),
    answer: z.object({ token: account.apiToken, secret: z.string() }),
  },
  deleteToken: { method: 'DELETE', path: '/tokens/:id', summary: 'Revokes a token', needs: 'tokens.write' },
} as const satisfies Readonly<Record<string, Route>>;

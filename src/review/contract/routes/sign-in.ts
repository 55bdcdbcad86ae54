/** Routes for sign-in, sign-out and the set-up of the first account. */
import { z } from 'zod';
import * as account from '../account.ts';
import type { Route } from './route.ts';

export const signInRoutes = {
  signInOptions: {
    method: 'GET',
    path: '/sign-in',
    summary: 'Ways to sign in',
    needs: 'public',
    answer: account.signInOptions,
  },
  signIn: {
    method: 'POST',
    path: '/session',
    summary: 'Signs in',
    needs: 'public',
    body: account.signIn,
    answer: account.session,
  },
  session: {
    method: 'GET',
    path: '/session',
    summary: 'The signed-in account and its permissions',
    needs: 'signed-in',
    answer: account.session,
  },
  signOut: { method: 'DELETE', path: '/session', summary: 'Signs out', needs: 'signed-in' },
  setUp: {
    method: 'POST',
    path: '/set-up',
    summary: 'Creates the first account, with the link of the first start',
    needs: 'public',
    body: account.setUp,
    answer: account.session,
  },
  checkLink: {
    method: 'POST',
    path: '/links/check',
    summary: 'Whether a one-time link can still be used; refused with access.link-invalid otherwise',
    needs: 'public',
    body: z.object({ token: z.string().max(200), purpose: z.enum(['set-up', 'password']) }),
  },
  beginOidc: {
    method: 'GET',
    path: '/sign-in/:provider',
    summary: 'Redirects to an identity provider: a page to open, not to fetch',
    needs: 'public',
    query: z.object({ to: z.string().max(500).optional() }),
  },
  finishOidc: {
    method: 'GET',
    path: '/sign-in/:provider/callback',
    summary: 'Callback of the identity provider',
    needs: 'public',
  },
} as const satisfies Readonly<Record<string, Route>>;

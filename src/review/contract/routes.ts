/**
 * The console's API in one table: path, method, who may call it, what it takes and gives. The server registers exactly these,
 * the OpenAPI document is made from them, and a test calls each for every role.
 */
import { z } from 'zod';
import * as account from './account.ts';
import * as acts from './acts.ts';
import * as message from './message.ts';
import * as pages from './pages.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api`, with `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  /** `public`: without a session. `signed-in`: any role. Otherwise the permission that it needs. */
  readonly needs: 'public' | 'signed-in' | account.Permission;
  /** Scope with which a token may call it; without it only sessions may. */
  readonly scope?: account.TokenScope;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Without it: 204. */
  readonly answer?: z.ZodType;
}

const listQuery = z.object({
  q: z.string().max(500).default('is:open'),
  sort: z.enum(['severity', 'newest', 'oldest', 'score']).default('severity'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const routes = {
  signInOptions: {
    method: 'GET',
    path: '/sign-in',
    summary: 'What the sign-in page offers',
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
    summary: 'Who is signed in',
    needs: 'signed-in',
    answer: account.session,
  },
  signOut: { method: 'DELETE', path: '/session', summary: 'Signs out', needs: 'signed-in' },
  setUp: {
    method: 'POST',
    path: '/set-up',
    summary: 'Makes the first account, with the link of the first start',
    needs: 'public',
    body: account.setUp,
    answer: account.session,
  },

  beginOidc: {
    method: 'GET',
    path: '/sign-in/:provider',
    summary: 'Goes to an identity provider: a page to open, not to fetch',
    needs: 'public',
    query: z.object({ to: z.string().max(500).optional() }),
  },
  finishOidc: {
    method: 'GET',
    path: '/sign-in/:provider/callback',
    summary: 'Where the identity provider sends the browser back to',
    needs: 'public',
  },

  listMessages: {
    method: 'GET',
    path: '/messages',
    summary: 'Searches messages',
    needs: 'messages.list',
    scope: 'messages:read',
    query: listQuery,
    answer: message.messagePage,
  },
  countMessages: {
    method: 'GET',
    path: '/messages/counts',
    summary: 'Counts the messages of a search by state, rule, school and detector',
    needs: 'messages.list',
    scope: 'messages:read',
    query: listQuery.pick({ q: true }),
    answer: message.messageCounts,
  },
  message: {
    method: 'GET',
    path: '/messages/:id',
    summary: 'One message: why it is held, findings, recipients, what may be done',
    needs: 'messages.list',
    scope: 'messages:read',
    answer: message.messageDetail,
  },
  content: {
    method: 'GET',
    path: '/messages/:id/content',
    summary: 'Text of all parts, masked until revealed',
    needs: 'messages.read',
    scope: 'messages:read',
    answer: message.messageContent,
  },
  reveal: {
    method: 'POST',
    path: '/messages/:id/reveal',
    summary: 'Unmasks a message for this account; the reason is kept',
    needs: 'messages.reveal',
    body: acts.reveal,
  },
  rendered: {
    method: 'GET',
    path: '/messages/:id/rendered',
    summary: 'The mail as sanitised HTML, once revealed',
    needs: 'messages.reveal',
    answer: message.renderedMessage,
  },
  headers: {
    method: 'GET',
    path: '/messages/:id/headers',
    summary: 'Header fields, once revealed',
    needs: 'messages.reveal',
    answer: message.headerLines,
  },
  raw: {
    method: 'GET',
    path: '/messages/:id/raw',
    summary: 'The message as it arrived (message/rfc822), once revealed',
    needs: 'messages.reveal',
  },
  history: {
    method: 'GET',
    path: '/messages/:id/history',
    summary: 'Everything that happened to a message',
    needs: 'messages.list',
    scope: 'messages:read',
    answer: message.messageHistory,
  },
  act: {
    method: 'POST',
    path: '/messages/:id/acts',
    summary: 'Acts on a message',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: acts.act,
    answer: acts.actResult,
  },
  judge: {
    method: 'PUT',
    path: '/messages/:id/findings/:n/judgement',
    summary: 'Says whether a finding is right',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: acts.judgement,
  },
  judgeMany: {
    method: 'PUT',
    path: '/messages/:id/judgements',
    summary: 'Says of many findings whether they are right, with a result for each',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: acts.judgements,
    answer: acts.judgementResults,
  },
  bulk: {
    method: 'POST',
    path: '/messages/acts',
    summary: 'Acts on many messages, with a result for each',
    needs: 'messages.decide',
    scope: 'messages:decide',
    body: acts.bulk,
    answer: acts.bulkResult,
  },
  events: {
    method: 'GET',
    path: '/events',
    summary: 'What changes, as server-sent events: `message` {id}, `counts` {}',
    needs: 'messages.list',
  },

  views: {
    method: 'GET',
    path: '/views',
    summary: 'Saved views',
    needs: 'messages.list',
    answer: z.object({ views: z.array(acts.savedView) }),
  },
  saveView: {
    method: 'POST',
    path: '/views',
    summary: 'Saves a view',
    needs: 'messages.list',
    body: acts.savedView.omit({ id: true }),
    answer: acts.savedView,
  },
  deleteView: { method: 'DELETE', path: '/views/:id', summary: 'Deletes a view', needs: 'messages.list' },
  templates: {
    method: 'GET',
    path: '/templates',
    summary: 'Texts for returning a message',
    needs: 'messages.decide',
    answer: z.object({ templates: z.array(acts.rejectTemplate) }),
  },
  assignees: {
    method: 'GET',
    path: '/assignees',
    summary: 'Who may be given a message',
    needs: 'messages.decide',
    answer: z.object({ people: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
  },

  overview: {
    method: 'GET',
    path: '/overview',
    summary: 'What the gateway did in the last days',
    needs: 'overview.read',
    scope: 'overview:read',
    query: z.object({ days: z.coerce.number().int().min(1).max(90).default(14) }),
    answer: pages.overview,
  },
  disclosures: {
    method: 'GET',
    path: '/disclosures',
    summary: 'Student data that left after a decision, and to whom',
    needs: 'disclosures.read',
    query: pages.pageQuery,
    answer: pages.disclosures,
  },
  policy: {
    method: 'GET',
    path: '/policy',
    summary: 'The policy in force: rules, clauses, how often each matched',
    needs: 'policy.read',
    answer: pages.policyInForce,
  },
  exceptions: {
    method: 'GET',
    path: '/exceptions',
    summary: 'What reviewers have allowed until when',
    needs: 'policy.read',
    answer: z.object({ exceptions: z.array(pages.exception) }),
  },
  endException: { method: 'DELETE', path: '/exceptions/:id', summary: 'Ends an exception', needs: 'messages.decide' },
  settings: {
    method: 'GET',
    path: '/settings',
    summary: 'Health, roster, lists, delivery: what needs attention first',
    needs: 'settings.read',
    answer: pages.settings,
  },
  audit: {
    method: 'GET',
    path: '/audit',
    summary: 'The record of events',
    needs: 'audit.read',
    scope: 'audit:read',
    query: pages.pageQuery,
    answer: pages.auditPage,
  },

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
    summary: 'Invites somebody: answers a one-time link',
    needs: 'accounts.write',
    body: account.account.pick({ name: true, email: true, role: true, schools: true }),
    answer: z.object({ account: account.account, link: z.string() }),
  },
  changeAccount: {
    method: 'PATCH',
    path: '/accounts/:id',
    summary: 'Changes role, schools or whether it may sign in',
    needs: 'accounts.write',
    body: account.account.pick({ name: true, role: true, schools: true, disabled: true }).partial(),
    answer: account.account,
  },
  accountLink: {
    method: 'POST',
    path: '/accounts/:id/link',
    summary: 'A new one-time link to set a password; ends the sessions',
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
    summary: 'Changes the own password',
    needs: 'signed-in',
    body: z.object({ current: z.string().max(1000), next: account.newPassword }),
  },
  beginTotp: {
    method: 'POST',
    path: '/account/totp',
    summary: 'A new secret for an authenticator app',
    needs: 'signed-in',
    answer: z.object({ secret: z.string(), uri: z.string(), qrSvg: z.string() }),
  },
  confirmTotp: {
    method: 'PUT',
    path: '/account/totp',
    summary: 'Turns the second factor on',
    needs: 'signed-in',
    body: z.object({ totp: z.string().max(10) }),
  },
  endTotp: {
    method: 'DELETE',
    path: '/account/totp',
    summary: 'Turns the second factor off',
    needs: 'signed-in',
    body: z.object({ password: z.string().max(1000) }),
  },
  tokens: {
    method: 'GET',
    path: '/tokens',
    summary: 'API tokens',
    needs: 'tokens.write',
    answer: z.object({ tokens: z.array(account.apiToken) }),
  },
  makeToken: {
    method: 'POST',
    path: '/tokens',
    summary: 'Makes a token; its secret is shown once',
    needs: 'tokens.write',
    body: z.object({
      name: z.string().min(1).max(60),
      scopes: z.array(account.tokenScope).min(1),
      expiresAt: z.iso.datetime().nullable(),
    }),
    answer: z.object({ token: account.apiToken, secret: z.string() }),
  },
  deleteToken: { method: 'DELETE', path: '/tokens/:id', summary: 'Ends a token', needs: 'tokens.write' },
  openApi: { method: 'GET', path: '/openapi.json', summary: 'This API as an OpenAPI 3.1 document', needs: 'public' },
} as const satisfies Readonly<Record<string, Route>>;

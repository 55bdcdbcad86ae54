/** Method and path of every call. The compiler checks them against the contract, whose schemas stay out of the bundle. */
import type { z } from 'zod';
import type { routes } from '../../contract/routes.ts';

export type Routes = typeof routes;
export type CallName = keyof Routes;

type Line<Name extends CallName> = `${Routes[Name]['method']} ${Routes[Name]['path']}`;
type Of<Name extends CallName, Key extends string> =
  Routes[Name] extends Record<Key, infer Schema extends z.ZodType> ? Schema : never;

export type Answer<Name extends CallName> = [Of<Name, 'answer'>] extends [never]
  ? undefined
  : z.output<Of<Name, 'answer'>>;
export type Body<Name extends CallName> = z.input<Of<Name, 'body'>>;
export type Query<Name extends CallName> = z.input<Of<Name, 'query'>>;

export const calls = {
  signInOptions: 'GET /sign-in',
  signIn: 'POST /session',
  session: 'GET /session',
  signOut: 'DELETE /session',
  setUp: 'POST /set-up',
  checkLink: 'POST /links/check',
  beginOidc: 'GET /sign-in/:provider',
  finishOidc: 'GET /sign-in/:provider/callback',
  listMessages: 'GET /messages',
  countMessages: 'GET /messages/counts',
  message: 'GET /messages/:id',
  content: 'GET /messages/:id/content',
  reveal: 'POST /messages/:id/reveal',
  rendered: 'GET /messages/:id/rendered',
  headers: 'GET /messages/:id/headers',
  raw: 'GET /messages/:id/raw',
  history: 'GET /messages/:id/history',
  takeAction: 'POST /messages/:id/actions',
  previewCopy: 'GET /messages/:id/copy',
  previewException: 'POST /messages/:id/exception-preview',
  judge: 'PUT /messages/:id/findings/:n/judgement',
  judgeMany: 'PUT /messages/:id/judgements',
  bulk: 'POST /messages/actions',
  events: 'GET /events',
  views: 'GET /views',
  saveView: 'POST /views',
  deleteView: 'DELETE /views/:id',
  templates: 'GET /templates',
  assignees: 'GET /assignees',
  absence: 'GET /account/absence',
  setAbsence: 'PUT /account/absence',
  endAbsence: 'DELETE /account/absence',
  overview: 'GET /overview',
  report: 'GET /report',
  disclosures: 'GET /disclosures',
  policy: 'GET /policy',
  comparePacks: 'POST /policy/compare',
  policyVersions: 'GET /policy/versions',
  policyVersion: 'GET /policy/versions/:n',
  policyDraft: 'GET /policy/draft',
  savePolicyDraft: 'PUT /policy/draft',
  discardPolicyDraft: 'DELETE /policy/draft/:n',
  checkPolicy: 'POST /policy/check',
  changePolicy: 'POST /policy/changes',
  agreeToPolicyChange: 'POST /policy/changes/:id/agree',
  withdrawPolicyChange: 'DELETE /policy/changes/:id',
  exceptions: 'GET /exceptions',
  consentToException: 'POST /exceptions/:id/consent',
  endException: 'DELETE /exceptions/:id',
  settings: 'GET /settings',
  district: 'GET /district',
  saveDistrict: 'PUT /district',
  trace: 'GET /trace',
  queue: 'GET /queue',
  retryQueue: 'POST /queue/retry',
  returnQueued: 'POST /queue/return',
  retryArchive: 'POST /archives/retry',
  pauseHop: 'POST /queue/pause',
  resumeHop: 'POST /queue/resume',
  reloadConfiguration: 'POST /settings/reload',
  selfTest: 'POST /settings/self-test',
  audit: 'GET /audit',
  accounts: 'GET /accounts',
  inviteAccount: 'POST /accounts',
  changeAccount: 'PATCH /accounts/:id',
  schools: 'GET /schools',
  accountLink: 'POST /accounts/:id/link',
  acceptInvitation: 'POST /invitations',
  changePassword: 'PUT /account/password',
  beginTotp: 'POST /account/totp',
  confirmTotp: 'PUT /account/totp',
  endTotp: 'DELETE /account/totp',
  tokens: 'GET /tokens',
  makeToken: 'POST /tokens',
  deleteToken: 'DELETE /tokens/:id',
  openApi: 'GET /openapi.json',
} as const satisfies { readonly [Name in CallName]: Line<Name> };

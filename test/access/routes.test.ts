/** Every route with every role, without a session, and with a token. A new route must be added to the table. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tokenScope, type Role, type TokenScope } from '../../src/review/contract/account.ts';
import { routes } from '../../src/review/contract/routes.ts';
import type { AnyRoute, Handlers, RouteId } from '../../src/review/access/handler.ts';
import { ApiProblem } from '../../src/review/access/problem.ts';
import { csrfTokenOf } from '../../src/review/access/session-cookie.ts';
import { openScene, type Answered, type Browser, type Scene } from './scene.ts';

/** Who may call: r reviewer, m manager, a auditor, s administrator; `all` with a session; `public` without one. */
type Allowed = 'public' | 'all' | 'r' | 's' | 'rm' | 'rma' | 'm' | 'ma' | 'mas' | 'ms' | 'rmas';

/** Written by hand instead of derived from permissions.ts, so that each change is made twice and on purpose. */
const table: Readonly<Record<RouteId, readonly [Allowed, TokenScope?]>> = {
  signInOptions: ['public'],
  signIn: ['public'],
  session: ['all'],
  signOut: ['all'],
  setUp: ['public'],
  checkLink: ['public'],
  beginOidc: ['public'],
  finishOidc: ['public'],
  listMessages: ['rma', 'messages:read'],
  countMessages: ['rma', 'messages:read'],
  message: ['rma', 'messages:read'],
  content: ['rm', 'messages:read'],
  reveal: ['rm'],
  rendered: ['rm'],
  headers: ['rm'],
  raw: ['rm'],
  history: ['rma', 'messages:read'],
  takeAction: ['rm', 'messages:decide'],
  previewException: ['rm', 'messages:decide'],
  previewCopy: ['rm', 'messages:decide'],
  judge: ['rm', 'messages:decide'],
  judgeMany: ['rm', 'messages:decide'],
  bulk: ['rm', 'messages:decide'],
  events: ['rma'],
  views: ['rma'],
  saveView: ['rma'],
  deleteView: ['rma'],
  templates: ['rm'],
  assignees: ['rm'],
  absence: ['rm'],
  setAbsence: ['rm'],
  endAbsence: ['rm'],
  overview: ['mas', 'overview:read'],
  report: ['mas', 'overview:read'],
  disclosures: ['ma'],
  policy: ['rmas'],
  comparePacks: ['mas'],
  policyVersions: ['rmas'],
  policyVersion: ['rmas'],
  policyDraft: ['ms'],
  savePolicyDraft: ['ms'],
  discardPolicyDraft: ['ms'],
  checkPolicy: ['ms'],
  changePolicy: ['m'],
  agreeToPolicyChange: ['m'],
  withdrawPolicyChange: ['m'],
  exceptions: ['rmas'],
  consentToException: ['m'],
  endException: ['rm'],
  settings: ['ms'],
  district: ['ms'],
  saveDistrict: ['s'],
  trace: ['ms'],
  queue: ['ms'],
  retryQueue: ['ms'],
  returnQueued: ['s'],
  retryArchive: ['ms'],
  pauseHop: ['s'],
  resumeHop: ['s'],
  reloadConfiguration: ['s'],
  selfTest: ['ms'],
  audit: ['mas', 'audit:read'],
  accounts: ['mas'],
  inviteAccount: ['ms'],
  changeAccount: ['ms'],
  schools: ['ms'],
  accountLink: ['ms'],
  acceptInvitation: ['public'],
  changePassword: ['all'],
  beginTotp: ['all'],
  confirmTotp: ['all'],
  endTotp: ['all'],
  tokens: ['ms'],
  makeToken: ['ms'],
  deleteToken: ['ms'],
  openApi: ['public'],
};

const roles: readonly [letter: string, Role][] = [
  ['r', 'reviewer'],
  ['m', 'manager'],
  ['a', 'auditor'],
  ['s', 'administrator'],
];
const allRoutes = Object.entries(routes) as [RouteId, AnyRoute][];
const someId = '0190a2b4-6c1d-7e00-8000-000000000001';

/** Thrown by every handler here: a caller that gets this has passed all checks. */
const reached = new ApiProblem('conflict.already-decided');
const handlers = Object.fromEntries(
  allRoutes.map(([id]) => [
    id,
    async () => {
      throw reached;
    },
  ]),
) as unknown as Handlers;

let scene: Scene;
const browsers = new Map<Role, Browser>();
const tokens = new Map<string, string>();

beforeAll(async () => {
  scene = await openScene({ handlers });
  for (const [, role] of roles) {
    const account = await scene.account(role);
    const browser = scene.browser();
    const { sessions } = scene.context.store;
    const id = await sessions.begin(account.id, scene.context.now());
    browser.cookies.set('hallpass-session', id);
    browser.csrfToken = csrfTokenOf(id);
    browsers.set(role, browser);
    for (const scopes of [...tokenScope.options.map((scope) => [scope]), tokenScope.options]) {
      const { secret } = await scene.context.store.tokens.create(
        { accountId: account.id, name: 'x', scopes, expiresAt: null },
        'test',
        scene.context.now(),
      );
      tokens.set(`${role} ${scopes.length === 1 ? scopes[0] : 'every'}`, secret);
    }
  }
});
afterAll(() => scene.close());

it('has exactly one row for each route', () => {
  expect(Object.keys(table).sort()).toEqual(Object.keys(routes).sort());
});

describe.each(allRoutes)('%s', (id, route) => {
  const [allowed, scope] = table[id];
  const gets = (letter: string): boolean => allowed === 'public' || allowed === 'all' || allowed.includes(letter);
  // A role that may call the route.
  const able = (): Browser => browsers.get(gets('m') ? 'manager' : 'administrator')!;
  const call = (browser: Browser, token?: string): Promise<Answered> =>
    browser.call(route.method, pathOf(route), {
      ...(token !== undefined && { token }),
      ...(route.body && { body: bodies[id] }),
    });

  it.each(roles)('as %s: %s', async (letter, role) => {
    const { status, code } = await call(browsers.get(role)!);
    if (gets(letter)) expect(status).toBe(reached.status);
    else expect([status, code]).toEqual([403, 'access.forbidden']);
  });

  it('without a session', async () => {
    const { status, code, headers } = await call(scene.browser());
    if (allowed === 'public') return expect(status).toBe(reached.status);
    expect([status, code]).toEqual([401, 'sign-in.required']);
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    return undefined;
  });

  it('by token', async () => {
    for (const [letter, role] of roles) {
      for (const held of [...tokenScope.options, 'every'] as const) {
        const { status, code } = await call(scene.browser(), tokens.get(`${role} ${held}`));
        const outcome = `${role}, token ${held}: ${status} ${code}`;
        if (allowed === 'public') {
          expect(outcome).toBe(`${role}, token ${held}: ${reached.status} ${reached.code}`);
        } else if (scope === undefined || (held !== scope && held !== 'every')) {
          expect(outcome).toBe(`${role}, token ${held}: 403 access.token-scope`);
        } else {
          const expected = gets(letter) ? `${reached.status} ${reached.code}` : '403 access.forbidden';
          expect(outcome).toBe(`${role}, token ${held}: ${expected}`);
        }
      }
    }
    const { status, code } = await call(scene.browser(), `hp_${'A'.repeat(43)}`);
    if (allowed !== 'public') expect([status, code]).toEqual([401, 'sign-in.required']);
  });

  if (route.method !== 'GET' && allowed !== 'public') {
    it('needs the CSRF token of the session', async () => {
      const browser = able();
      if (!gets('m') && !gets('s')) throw new Error('neither managers nor administrators may call it');
      for (const token of ['', 'A'.repeat(43), browsers.get('reviewer')!.csrfToken]) {
        const { status, code } = await browser.call(route.method, pathOf(route), {
          headers: { 'x-csrf-token': token },
          ...(route.body && { body: bodies[id] }),
        });
        expect([status, code]).toEqual([403, 'access.csrf']);
      }
    });
  }

  if (route.method !== 'GET') {
    it('is refused from another site', async () => {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ]) {
        const { status, code } = await able().call(route.method, pathOf(route), {
          headers,
          ...(route.body && { body: bodies[id] }),
        });
        expect([status, code]).toEqual([403, 'access.csrf']);
      }
      const { status } = await able().call(route.method, pathOf(route), {
        headers: { origin: scene.url, 'sec-fetch-site': 'same-origin' },
        ...(route.body && { body: bodies[id] }),
      });
      expect(status).toBe(reached.status);
    });
  }

  if (route.body) {
    it('accepts only JSON that matches its schema', async () => {
      const browser = able();
      const send = (body: unknown, type = 'application/json') =>
        browser.call(route.method, pathOf(route), { body, headers: { 'content-type': type } });
      const planted = await send({ planted: 'planted-5ecret', to: ['planted-5ecret'] });
      // A body whose fields are all optional takes an object without them.
      if (id !== 'changeAccount') expect([planted.status, planted.code]).toEqual([400, 'request.invalid']);
      expect(JSON.stringify(planted.body)).not.toContain('5ecret');
      expect(await send('{"act": ')).toMatchObject({ status: 400, code: 'request.invalid' });
      expect(await send('{"__proto__": {"a": 1}}')).toMatchObject({ status: 400, code: 'request.invalid' });
      expect(await send('a=b', 'application/x-www-form-urlencoded')).toMatchObject({ status: 415 });
      expect(await send(JSON.stringify(bodies[id]), 'text/plain')).toMatchObject({ status: 415 });
    });
  }

  if (route.path.includes('/:id')) {
    it.each(['x', '1', '..%2f..%2fetc%2fpasswd', "'%20or%201=1", '%00'])('has nothing at %s', async (wrong) => {
      const { status, code } = await able().call(route.method, pathOf(route, wrong), {
        ...(route.body && { body: bodies[id] }),
      });
      expect([status, code]).toEqual([404, 'not-found']);
    });
  }
});

it('answers unknown paths and methods with problem details', async () => {
  const browser = browsers.get('manager')!;
  for (const [method, path] of [
    ['GET', '/nothing'],
    ['GET', '/messages/counts/x'],
    ['PUT', '/messages'],
    ['POST', '/overview'],
    ['GET', '/'],
  ] as const) {
    expect(await browser.call(method, path)).toMatchObject({ status: 404, code: 'not-found' });
  }
});

function pathOf({ path }: AnyRoute, id = someId): string {
  return path.replace(':id', id).replace(':n', '0').replace(':provider', 'google');
}

const bodies: Partial<Record<RouteId, unknown>> = {
  comparePacks: { pack: 'default', days: 7 },
  savePolicyDraft: { text: 'name: ours', revision: 0 },
  checkPolicy: { text: 'name: ours' },
  changePolicy: { target: 'configuration', reason: 'Back to the file', after: 0 },
  retryQueue: { all: true },
  returnQueued: { ids: [someId] },
  retryArchive: { archive: 'journal' },
  pauseHop: { hop: 'relay.example:25' },
  saveDistrict: { name: 'Maple Valley School District', policy: null },
  resumeHop: { hop: 'relay.example:25' },
  setAbsence: { deputy: someId, firstDay: '2026-12-01', lastDay: '2026-12-04' },
  signIn: { email: 'x@school.example', password: 'x' },
  setUp: { token: 'x', name: 'X', email: 'x@school.example', password: 'x'.repeat(12) },
  checkLink: { token: 'x', purpose: 'password' },
  reveal: { reason: 'A parent called' },
  takeAction: { action: 'claim' },
  judge: { judgement: 'confirmed' },
  previewException: { codes: ['student-pii.phone'], expiresAt: '2027-01-01T00:00:00Z' },
  judgeMany: { findings: [0, 1], judgement: 'false-alarm' },
  bulk: { ids: [someId], action: { action: 'claim' } },
  saveView: { name: 'Mine', query: 'is:open', sort: 'severity', shared: false },
  inviteAccount: { name: 'X', email: 'x@school.example', role: 'reviewer', schools: [] },
  changeAccount: { name: 'Y' },
  acceptInvitation: { token: 'x', password: 'x'.repeat(12) },
  changePassword: { current: 'x', next: 'x'.repeat(12) },
  confirmTotp: { totp: '000000' },
  endTotp: { password: 'x' },
  makeToken: { name: 'X', scopes: ['overview:read'], expiresAt: null },
};

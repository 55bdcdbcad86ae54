/** Sign-in with a real identity provider: who may sign in, with which role, and that a stolen answer is useless. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import type { ProviderConfig } from '../../src/config/console-schema.ts';
import { configSchema } from '../../src/config/schema.ts';
import { verifiedAddress } from '../../src/review/access/provider-account.ts';
import type { Session } from '../../src/review/contract/account.ts';
import { freePort } from '../harness/redis.ts';
import { client, startProvider, type TestProvider } from './provider.ts';
import { openScene, type Browser, type Scene } from './scene.ts';

let provider: TestProvider;
let scene: Scene;

beforeAll(async () => {
  // The provider says on the console that it is not set up for real people.
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockReturnValue(undefined);
  // The address of the console has to be known to the provider before either listens.
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  provider = await startProvider([`${publicUrl}/api/sign-in/district/callback`]);
  const district = {
    id: 'district',
    name: 'District',
    issuer: provider.issuer,
    clientId: client.id,
    allowedDomains: ['school.example'],
    roles: [
      { claim: 'groups', value: 'dlp-managers', role: 'manager' },
      { claim: 'groups', value: 'lincoln', role: 'reviewer', schools: ['Lincoln'] },
    ],
  };
  scene = await openScene({
    publicUrl,
    console: { providers: [district, { ...district, id: 'away', issuer: 'http://127.0.0.1:9' }] },
    clientSecrets: { district: client.secret },
  });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await scene.close();
  await provider.close();
});

const person = (sub: string, claims: Readonly<Record<string, unknown>>) => ({
  sub,
  claims: { email: `${sub}@school.example`, email_verified: true, name: `Person ${sub}`, ...claims },
});
const pathOf = (address: string): string => address.slice(address.indexOf('/api/') + '/api'.length);

/** Completes a sign-in. @returns the address where the browser ends */
async function signIn(browser: Browser, to = ''): Promise<string> {
  const begun = await browser.call('GET', `/sign-in/district${to}`);
  const back = await provider.visit(begun.headers.get('location')!);
  const done = await browser.call('GET', pathOf(back));
  expect(done.status).toBe(303);
  return done.headers.get('location')!;
}

async function sessionOf(browser: Browser): Promise<Session | undefined> {
  const { status, body } = await browser.call('GET', '/session');
  return status === 200 ? (body as Session) : undefined;
}

describe('the redirect and the answer', () => {
  it('uses PKCE, state and nonce, and ends with a session on the requested page', async () => {
    provider.person = person('mia', { groups: ['dlp-managers'] });
    const browser = scene.browser();
    const begun = await browser.call('GET', '/sign-in/district?to=/review/x?q=is:open');
    const asked = new URL(begun.headers.get('location')!).searchParams;
    expect(begun.status).toBe(303);
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: client.id,
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
      code_challenge: expect.any(String),
      state: expect.any(String),
      nonce: expect.any(String),
    });
    const cookie = begun.headers.getSetCookie().join();
    expect(cookie).toMatch(/^hallpass-departure=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    for (const secret of [asked.get('state')!, asked.get('nonce')!]) expect(cookie).not.toContain(secret);
    const done = await browser.call('GET', pathOf(await provider.visit(begun.headers.get('location')!)));
    expect(done.headers.get('location')).toBe('/review/x?q=is:open');
    expect(await sessionOf(browser)).toMatchObject({
      account: { email: 'mia@school.example', name: 'Person mia', role: 'manager', signIn: ['oidc'] },
    });
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)'])(
    'ends on a page of ours, not on %s',
    async (to) => {
      provider.person = person('mia', { groups: ['dlp-managers'] });
      expect(await signIn(scene.browser(), `?to=${encodeURIComponent(to)}`)).toBe('/');
    },
  );

  it('cannot be used by another browser, twice, with another state, or too late', async () => {
    provider.person = person('mia', { groups: ['dlp-managers'] });
    const failed = '/sign-in?problem=failed';
    const begin = async (browser: Browser) => {
      const begun = await browser.call('GET', '/sign-in/district');
      return pathOf(await provider.visit(begun.headers.get('location')!));
    };
    const [mine, other] = [scene.browser(), scene.browser()];
    const answer = await begin(mine);
    expect((await other.call('GET', answer)).headers.get('location')).toBe(failed);
    await begin(other);
    expect((await other.call('GET', answer)).headers.get('location')).toBe(failed);
    expect(await sessionOf(other)).toBeUndefined();
    expect((await mine.call('GET', answer)).headers.get('location')).toBe('/');
    expect((await mine.call('GET', answer)).headers.get('location')).toBe(failed);

    const late = scene.browser();
    const lateAnswer = await begin(late);
    scene.pass(11 * 60_000);
    expect((await late.call('GET', lateAnswer)).headers.get('location')).toBe(failed);
    for (const answered of ['', '?error=access_denied', '?code=x&state=y']) {
      const browser = scene.browser();
      await begin(browser);
      const { headers } = await browser.call('GET', `/sign-in/district/callback${answered}`);
      expect(headers.get('location')).toBe(failed);
    }
    other.cookies.set('hallpass-departure', 'AAAA');
    expect((await other.call('GET', answer)).headers.get('location')).toBe(failed);
  });

  it('fails if the provider cannot be reached or is not configured', async () => {
    const away = await scene.browser().call('GET', '/sign-in/away');
    expect(away.headers.get('location')).toBe('/sign-in?problem=failed');
    expect((await scene.browser().call('GET', '/sign-in/elsewhere')).status).toBe(404);
    expect((await scene.browser().call('GET', '/sign-in')).body).toMatchObject({
      providers: [
        { id: 'district', name: 'District' },
        { id: 'away', name: 'District' },
      ],
    });
  });
});

describe('who may sign in', () => {
  const refused = '/sign-in?problem=refused';

  it('an invited person, whom the provider’s id then identifies instead of the address', async () => {
    const account = await scene.account('auditor', 'ivy@school.example');
    provider.person = person('ivy', { email: 'Ivy@School.example' });
    const browser = scene.browser();
    expect(await signIn(browser)).toBe('/');
    expect(await sessionOf(browser)).toMatchObject({ account: { id: account.id, role: 'auditor' } });
    provider.person = person('ivy', { email: 'ivy.married@school.example' });
    expect(await signIn(scene.browser())).toBe('/');
    provider.person = person('another-ivy', { email: 'ivy@school.example' });
    expect(await signIn(scene.browser())).toBe(refused);
  });

  it.each([
    ['without an invitation or a group', {}],
    ['with an address that the provider has not verified', { email_verified: false, groups: ['lincoln'] }],
    ['with another domain', { email: 'eve@other.example', groups: ['lincoln'] }],
    ['with a subdomain', { email: 'eve@mail.school.example', groups: ['lincoln'] }],
    ['with two addresses in one', { email: 'eve@evil.example@school.example', groups: ['lincoln'] }],
    ['without an address', { email: undefined, groups: ['lincoln'] }],
    ['in another group', { groups: ['lincoln-parents'] }],
  ])('nobody %s', async (_, claims) => {
    provider.person = person(`eve-${Math.random()}`, claims);
    const browser = scene.browser();
    expect(await signIn(browser)).toBe(refused);
    expect(await sessionOf(browser)).toBeUndefined();
    expect(scene.log.join('\n')).not.toMatch(/eve@|school\.example/);
  });

  it('a person with a mapped group, with the current role of the group', async () => {
    provider.person = person('lu', { groups: ['staff', 'lincoln'] });
    const first = scene.browser();
    expect(await signIn(first)).toBe('/');
    expect(await sessionOf(first)).toMatchObject({ account: { role: 'reviewer', schools: ['Lincoln'] } });
    provider.person = person('lu', { groups: ['dlp-managers'] });
    const second = scene.browser();
    await signIn(second);
    expect(await sessionOf(second)).toMatchObject({ account: { role: 'manager', schools: [] } });
    expect(await sessionOf(first)).toBeUndefined();
    provider.person = person('lu', { groups: [] });
    expect(await signIn(scene.browser())).toBe(refused);

    const administrator = await scene.signedIn('administrator');
    const id = (await scene.context.store.accounts.byEmail('lu@school.example'))!.id;
    const changed = await administrator.call('PATCH', `/accounts/${id}`, { body: { role: 'auditor' } });
    expect(changed.code).toBe('account.managed');
    await administrator.call('PATCH', `/accounts/${id}`, { body: { disabled: true } });
    provider.person = person('lu', { groups: ['dlp-managers'] });
    expect(await signIn(scene.browser())).toBe(refused);
  });
});

describe('addresses', () => {
  const base = { id: 'x', name: 'X', clientId: 'x', allowedDomains: ['school.example'] };
  const settings = (more: object): ProviderConfig =>
    configSchema.parse({ console: { providers: [{ ...base, ...more }] } }).console.providers[0]!;
  const google = settings({ issuer: 'https://accounts.google.com' });
  const entra = settings({
    issuer: 'https://login.microsoftonline.com/0190a2b4/v2.0',
    verifiedBy: 'tenant',
    emailClaim: 'preferred_username',
  });
  const claims = { sub: '1', email: 'a@school.example', email_verified: true };

  it.each([
    [
      'Google Workspace',
      google,
      { ...claims, iss: google.issuer, hd: 'school.example' },
      { email: 'a@school.example' },
    ],
    ['a private Google account', google, { ...claims, iss: google.issuer }, { refused: 'other-domain' }],
    ['another Workspace', google, { ...claims, iss: google.issuer, hd: 'evil.example' }, { refused: 'other-domain' }],
    [
      'Entra ID',
      entra,
      { sub: '1', iss: entra.issuer, preferred_username: 'A@school.example', email: 'x@evil.example' },
      { email: 'a@school.example' },
    ],
    [
      'a guest in Entra ID',
      entra,
      { sub: '1', iss: entra.issuer, preferred_username: 'a@school.example', idp: 'https://sts.windows.net/evil/' },
      { refused: 'not-verified' },
    ],
    ['Entra ID without the claim', entra, { ...claims, iss: entra.issuer }, { refused: 'no-address' }],
  ])('of %s', (_, provider_, given, expected) => {
    expect(verifiedAddress(provider_, given)).toEqual(expected);
  });
});

it('takes client secrets from the environment', () => {
  const { secrets } = loadConfig({
    file: new URL('providers.yaml', import.meta.url).pathname,
    env: { HALLPASS_OIDC_SECRET_SCHOOL_GOOGLE: 'of google' },
  });
  expect(secrets.oidc).toEqual({ 'school-google': 'of google' });
});

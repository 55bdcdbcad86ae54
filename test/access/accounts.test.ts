/** Accounts: the first one, invitations, what managers and administrators may change, and tokens. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newSetUpLink } from '../../src/gateway/console.ts';
import type { Account } from '../../src/review/contract/account.ts';
import { openScene, password, type Browser, type Scene } from './scene.ts';

const hour = 3_600_000;

let scene: Scene;
let administrator: Browser;
beforeAll(async () => {
  scene = await openScene();
  administrator = await scene.signedIn('administrator');
});
afterAll(() => scene.close());

const tokenIn = (link: unknown): string => String(link).split('#')[1] ?? '';
const events = async (event: string) =>
  (
    await scene.database.pool.query<{ actor: string; detail: Record<string, unknown> }>(
      'SELECT actor, detail FROM audit_events WHERE event = $1 ORDER BY seq',
      [event],
    )
  ).rows;

describe('the set-up link', () => {
  const first = (token: string, email = 'first@school.example') => ({
    body: { token, name: 'Ada First', email, password },
  });

  it('creates one administrator only, even if several people use it at once', async () => {
    const fresh = await openScene();
    try {
      expect((await fresh.browser().call('GET', '/sign-in')).body).toMatchObject({ isSetUp: false });
      const link = await newSetUpLink(fresh.context.store, fresh.url, { actor: 'test' });
      const older = await newSetUpLink(fresh.context.store, fresh.url, { actor: 'test' });
      expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/set-up#[\w-]{43}$/);
      const [path] = link.split('#');
      expect(path).not.toContain(tokenIn(link));
      expect((await fresh.browser().call('POST', '/set-up', first('x'.repeat(43)))).code).toBe('access.link-invalid');

      const used = await Promise.all(
        [1, 2, 3].map((n) => fresh.browser().call('POST', '/set-up', first(tokenIn(link), `n${n}@school.example`))),
      );
      expect(used.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
      expect((await fresh.context.store.accounts.list()).map(({ role }) => role)).toEqual(['administrator']);
      expect((await fresh.browser().call('GET', '/sign-in')).body).toMatchObject({ isSetUp: true });
      for (const gone of [link, older]) {
        expect((await fresh.browser().call('POST', '/set-up', first(tokenIn(gone)))).code).toBe('access.link-invalid');
      }
    } finally {
      await fresh.close();
    }
  });

  it('expires after a day, cannot set a password, and remains valid if the address is taken', async () => {
    const link = await newSetUpLink(scene.context.store, scene.url, { actor: 'test' }, scene.context.now());
    const invitation = await scene.browser().call('POST', '/invitations', { body: { token: tokenIn(link), password } });
    expect(invitation.code).toBe('access.link-invalid');
    const { email } = await scene.account('reviewer');
    expect((await scene.browser().call('POST', '/set-up', first(tokenIn(link), email))).code).toBe('account.exists');
    scene.pass(25 * hour);
    expect((await scene.browser().call('POST', '/set-up', first(tokenIn(link)))).code).toBe('access.link-invalid');
    administrator = await scene.signedIn('administrator');
  });

  it.each([['aaaaaaaaaaaaaa'], ['first@school.example'], ['short']])('rejects a password such as %s', async (weak) => {
    const link = await newSetUpLink(scene.context.store, scene.url, { actor: 'test' }, scene.context.now());
    const { status, code, body } = await scene
      .browser()
      .call('POST', '/set-up', { body: { ...first(tokenIn(link)).body, password: weak } });
    expect([status, code]).toEqual([400, 'request.invalid']);
    expect((body as { fields: { path: string }[] }).fields.map(({ path }) => path)).toEqual(['body.password']);
    expect(JSON.stringify(body)).not.toContain(weak);
  });
});

describe('an invitation', () => {
  const invite = (by: Browser, role: string, email: string, schools: string[] = []) =>
    by.call('POST', '/accounts', { body: { name: 'Bo Second', email, role, schools } });

  it('creates an account that sets its password with a link, once', async () => {
    const { status, body } = await invite(administrator, 'reviewer', 'Bo@school.example', ['Lincoln']);
    const { account, link } = body as { account: Account; link: string };
    expect(status).toBe(200);
    expect(account).toMatchObject({ email: 'bo@school.example', role: 'reviewer', schools: ['Lincoln'], signIn: [] });
    expect(link).toContain('/invitation#');
    expect((await scene.browser().signIn('bo@school.example')).code).toBe('sign-in.failed');
    const browser = scene.browser();
    const accepted = await browser.call('POST', '/invitations', { body: { token: tokenIn(link), password } });
    expect(accepted.body).toMatchObject({ account: { id: account.id, schools: ['Lincoln'] } });
    expect((await browser.call('GET', '/session')).status).toBe(200);
    const again = await scene.browser().call('POST', '/invitations', { body: { token: tokenIn(link), password } });
    expect(again.code).toBe('access.link-invalid');
    expect((await invite(administrator, 'reviewer', 'BO@school.example')).code).toBe('account.exists');
    expect((await events('account-created')).at(-1)?.detail).toEqual({
      account: account.id,
      email: 'bo@school.example',
      role: 'reviewer',
      schools: 1,
      managed: false,
    });
  });

  it('expires after three days, with the next link, and when sign-in is disabled', async () => {
    const { body } = await invite(administrator, 'reviewer', 'late@school.example');
    const { account, link } = body as { account: Account; link: string };
    const next = (await administrator.call('POST', `/accounts/${account.id}/link`)).body as { link: string };
    const accept = (one: string) =>
      scene.browser().call('POST', '/invitations', { body: { token: tokenIn(one), password } });
    expect((await accept(link)).code).toBe('access.link-invalid');
    await administrator.call('PATCH', `/accounts/${account.id}`, { body: { disabled: true } });
    expect((await accept(next.link)).code).toBe('access.link-invalid');
    await administrator.call('PATCH', `/accounts/${account.id}`, { body: { disabled: false } });
    scene.pass(73 * hour);
    expect((await accept(next.link)).code).toBe('access.link-invalid');
    administrator = await scene.signedIn('administrator');
  });
});

describe('changing accounts', () => {
  it('ends the sessions of accounts whose permissions change', async () => {
    const reviewer = await scene.signedIn('reviewer');
    const path = `/accounts/${reviewer.account.id}`;
    expect((await administrator.call('PATCH', path, { body: { name: 'New Name', role: 'reviewer' } })).status).toBe(
      200,
    );
    expect((await reviewer.call('GET', '/session')).body).toMatchObject({ account: { name: 'New Name' } });
    for (const body of [{ schools: ['Lincoln'] }, { role: 'auditor' }, { disabled: true }]) {
      const browser = scene.browser();
      await browser.signIn(reviewer.account.email);
      expect((await browser.call('GET', '/session')).status).toBe(200);
      expect((await administrator.call('PATCH', path, { body })).body).toMatchObject(body);
      expect((await browser.call('GET', '/session')).status).toBe(401);
    }
    expect((await scene.browser().signIn(reviewer.account.email)).code).toBe('sign-in.failed');
    expect((await administrator.call('POST', `${path}/link`)).code).toBe('account.disabled');
  });

  it('lets managers change reviewers only', async () => {
    const manager = await scene.signedIn('manager');
    const reviewer = await scene.account('reviewer');
    const other = await scene.account('manager');
    const invite = (role: string) =>
      manager.call('POST', '/accounts', { body: { name: 'X', email: `${role}-x@school.example`, role, schools: [] } });
    expect((await invite('reviewer')).status).toBe(200);
    for (const role of ['manager', 'auditor', 'administrator']) expect((await invite(role)).status).toBe(403);
    const change = (id: string, body: object) => manager.call('PATCH', `/accounts/${id}`, { body });
    expect((await change(reviewer.id, { disabled: true })).status).toBe(200);
    expect((await change(reviewer.id, { role: 'manager' })).status).toBe(403);
    expect((await change(other.id, { disabled: true })).status).toBe(403);
    expect((await manager.call('POST', `/accounts/${other.id}/link`)).status).toBe(403);
  });

  it('protects your own account and the last administrator', async () => {
    const alone = await openScene();
    try {
      const one = await alone.signedIn('administrator');
      const own = `/accounts/${one.account.id}`;
      expect((await one.call('PATCH', own, { body: { role: 'reviewer' } })).code).toBe('account.own');
      expect((await one.call('PATCH', own, { body: { name: 'Me', role: 'administrator' } })).status).toBe(200);
      const two = await alone.signedIn('administrator');
      const results = await Promise.all([
        one.call('PATCH', `/accounts/${two.account.id}`, { body: { disabled: true } }),
        two.call('PATCH', own, { body: { role: 'auditor' } }),
      ]);
      const left = (await alone.context.store.accounts.list()).filter(
        ({ role, disabled }) => role === 'administrator' && !disabled,
      );
      expect(left).toHaveLength(1);
      expect(results.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
    } finally {
      await alone.close();
    }
  });
});

describe('a token', () => {
  const make = async (by: Browser, scopes: string[], expiresAt: string | null = null) => {
    const { body } = await by.call('POST', '/tokens', { body: { name: 'Export', scopes, expiresAt } });
    return body as { token: { id: string }; secret: string };
  };

  it('is shown once, listed for its owner, and ends when revoked', async () => {
    const manager = await scene.signedIn('manager');
    const { token, secret } = await make(manager, ['audit:read']);
    expect(secret).toMatch(/^hp_[\w-]{43}$/);
    const listed = await manager.call('GET', '/tokens');
    expect(listed.body).toMatchObject({ tokens: [{ id: token.id, scopes: ['audit:read'], lastUsedAt: null }] });
    expect(JSON.stringify(listed.body)).not.toContain(secret.slice(3));
    const other = await scene.signedIn('manager');
    expect((await other.call('GET', '/tokens')).body).toEqual({ tokens: [] });
    expect((await other.call('DELETE', `/tokens/${token.id}`)).status).toBe(404);
    const use = () => scene.browser().call('GET', '/audit', { token: secret });
    expect((await use()).status).toBe(500); // past every check: this scene has no such handler
    expect((await manager.call('DELETE', `/tokens/${token.id}`)).status).toBe(204);
    expect((await use()).status).toBe(401);
  });

  it('never has more permissions than its owner', async () => {
    const refused = await administrator.call('POST', '/tokens', {
      body: { name: 'x', scopes: ['overview:read', 'messages:read'], expiresAt: null },
    });
    expect([refused.status, refused.code]).toEqual([400, 'request.invalid']);
    const manager = await scene.signedIn('manager');
    const { secret } = await make(manager, ['messages:read']);
    const use = () => scene.browser().call('GET', '/views', { token: secret });
    const list = () => scene.browser().call('GET', '/messages', { token: secret });
    expect((await use()).code).toBe('access.token-scope');
    expect((await list()).status).toBe(500);
    await scene.database.pool.query(`UPDATE accounts SET role = 'administrator' WHERE id = $1`, [manager.account.id]);
    expect((await list()).code).toBe('access.forbidden');
    await administrator.call('PATCH', `/accounts/${manager.account.id}`, { body: { disabled: true } });
    expect((await list()).code).toBe('sign-in.required');
  });

  it('ends for good when its owner is disabled, changes role, or gets another password', async () => {
    const endings: [string, (manager: Browser & { account: { id: string } }) => Promise<unknown>][] = [
      [
        'disabled',
        async ({ account: { id } }) => {
          await administrator.call('PATCH', `/accounts/${id}`, { body: { disabled: true } });
          return administrator.call('PATCH', `/accounts/${id}`, { body: { disabled: false } });
        },
      ],
      [
        'another role',
        async ({ account: { id } }) => {
          await administrator.call('PATCH', `/accounts/${id}`, { body: { role: 'auditor' } });
          return administrator.call('PATCH', `/accounts/${id}`, { body: { role: 'manager' } });
        },
      ],
      [
        'a new password',
        (manager) =>
          manager.call('PUT', '/account/password', { body: { current: password, next: 'a much better one' } }),
      ],
      ['a link for a new password', ({ account: { id } }) => administrator.call('POST', `/accounts/${id}/link`)],
    ];
    for (const [name, end] of endings) {
      const manager = await scene.signedIn('manager');
      const { secret } = await make(manager, ['messages:read']);
      const use = () => scene.browser().call('GET', '/messages', { token: secret });
      expect([name, (await use()).status]).toEqual([name, 500]); // past every check
      expect(await end(manager)).toMatchObject({ status: expect.any(Number) });
      expect([name, (await use()).code]).toEqual([name, 'sign-in.required']);
    }
  });

  it('expires, and is not accepted with another kind of authorization', async () => {
    const manager = await scene.signedIn('manager');
    const past = await manager.call('POST', '/tokens', {
      body: { name: 'x', scopes: ['overview:read'], expiresAt: '2020-01-01T00:00:00Z' },
    });
    expect(past.code).toBe('request.invalid');
    const end = new Date(scene.context.now().getTime() + hour).toISOString();
    const { secret } = await make(manager, ['overview:read'], end);
    const use = (headers: Record<string, string>) => scene.browser().call('GET', '/overview', { headers });
    expect((await use({ authorization: `bearer ${secret}` })).status).toBe(500);
    for (const authorization of [`Basic ${secret}`, secret, `Bearer ${secret}x`, `Bearer ${secret.slice(3)}`, '']) {
      expect((await use({ authorization })).status).toBe(401);
    }
    // A session beside a token that is none does not count.
    expect((await manager.call('GET', '/session', { headers: { authorization: 'Bearer hp_x' } })).status).toBe(401);
    scene.pass(hour + 1000);
    expect((await use({ authorization: `Bearer ${secret}` })).status).toBe(401);
  });
});

it('records every change in the audit log, whose chain verifies', async () => {
  expect((await events('token-made')).length).toBeGreaterThan(2);
  expect((await events('account-changed')).map(({ detail }) => Object.keys(detail)[0])).toContain('account');
  expect(await scene.database.store.verifyAudit()).toMatchObject({ firstBroken: null });
});

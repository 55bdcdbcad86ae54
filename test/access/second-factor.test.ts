/** Two-factor authentication: turning it on and off, and how often a code is valid. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { openScene, password, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** The code at the time of the scene's clock, or so many steps later. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: scene.context.now().getTime() + steps * 30_000,
  });

async function withFactor() {
  const browser = await scene.signedIn('reviewer');
  const { body } = await browser.call('POST', '/account/totp');
  const { secret, uri, qrSvg } = body as { secret: string; uri: string; qrSvg: string };
  return { browser, email: browser.account.email, secret, uri, qrSvg };
}

it('is on once a code has confirmed it; the secret is encrypted in the database', async () => {
  const { browser, email, secret, uri, qrSvg } = await withFactor();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(uri).toContain(`otpauth://totp/Hallpass:${encodeURIComponent(email)}`);
  expect(qrSvg).toMatch(/^<svg /);
  expect(qrSvg).not.toMatch(/<script|style=|on\w+=/);
  expect((await scene.browser().signIn(email)).status).toBe(200);

  const before = browser.cookies.get('hallpass-session');
  expect((await browser.call('PUT', '/account/totp', { body: { totp: '12345' } })).code).toBe('access.wrong-totp');
  expect((await browser.call('PUT', '/account/totp', { body: { totp: codeOf(secret, 4) } })).code).toBe(
    'access.wrong-totp',
  );
  expect((await browser.call('PUT', '/account/totp', { body: { totp: codeOf(secret) } })).status).toBe(204);
  expect(browser.cookies.get('hallpass-session')).not.toBe(before);
  expect((await scene.browser().signIn(email)).code).toBe('sign-in.totp-required');
  const { rows } = await scene.database.pool.query<{ totp: Buffer }>('SELECT totp FROM accounts WHERE email = $1', [
    email,
  ]);
  expect(rows[0]?.totp.toString('latin1')).not.toContain(secret);
});

it('accepts a code once, one step early or late, and none older than the last', async () => {
  const { browser, email, secret } = await withFactor();
  const code = codeOf(secret);
  await browser.call('PUT', '/account/totp', { body: { totp: code } });
  expect((await scene.browser().signIn(email, code)).code).toBe('sign-in.failed');
  scene.pass(60_000);
  const late = codeOf(secret, -1);
  const next = `${codeOf(secret, 1).slice(0, 3)} ${codeOf(secret, 1).slice(3)}`;
  const results = await Promise.all([1, 2, 3].map(() => scene.browser().signIn(email, next)));
  expect(results.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  expect((await scene.browser().signIn(email, late)).code).toBe('sign-in.failed');
  expect((await scene.browser().signIn(email, codeOf(secret, 2))).code).toBe('sign-in.failed');
  scene.pass(60_000);
  expect((await scene.browser().signIn(email, codeOf(secret))).status).toBe(200);
});

it('cannot be guessed with the password: attempts keep counting', async () => {
  const { browser, email, secret } = await withFactor();
  await browser.call('PUT', '/account/totp', { body: { totp: codeOf(secret) } });
  scene.pass(90_000);
  const codes = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    codes.push((await scene.browser().signIn(email)).code, (await scene.browser().signIn(email, '000000')).code);
  }
  expect(codes).toEqual(Array.from({ length: 5 }, () => ['sign-in.totp-required', 'sign-in.failed']).flat());
  expect((await scene.browser().signIn(email)).code).toBe('sign-in.locked');
});

it('is turned off with the password, but not by a new password link', async () => {
  const { browser, email, secret } = await withFactor();
  await browser.call('PUT', '/account/totp', { body: { totp: codeOf(secret) } });
  const { body: session } = await browser.call('GET', '/session');
  browser.csrfToken = (session as { csrfToken: string }).csrfToken;
  expect((await browser.call('POST', '/account/totp')).code).toBe('account.totp-on');

  const token = await scene.context.store.links.newPassword(
    browser.account.id,
    new Date(scene.context.now().getTime() + 60_000),
    { actor: 'test' },
  );
  const accepted = await scene.browser().call('POST', '/invitations', { body: { token, password } });
  expect([accepted.code, accepted.headers.getSetCookie()]).toEqual(['sign-in.totp-required', []]);

  scene.pass(60_000);
  const again = scene.browser();
  expect((await again.signIn(email, codeOf(secret))).status).toBe(200);
  expect((await again.call('DELETE', '/account/totp', { body: { password: 'x' } })).code).toBe('access.wrong-password');
  expect((await again.call('DELETE', '/account/totp', { body: { password } })).status).toBe(204);
  expect((await scene.browser().signIn(email)).status).toBe(200);
});

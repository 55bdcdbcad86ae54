/** Sign-in: who gets a session, how long it lasts, what ends it, and how guessing is limited. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Session } from '../../src/review/contract/account.ts';
import { openScene, password, type Scene } from './scene.ts';

const minute = 60_000;
const cookie = 'hallpass-session';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const wrong = (email: string) => ({ body: { email, password: 'not this one at all' } });
const sessionStatus = async (id: string): Promise<number> => {
  const browser = scene.browser();
  browser.cookies.set(cookie, id);
  return (await browser.call('GET', '/session')).status;
};

describe('a session', () => {
  it('begins with address and password, and has the permissions of the account', async () => {
    const account = await scene.account('reviewer', 'Begins@School.example');
    const browser = scene.browser();
    const answered = await browser.signIn(' BEGINS@school.example ');
    const session = answered.body as Session;
    expect(answered.status).toBe(200);
    expect(session.account).toMatchObject({ id: account.id, role: 'reviewer', signIn: ['password'], hasTotp: false });
    expect(session.permissions).toEqual([
      'messages.list',
      'messages.read',
      'messages.reveal',
      'messages.decide',
      'policy.read',
    ]);
    expect((await browser.call('GET', '/session')).body).toMatchObject({ csrfToken: session.csrfToken });
    expect(answered.headers.get('cache-control')).toBe('no-store');
    const [line = ''] = answered.headers.getSetCookie();
    expect(line).toMatch(/^hallpass-session=[\w-]{43}; Max-Age=36000; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('is limited to this host with https', async () => {
    const https = await openScene({ publicUrl: 'https://hallpass.school.example' });
    try {
      const account = await https.account('reviewer');
      const { headers } = await https.browser().signIn(account.email);
      expect(headers.getSetCookie().join()).toMatch(
        /^__Host-hallpass-session=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect(headers.getSetCookie().join()).not.toMatch(/domain/i);
    } finally {
      await https.close();
    }
  });

  it('never continues under a previous id (session fixation)', async () => {
    const account = await scene.account('reviewer');
    const planted = 'P'.repeat(43);
    const browser = scene.browser();
    browser.cookies.set(cookie, planted);
    await browser.signIn(account.email);
    const first = browser.cookies.get(cookie)!;
    expect(first).not.toBe(planted);
    expect(await sessionStatus(planted)).toBe(401);
    await browser.signIn(account.email);
    expect(browser.cookies.get(cookie)).not.toBe(first);
    expect(await sessionStatus(first)).toBe(401);
  });

  it('ends at sign-out, also on the server', async () => {
    const browser = await scene.signedIn('manager');
    const id = browser.cookies.get(cookie)!;
    expect((await browser.call('DELETE', '/session')).status).toBe(204);
    expect(browser.cookies.has(cookie)).toBe(false);
    expect(await sessionStatus(id)).toBe(401);
  });

  it('ends after half an hour without a call, and after ten hours in any case', async () => {
    const browser = await scene.signedIn('manager');
    for (let call = 0; call < 3; call += 1) {
      scene.pass(29 * minute);
      expect((await browser.call('GET', '/session')).status).toBe(200);
    }
    scene.pass(31 * minute);
    expect((await browser.call('GET', '/session')).status).toBe(401);

    const busy = await scene.signedIn('manager');
    const statuses = new Set<number>();
    for (let passed = 0; passed < 600; passed += 25) {
      statuses.add((await busy.call('GET', '/session')).status);
      scene.pass(25 * minute);
    }
    expect([...statuses]).toEqual([200]);
    expect((await busy.call('GET', '/session')).status).toBe(401);
  });

  it('gets a new id with a new password, and all other sessions of the account end', async () => {
    const browser = await scene.signedIn('manager');
    const other = scene.browser();
    await other.signIn(browser.account.email);
    const before = browser.cookies.get(cookie)!;
    const wrongOne = await browser.call('PUT', '/account/password', {
      body: { current: 'x', next: 'a much better one' },
    });
    expect([wrongOne.status, wrongOne.code]).toEqual([403, 'access.wrong-password']);
    const changed = await browser.call('PUT', '/account/password', {
      body: { current: password, next: 'a much better one' },
    });
    expect(changed.status).toBe(204);
    expect(browser.cookies.get(cookie)).not.toBe(before);
    expect(await sessionStatus(before)).toBe(401);
    expect((await other.call('GET', '/session')).status).toBe(401);
    expect((await browser.call('GET', '/session')).status).toBe(200);
    expect((await scene.browser().signIn(browser.account.email)).code).toBe('sign-in.failed');
  });

  it('is not stored in plain text in the database, and neither is its token', async () => {
    const browser = await scene.signedIn('manager');
    const made = await browser.call('POST', '/tokens', {
      body: { name: 'x', scopes: ['overview:read'], expiresAt: null },
    });
    const { secret } = made.body as { secret: string };
    const { rows } = await scene.database.pool.query<{ all: string }>(
      `SELECT string_agg(t::text, ' ') AS all FROM (SELECT row(s.*)::text AS t FROM sessions s UNION ALL
         SELECT row(a.*)::text FROM api_tokens a UNION ALL SELECT row(c.*)::text FROM accounts c) AS x`,
    );
    for (const value of [browser.cookies.get(cookie)!, secret, secret.slice(3), password]) {
      expect(rows[0]?.all).not.toContain(value);
      expect(rows[0]?.all).not.toContain(Buffer.from(value).toString('hex'));
    }
  });
});

describe('guessing', () => {
  it('locks an address after five attempts, longer each time, with or without an account', async () => {
    const account = await scene.account('reviewer');
    const answersFor = async (email: string) => {
      const answers = [];
      const browser = scene.browser();
      for (let attempt = 0; attempt < 6; attempt += 1) {
        const { status, body, headers } = await browser.call('POST', '/session', wrong(email));
        answers.push({ status, body, retryAfter: headers.get('retry-after') === null });
      }
      return answers;
    };
    const known = await answersFor(account.email);
    expect(known.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await answersFor('nobody@school.example')).toEqual(known);

    expect((await scene.browser().signIn(account.email)).code).toBe('sign-in.locked');
    scene.pass(minute + 1000);
    expect((await scene.browser().call('POST', '/session', wrong(account.email))).status).toBe(401);
    scene.pass(minute + 1000);
    const still = await scene.browser().signIn(account.email);
    expect(still.code).toBe('sign-in.locked');
    expect(Number(still.headers.get('retry-after'))).toBeGreaterThan(30);
    scene.pass(minute);
    expect((await scene.browser().signIn(account.email)).status).toBe(200);
    expect((await scene.browser().call('POST', '/session', wrong(account.email))).status).toBe(401);
    expect((await scene.browser().signIn(account.email)).status).toBe(200);
  });

  it('gains nothing from parallel attempts', async () => {
    const { email } = await scene.account('reviewer');
    const browser = scene.browser();
    const answers = await Promise.all(Array.from({ length: 25 }, () => browser.call('POST', '/session', wrong(email))));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it('is shown to administrators, who can create a new link', async () => {
    const administrator = await scene.signedIn('administrator');
    const { id, email } = await scene.account('reviewer');
    for (let attempt = 0; attempt < 5; attempt += 1) await scene.browser().call('POST', '/session', wrong(email));
    const { body } = await administrator.call('GET', '/accounts');
    const row = (body as { accounts: { id: string; lockedUntil: string | null }[] }).accounts.find(
      (one) => one.id === id,
    );
    expect(row?.lockedUntil).toEqual(expect.any(String));
    const { body: made } = await administrator.call('POST', `/accounts/${id}/link`);
    const token = (made as { link: string }).link.split('#')[1];
    const browser = scene.browser();
    expect(
      (await browser.call('POST', '/invitations', { body: { token, password: 'quite another one' } })).status,
    ).toBe(200);
  });

  it('is rate-limited by client address', async () => {
    const slow = await openScene({ console: { signInsPerMinute: 3 } });
    try {
      const statuses = [];
      for (let attempt = 0; attempt < 4; attempt += 1) {
        statuses.push((await slow.browser().call('POST', '/session', wrong(`n${attempt}@school.example`))).status);
      }
      expect(statuses).toEqual([401, 401, 401, 429]);
      // Whoever is signed in goes on.
      expect((await slow.browser().call('GET', '/sign-in')).status).toBe(200);
    } finally {
      await slow.close();
    }
  });

  it('leaves neither addresses nor passwords in the log', () => {
    expect(scene.log.length).toBeGreaterThan(20);
    expect(scene.log.join('\n')).not.toMatch(/school\.example|kayaks|not this one/);
  });
});

it('is off if only identity providers are allowed', async () => {
  const without = await openScene({ console: { passwords: false } });
  try {
    const { email } = await without.account('reviewer');
    expect((await without.browser().call('GET', '/sign-in')).body).toEqual({
      isSetUp: true,
      password: false,
      providers: [],
    });
    expect((await without.browser().signIn(email)).code).toBe('sign-in.failed');
  } finally {
    await without.close();
  }
});

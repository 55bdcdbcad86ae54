/** The console in a complete gateway: the set-up link, the command line, the pages at `/`. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hallpassCommand, run } from '../harness/command.ts';
import { startTestGateway, type TestGateway } from '../harness/gateway.ts';

const password = 'seven green kayaks';
let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway({ config: { publicUrl: 'http://console.school.example' } });
});
afterAll(() => test.stop());

const call = (path: string, body?: unknown, cookie = '') =>
  fetch(`${test.http}/api${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
  });
const because = ['--reason', 'Try-out'];
const command = (...args: string[]) => run(hallpassCommand, ['console', ...args], test.environment);
const tokenIn = (link: string): string => link.trim().split('#')[1] ?? '';
const cookieOf = (response: Response): string => response.headers.getSetCookie().join().split(';')[0] ?? '';

describe('a gateway', () => {
  it('has no accounts at first, and a set-up link that works once', async () => {
    const link = test.gateway.setUpLink ?? '';
    expect(link).toMatch(/^http:\/\/console\.school\.example\/set-up#[\w-]{43}$/);
    expect(test.log.join('\n')).not.toContain(tokenIn(link));
    const first = { token: tokenIn(link), name: 'Ada', email: 'ada@school.example', password };
    expect((await call('/session', { email: 'admin', password: 'admin' })).status).toBe(401);
    const made = await call('/set-up', first);
    expect(made.status).toBe(200);
    const session = await call('/session', undefined, cookieOf(made));
    expect(await session.json()).toMatchObject({ account: { email: 'ada@school.example', role: 'administrator' } });
    expect((await call('/set-up', first)).status).toBe(410);
  });

  it('serves the console at /, or says that it is not built', async () => {
    const page = await fetch(test.http);
    expect(page.status).toBe(200);
    expect(await page.text()).toMatch(/csp-nonce" content="[\w+/=]{24}"|has not been built/);
    expect((await call('/messages')).status).toBe(401);
    expect((await fetch(`${test.http}/healthz`)).status).toBe(200);
  });
});

describe('the command line', () => {
  it('lists accounts, creates links, and disables sign-in', async () => {
    const signIn = () => call('/session', { email: 'ada@school.example', password });
    const cookie = cookieOf(await signIn());
    expect((await call('/session', undefined, cookie)).status).toBe(200);

    const { stdout } = await command('accounts');
    expect(stdout).toMatch(/^● administrator {2}ada@school\.example {2}Ada {2}\(password\)\n$/);
    const last = await command('disable', 'ada@school.example', ...because);
    expect([last.code, last.stderr]).toEqual([2, expect.stringContaining('last administrator')]);

    const second = await command('setup-link', ...because);
    expect(second.stdout).toMatch(/^http:\/\/[^/]+\/set-up#[\w-]{43}\n$/);
    const token = tokenIn(second.stdout);
    expect((await call('/set-up', { token, name: 'Bo', email: 'bo@school.example', password })).status).toBe(200);

    const off = await command('disable', 'ADA@school.example', ...because);
    expect([off.code, off.stdout]).toEqual([0, expect.stringContaining('Sign-in disabled')]);
    expect((await call('/session', undefined, cookie)).status).toBe(401);
    expect((await signIn()).status).toBe(401);
    await command('enable', 'ada@school.example', ...because);
    const reset = await command('reset-password', 'ada@school.example', '--end-second-factor', ...because);
    const accepted = await call('/invitations', { token: tokenIn(reset.stdout), password: 'another good one' });
    expect(accepted.status).toBe(200);
    expect((await signIn()).status).toBe(401);

    const unknown = await command('disable', 'nobody@school.example', ...because);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).not.toContain('nobody@');
    expect((await command('accounts', '--json')).stdout).not.toMatch(/argon2|passwordHash/);
  });
});

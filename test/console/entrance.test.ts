/** The ways to sign in, in the browser: the set-up link, an invitation, two-factor authentication, an identity provider. */
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { client, startProvider, type TestProvider } from '../access/provider.ts';
import { freePort } from '../harness/redis.ts';
import { until } from '../harness/wait.ts';
import { mapleRoster } from '../review/reviewers.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene } from './scene.ts';

const password = 'seven green kayaks';
let provider: TestProvider;
let scene: ConsoleScene;
/** Signed in as the first administrator by the first test. */
let office: Page;

beforeAll(async () => {
  // The provider says on the console that it is not set up for real people.
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockReturnValue(undefined);
  // The address of the console has to be known to the provider before either listens.
  const port = await freePort();
  provider = await startProvider([`http://127.0.0.1:${port}/api/sign-in/district/callback`]);
  const district = {
    id: 'district',
    name: 'District',
    issuer: provider.issuer,
    clientId: client.id,
    allowedDomains: ['school.example'],
    roles: [{ claim: 'groups', value: 'dlp-managers', role: 'manager' }],
  };
  scene = await openConsole({
    config: { roster: mapleRoster, http: { port }, console: { signInsPerMinute: 10_000, providers: [district] } },
    oidc: { district: client.secret },
  });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await scene.close();
  await provider.close();
});

const alert = (page: Page, words: string | RegExp) => page.getByRole('alert').getByText(words).waitFor();

it('the set-up link creates an administrator, once', async () => {
  const link = scene.test.gateway.setUpLink!;
  const { page, errors } = await scene.stranger();
  await page.goto('/');
  await page.getByText('There are no accounts yet.').waitFor();
  const setUp = async (on: Page, words: string) => {
    await on.goto(link);
    await on.getByLabel('Your name').fill('Ana Bell');
    await on.getByLabel('Email address').fill('ana.bell@school.example');
    await on.getByLabel('Password', { exact: true }).fill(words);
    await on.getByRole('button', { name: 'Create account' }).click();
  };
  await setUp(page, 'aaaaaaaaaaaaaaaa');
  await page.getByRole('alert').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await setUp(page, password);
  // The district is asked for next; it can wait.
  await page.getByRole('heading', { name: 'Your district' }).waitFor();
  await page.getByRole('link', { name: 'Enter it later' }).click();
  await page.waitForURL('**/overview');
  const again = await scene.stranger({ width: 390 });
  // A used link says so at once: nobody fills in the form in vain.
  await again.page.goto(link);
  await again.page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  expect(await again.page.getByLabel('Your name').count()).toBe(0);
  expect(await violationsOf(again.page)).toEqual([]);
  await again.context.close();
  expect(errors).toEqual([]);
  office = page;
});

it('an invited reviewer chooses a password, sees only certain schools, and is signed out when sign-in is disabled', async () => {
  await office.goto('/settings/accounts');
  await office.getByRole('button', { name: 'Invite person' }).click();
  const dialog = office.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Sam Okafor');
  await dialog.getByLabel('Email address').fill('sam.okafor@school.example');
  // Schools are chosen from the roster: a name that is not in it cannot be entered.
  const schools = dialog.getByLabel('Schools').first();
  await schools.fill('Lincoln');
  await office.getByText('The roster has no such school.').waitFor();
  await schools.fill('Maple Valley High');
  expect(await violationsOf(office)).toEqual([]);
  await office.getByRole('option', { name: 'Maple Valley High School' }).click();
  await dialog.getByLabel('Name').click();
  await office.getByRole('option').first().waitFor({ state: 'hidden' });
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = await dialog.locator('code').innerText();
  await office.keyboard.press('Escape');
  await office.getByRole('cell', { name: 'Reviewer: Maple Valley High School' }).waitFor();

  const { page, context } = await scene.stranger();
  await page.goto(link);
  await page.getByLabel('New password').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set password and continue' }).click();
  await page.getByText('Nothing is held.').waitFor();
  await page.goto('/account');
  await page.getByText('Schools: Maple Valley High School').waitFor();

  await office.getByRole('button', { name: 'Edit Sam Okafor' }).click();
  await office.getByRole('menuitem', { name: 'Disable sign-in' }).click();
  await office.getByText('sign-in disabled').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.goto(link);
  await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
  await page.getByRole('link', { name: 'Sign in' }).waitFor();
  await context.close();
});

it('a session that ends covers the content at once, and signing in again leads back to the same place', async () => {
  const { page, reviewer, errors, context } = await scene.visit('reviewer', { name: 'Rae Lin' });
  const id = await scene.held({ subject: 'Museum trip', text: 'Dear Pat,\r\n\r\nplease-hold this.' });
  await page.goto(`/review/${id}?q=subject%3AMuseum`);
  await page.getByRole('region', { name: 'Why it is held' }).waitFor();
  await scene.test.sql('DELETE FROM sessions WHERE account_id = $1', [reviewer.id]);
  // Any call covers the page, also one that only looks.
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.getByText('Museum trip').count()).toBe(0);
  await page.getByLabel('Email address').fill(reviewer.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('region', { name: 'Why it is held' }).waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`/review/${id}?q=subject%3AMuseum`);

  // A page at which nobody does anything is covered when the session ends.
  const clock = await context.newPage();
  await clock.clock.install();
  await clock.goto(`/review/${id}`);
  await clock.getByRole('region', { name: 'Why it is held' }).waitFor();
  await clock.context().route('**/api/events', (route) => route.abort());
  await scene.test.sql('DELETE FROM sessions WHERE account_id = $1', [reviewer.id]);
  await clock.clock.fastForward('25:00:00');
  await clock.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await clock.getByText('Museum trip').count()).toBe(0);
  expect(errors).toEqual([]);
  await context.close();
  await scene.test.makeDue(id);
  await scene.test.reaches(id, 'bounced');
});

it('two-factor authentication is turned on, required, and accepts each code once', async () => {
  const { page, reviewer, errors, context } = await scene.visit('manager', { name: 'Mia Ortiz' });
  await page.goto('/account');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
  const secret = /[A-Z2-7]{32}/.exec(await page.getByText('Or enter this key in the app').innerText())![0];
  const codeOf = (steps: number): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
  const confirm = async (code: string) => {
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Turn on' }).click();
  };
  await confirm(codeOf(7));
  await alert(page, 'The code is incorrect');
  const used = codeOf(0);
  await confirm(used);
  await page.getByText('Two-factor authentication is on.').waitFor();

  await page.getByRole('button', { name: /account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  await page.getByLabel('Email address').fill(reviewer.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
  await signIn.click();
  const code = page.getByLabel('Code from your authenticator app');
  await code.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  for (const refused of [used, codeOf(7)]) {
    await code.fill(refused);
    await signIn.click();
    await alert(page, 'The email address, password or code is incorrect');
    // Emptied for the next one.
    await until(async () => (await code.inputValue()) === '');
  }
  await code.fill(codeOf(1));
  await signIn.click();
  await page.getByText('Nothing is held.').waitFor();

  await page.goto('/account');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.getByText('Two-factor authentication is off.').waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

it('sign-in with an identity provider leads to the requested page, or fails without an account', async () => {
  provider.person = {
    sub: 'lu',
    claims: { email: 'lu@school.example', email_verified: true, name: 'Lu Tran', groups: ['dlp-managers'] },
  };
  const { page, context } = await scene.stranger();
  await page.goto('/policy');
  const button = page.getByRole('link', { name: 'Sign in with District' });
  await button.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await button.click();
  await page.getByRole('heading', { name: 'Marked words' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/policy');
  await page.goto('/account');
  await page.getByRole('heading', { name: 'Lu Tran' }).waitFor();
  expect(await page.getByRole('heading', { name: 'Password' }).count()).toBe(0);
  await context.close();

  provider.person = {
    sub: 'eve',
    claims: { email: 'eve@school.example', email_verified: true, name: 'Eve', groups: [] },
  };
  const eve = await scene.stranger();
  await eve.page.goto('/sign-in');
  await eve.page.getByRole('link', { name: 'Sign in with District' }).click();
  await alert(eve.page, 'Sign-in with your identity provider failed');
  await eve.context.close();
});

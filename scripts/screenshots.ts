/** `npm run screenshots`: the console's main pages with the demo's messages, on a phone and a wide screen, in light and dark. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expectBuiltConsole, launchChromium } from '../test/console/chromium.ts';
import { freePort } from '../test/harness/redis.ts';
import { until } from '../test/harness/wait.ts';

const root = join(import.meta.dirname, '..');
const folder = process.argv[2] ?? join(root, 'data/screenshots');
const password = 'seven green kayaks';

const shots: readonly (readonly [name: string, path: string, prepare?: (page: Page) => Promise<void>])[] = [
  ['sign-in', '/sign-in'],
  ['review', '/review'],
  ['message', '/review', openOne],
  ['revealed', '/review', reveal],
  ['return', '/review', askToReturn],
  ['entitled', '/review?q=is%3Aopen+subject%3A%22bus+stop%22', openFirst],
  ['appeal', '/review?q=is%3Aappealed', openFirst],
  ['waiting-for-sender', '/waiting-for-sender'],
  ['delivered', '/delivered'],
  ['overview', '/overview'],
  ['disclosures', '/disclosures'],
  ['policy', '/policy'],
  ['policy-draft', '/policy/draft'],
  ['policy-versions', '/policy', showVersions],
  ['audit-log', '/audit-log'],
  ['settings', '/settings'],
  ['mail-flow', '/settings/mail-flow'],
  ['district', '/settings/district'],
  ['directory', '/settings/directory'],
  ['accounts', '/settings/accounts'],
  ['account', '/account'],
];

expectBuiltConsole();
const data = mkdtempSync(join(tmpdir(), 'hallpass-screenshots-'));
const [smtp, http] = [await freePort(), await freePort()];
const configFile = join(data, 'hallpass.yaml');
writeFileSync(configFile, 'log: { format: json }\n');
const env = {
  ...process.env,
  HALLPASS_DATA: join(data, 'data'),
  HALLPASS_SMTP_PORT: String(smtp),
  HALLPASS_HTTP_PORT: String(http),
};
const command = join(root, 'bin/hallpass');
const gateway = spawn(command, ['start', '--config', configFile], { env, stdio: ['ignore', 'pipe', 'ignore'] });
try {
  const link = await setUpLink();
  const demo = spawnSync(command, ['demo', '--config', configFile], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (demo.status !== 0) throw new Error('the demo did not send its messages');
  const browser = await launchChromium();
  const state = await signUp(browser, link);
  mkdirSync(folder, { recursive: true });
  const all = [...shots, ...sendersPages()];
  for (const width of [1440, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        baseURL: `http://127.0.0.1:${http}`,
        storageState: state,
        viewport: { width, height: width < 500 ? 844 : 720 },
        colorScheme,
        reducedMotion: 'reduce',
        locale: 'en-US',
      });
      for (const [name, path, prepare] of all) await shoot(context, `${name}-${width}-${colorScheme}`, path, prepare);
      await context.close();
    }
  }
  await browser.close();
  console.log(`${all.length * 4} screenshots in ${folder}`);
} finally {
  if (gateway.exitCode === null) {
    gateway.kill('SIGTERM');
    await new Promise((done) => gateway.once('exit', done));
  }
  rmSync(data, { recursive: true, force: true });
}

/** The gateway prints it once it accepts mail. */
function setUpLink(): Promise<string> {
  return new Promise((found, fail) => {
    let text = '';
    gateway.once('exit', () => fail(new Error(`the gateway did not start:\n${text}`)));
    gateway.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const link = /http:\S+\/set-up#\S+/.exec(text)?.[0];
      if (link !== undefined && text.includes('Ctrl-C')) found(link);
    });
  });
}

/** Creates an administrator, who invites a manager. @returns the storage of the manager's browser */
async function signUp(browser: Browser, link: string): Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill('Ana Bell');
  await page.getByLabel('Email address').fill('ana.bell@school.example');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Name of the district').fill('Maple Valley School District');
  await page.getByLabel('No', { exact: true }).check();
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.waitForURL('**/overview');
  await page.goto(new URL('/settings/accounts', link).href);
  await page.getByRole('button', { name: 'Invite person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Mia Ortiz');
  await dialog.getByLabel('Email address').fill('mia.ortiz@school.example');
  await dialog.getByRole('radio', { name: 'Manager', exact: true }).check();
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  const invitation = await dialog.locator('code').innerText();
  await context.clearCookies();
  await page.goto(invitation);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: /^Set password/ }).click();
  await page.waitForURL('**/review');
  const state = await context.storageState();
  await context.close();
  return state;
}

/** The pages behind the links in the notices to the demo's senders, in both languages. */
function sendersPages(): [name: string, path: string][] {
  const outbox = join(data, 'data/outbox');
  const texts = readdirSync(outbox).map((name) =>
    readFileSync(join(outbox, name), 'latin1')
      .replace(/=\r?\n/g, '')
      .replaceAll('=3D', '='),
  );
  return (['w', 'a'] as const).flatMap((kind) => {
    const link = new RegExp(`http://127\\.0\\.0\\.1:\\d+(/${kind}/[\\w-]+)`);
    const path = texts.map((text) => link.exec(text)?.[1]).find((found) => found !== undefined);
    if (path === undefined) throw new Error('no notice has a link');
    const name = kind === 'w' ? 'sender-asked' : 'sender-held';
    return (['en', 'es'] as const).map((language): [string, string] => [
      `${name}-${language}`,
      `${path}?lang=${language}`,
    ]);
  });
}

async function shoot(
  context: BrowserContext,
  name: string,
  path: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await context.newPage();
  await page.goto(path);
  await page.locator('main').waitFor();
  await settled(page);
  await prepare?.(page);
  await settled(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}

/** Waits until all requests have finished. */
async function settled(page: Page): Promise<void> {
  await until(async () => (await page.locator('[role=status][aria-label^=Loading]').count()) === 0);
  // Two frames: the content is laid out and painted.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

/** The demo's class list that went to a printer. */
async function openOne(page: Page): Promise<void> {
  const rows = page.getByRole('list', { name: 'Review' }).getByRole('link');
  await rows
    .filter({ hasText: /^.*12 students.*printco\.example/ })
    .first()
    .click();
  await page.getByRole('tab', { name: 'Text' }).waitFor();
  await page
    .getByRole('button', { name: /^(Release|Approve)/ })
    .first()
    .waitFor();
}

async function openFirst(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Review' }).getByRole('link').first().click();
  await page.getByRole('tab', { name: 'Text' }).waitFor();
  await page.getByRole('region', { name: 'Actions' }).waitFor();
}

async function reveal(page: Page): Promise<void> {
  await openOne(page);
  const button = page.getByRole('button', { name: 'Reveal', exact: true });
  if (await button.isVisible()) {
    await button.click();
    await page.getByText('To make a decision').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reveal' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await button.waitFor({ state: 'detached' });
  }
  await until(async () => !(await page.getByRole('tabpanel').innerText()).includes('█'));
  await page.keyboard.press('n');
  await page.locator('[data-finding][aria-pressed=true]').first().waitFor();
}

async function askToReturn(page: Page): Promise<void> {
  await openOne(page);
  await page.keyboard.press('x');
  await page.getByLabel('Template').selectOption({ index: 1 });
}

/** The versions of the policy; the first time, one is put in force. */
async function showVersions(page: Page): Promise<void> {
  await page.getByText('In force:').waitFor();
  if (await page.getByText('as the configuration says').isVisible()) {
    await page.goto('/policy/draft');
    await page.getByText('The text has no mistakes.').waitFor();
    await page.getByLabel('What is different, and why?').fill('As the board adopted it, to begin with');
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.waitForURL('**/policy');
  }
  await page.getByText('In force: version').waitFor();
  await page.getByRole('heading', { name: 'Versions' }).scrollIntoViewIfNeeded();
}

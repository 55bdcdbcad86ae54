/** The console's pages for each role, by keyboard and on a phone, and their accessibility. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Role } from '../../src/review/contract/account.ts';
import { letter, sender } from '../harness/gateway.ts';
import { until } from '../harness/wait.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

let scene: ConsoleScene;
let manager: Visit;
const ids: string[] = [];

beforeAll(async () => {
  scene = await openConsole();
  manager = await scene.visit('manager', { name: 'Mia Ortiz' });
  for (const n of [1, 2, 3, 4])
    ids.push(await scene.held({ subject: `Letter ${n}`, to: ['a@museum.example', 'b@museum.example'] }));
  await scene.held({ text: 'please-warn' });
});
afterAll(() => scene.close());

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name }).first().waitFor();
const rowOf = (page: Page, n: number) => page.getByRole('list', { name: 'Review' }).getByRole('listitem').nth(n);

describe.each([
  ['reviewer', ['Review', 'Waiting for sender', 'Delivered', 'Policy'], '/settings'],
  [
    'manager',
    ['Review', 'Waiting for sender', 'Delivered', 'Overview', 'Disclosures', 'Policy', 'Audit log', 'Settings'],
    '/nowhere',
  ],
  [
    'auditor',
    ['Review', 'Waiting for sender', 'Delivered', 'Overview', 'Disclosures', 'Policy', 'Audit log'],
    '/settings',
  ],
  ['administrator', ['Overview', 'Policy', 'Audit log', 'Settings'], '/review'],
] as const)('a %s', (role: Role, places, closed) => {
  it('finds the pages of the role and no others', async () => {
    const { page, errors, context } = await scene.visit(role);
    await page.goto('/');
    const nav = page.getByRole('navigation', { name: 'Pages' });
    await nav.getByRole('link').first().waitFor();
    expect((await nav.getByRole('link').allInnerTexts()).map((text) => text.replace(/\d+$/, '').trim())).toEqual(
      places,
    );
    await page.goto(closed);
    await page.getByText('This page does not exist, or your account does not have access to it.').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });
});

it('an auditor sees that a message is held and why, but not its content', async () => {
  const { page, context } = await scene.visit('auditor');
  await page.goto(`/review/${ids[0]}`);
  await page.getByText('A word to look at').waitFor();
  await page.getByRole('tab', { name: 'History' }).waitFor();
  expect(await page.getByRole('tab').allInnerTexts()).toEqual(['History']);
  expect(await page.getByRole('region', { name: 'Actions' }).count()).toBe(0);
  expect(await page.getByText('Letter 1').count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);
  await context.close();
});

it('an administrator reads the audit log of a message, but never its content', async () => {
  const { page, context } = await scene.visit('administrator');
  await page.goto(`/audit-log?q=${ids[0]}`);
  await page.getByRole('cell', { name: ids[0]! }).first().waitFor();
  expect(await page.getByRole('table', { name: 'Audit log' }).getByRole('link').count()).toBe(0);
  for (const path of ['/messages/', '/review/', '/delivered/']) {
    await page.goto(`${path}${ids[0]}`);
    await page.getByText('This page does not exist, or your account does not have access to it.').waitFor();
  }
  await context.close();
});

it('a reviewer of a school sees no message that is not about its students', async () => {
  const { page, context } = await scene.visit('reviewer', { schools: ['Lincoln'] });
  await page.goto('/');
  await page.getByText('Nothing is held.').waitFor();
  await page.goto(`/review/${ids[0]}`);
  await page.getByText('This message does not exist, or your account does not have access to it').waitFor();
  await context.close();
});

describe('by keyboard', () => {
  it('moves through the list, opens, goes back, searches, selects a range', async () => {
    const { page } = manager;
    await page.goto('/review?q=subject%3Aletter&sort=oldest');
    await rowOf(page, 3).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/review/${ids[1]}?*`);
    await page.keyboard.press('k');
    await page.waitForURL(`**/review/${ids[0]}?*`);
    await page.keyboard.press('Escape');
    await page.waitForURL('**/review?*');
    expect(await page.evaluate('document.activeElement.id')).toBe(`row-${ids[0]}`);
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('Shift+J');
    await page.getByText('3 messages selected').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('3 messages selected').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('subject:"letter" to:b@museum.example -is:released');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=subject/);
    await rowOf(page, 3).waitFor();
  });

  it('shows its shortcuts, and opens pages by a part of their name', async () => {
    const { page } = manager;
    await page.goto('/review');
    await rowOf(page, 0).waitFor();
    await page.keyboard.press('?');
    await heading(page, 'Shortcuts and search');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('over');
    await page.keyboard.press('Enter');
    await heading(page, 'Overview');
  });
});

it('narrows a search by its filters, saves it as a view, and explains an invalid one', async () => {
  const { page } = manager;
  await page.goto('/review');
  await page.getByRole('button', { name: 'Policy' }).click();
  await page.getByRole('menuitem', { name: /A word to look at/ }).click();
  await page.waitForURL(/q=is%3Aopen\+policy%3Ahold/);
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Save this search…' }).click();
  await page.getByLabel('Name').fill('Marked words');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.goto('/review');
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('menuitem', { name: 'Marked words' }).click();
  await page.waitForURL(/policy%3Ahold/);
  await page.goto('/review?q=colour%3Ared');
  await page
    .getByRole('alert')
    .getByText(/colour/)
    .waitFor();
});

it('shows a new message without a reload', async () => {
  const { page } = manager;
  await page.goto('/review?q=subject%3Asurprise');
  await page.getByText('No messages match this search.').waitFor();
  await page.locator('[data-liveness=live]').waitFor();
  await scene.held({ subject: 'Surprise' });
  await rowOf(page, 0).getByText('Surprise').waitFor();
});

it('a link to a message leads to its list', async () => {
  const { page } = manager;
  const [warned, clean] = [
    await scene.held({ text: 'please-warn' }),
    await scene.test.accepted({ sender, recipients: ['partner@museum.example'], raw: letter() }),
  ];
  await scene.test.reaches(clean, 'delivered');
  const gone = await scene.held({ subject: 'Gone' });
  await manager.reviewer.act(gone, { action: 'release', reason: 'Agreed' });
  await scene.settle(gone);
  await scene.test.reaches(gone, 'delivered');
  for (const [id, path] of [
    [ids[0], 'review'],
    [warned, 'waiting-for-sender'],
    [gone, 'delivered'],
  ]) {
    await page.goto(`/messages/${id}`);
    await page.waitForURL(`**/${path}/${id}`);
    await page.getByRole('region', { name: 'Why it is held' }).waitFor();
  }
  await page.goto(`/messages/${clean}`);
  await page.getByText('This message is not available for review.').waitFor();
  await page.getByRole('link', { name: 'Show its audit log' }).click();
  await page.getByRole('cell', { name: 'Received for 1 recipient' }).waitFor();
  // Back skips the address that only redirected.
  await page.goBack();
  await page.getByText('This message is not available for review.').waitFor();
});

it('weighs less than 400 kB compressed, all pages together', () => {
  const folder = join(import.meta.dirname, '../../dist/console/assets');
  const sizes = readdirSync(folder)
    .filter((name) => name.endsWith('.gz'))
    .map((name) => statSync(join(folder, name)).size);
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(400_000);
});

it('says when mail was last checked where nothing is held', async () => {
  const { page, context } = await scene.visit('reviewer', { schools: ['Lincoln'] });
  await page.goto('/');
  await page.getByText(/^The last message was checked \d+ (s|min) ago\.$/).waitFor();
  await context.close();
});

it('on a phone the message takes the place of the list, and back leads to its row', async () => {
  const { page, context } = await scene.visit('reviewer', { width: 390 });
  await page.goto('/review?q=subject%3Aletter&sort=oldest');
  await rowOf(page, 2).getByRole('link').click();
  await page.getByRole('region', { name: 'Why it is held' }).waitFor();
  expect(await page.getByRole('list', { name: 'Review' }).isVisible()).toBe(false);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.getByRole('button', { name: 'Back to list' }).click();
  await rowOf(page, 2).waitFor();
  expect(await page.evaluate('document.activeElement.id')).toBe(`row-${ids[2]}`);
  await context.close();
});

it('on a phone, the chosen tab of the settings is in sight', async () => {
  const { page, context } = await scene.visit('manager', { as: manager.reviewer, width: 390 });
  await page.goto('/settings/accounts');
  const tab = page.getByRole('tab', { name: 'Accounts', selected: true });
  await tab.waitFor();
  await until(async () => {
    const { x, width } = (await tab.boundingBox())!;
    return x >= 0 && x + width <= 390;
  });
  await context.close();
});

describe.each([1440, 390])('accessible at %i px', (width) => {
  const pages: readonly (readonly [path: string, ready: string | RegExp])[] = [
    ['/review/first', 'Letter 1'],
    ['/waiting-for-sender', /waiting for sender/],
    ['/delivered', /Delivered|No held message/],
    ['/overview', 'Overview'],
    ['/disclosures', 'Disclosures'],
    ['/policy', 'Marked words'],
    ['/audit-log', 'Audit log'],
    ['/settings', 'Settings'],
    ['/settings/mail-flow', 'Find a message'],
    ['/settings/directory', 'Roster'],
    ['/settings/accounts', 'Accounts'],
    ['/settings/tokens', 'API tokens'],
    ['/account', 'Mia Ortiz'],
    ['/nowhere', 'Page not found'],
  ];

  it('axe finds nothing on any page, in light and in dark', async () => {
    // An administrator's browser for API tokens, a manager's for the rest.
    const visits = {
      manager: await scene.visit('manager', { as: manager.reviewer, width }),
      administrator: await scene.visit('administrator', { width }),
    };
    const found: string[] = [];
    for (const [path, ready] of pages) {
      const { page } = visits[path === '/settings/tokens' ? 'administrator' : 'manager'];
      await page.goto(path.replace('first', ids[0]!));
      await page.locator('main').waitFor();
      // On a phone a list stands alone.
      if (width > 500 || !/^\/(waiting|delivered)/.test(path))
        await page.locator('main').getByText(ready).filter({ visible: true }).first().waitFor();
      await until(async () => (await page.locator('[role=status][aria-label^=Loading]').count()) === 0);
      found.push(...(await violationsOf(page)));
    }
    expect(found).toEqual([]);
    for (const { context, errors } of Object.values(visits)) {
      expect(errors).toEqual([]);
      await context.close();
    }
  }, 600_000);
});

it('axe finds what is wrong with a page', async () => {
  const { page, context } = await scene.stranger();
  await page.setContent(
    '<main><img src="none.png"><p style="color: #bbb; background: #fff">Too faint to read.</p></main>',
  );
  const found = (await violationsOf(page)).join('\n');
  for (const id of ['image-alt', 'color-contrast', 'color-contrast (dark)']) expect(found).toContain(`: ${id}: `);
  await context.close();
});

it('axe finds nothing in what opens over a page', async () => {
  const { page, context, errors } = await scene.visit('manager', { as: manager.reviewer });
  await page.goto(`/review/${ids[0]}`);
  const main = page.getByRole('button', { name: /^Release to both/ });
  await main.waitFor();
  const found: string[] = [];
  for (const [key, opened] of [
    ['?', 'Shortcuts and search'],
    ['x', 'Return for correction'],
    ['r', 'Reveal message'],
    ['Control+k', 'Go to'],
  ] as const) {
    await page.keyboard.press(key);
    const dialog = page.getByRole('dialog', { name: opened });
    await dialog.waitFor();
    found.push(...(await violationsOf(page)));
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /^Escalate/ }).waitFor();
  // An open menu lies over the page and is in none of its regions.
  found.push(...(await violationsOf(page, 'region')));
  expect(found).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
}, 600_000);

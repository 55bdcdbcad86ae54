/** What has been done is said to those who hear the page, also where nothing near the button changes; a download that fails says so. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene } from './scene.ts';

let scene: ConsoleScene;
beforeAll(async () => {
  scene = await openConsole();
});
afterAll(() => scene.close());

/** Waits until the polite region of the page has these words. */
const says = (page: Page, words: string) =>
  page.locator('[data-announcement][aria-live=polite]').getByText(words).waitFor({ state: 'attached' });

it('a revealed message is announced to a reviewer', async () => {
  const { page, errors } = await scene.visit('reviewer');
  const id = await scene.held();
  await page.goto(`/review/${id}`);
  await page.getByRole('button', { name: 'Reveal', exact: true }).click();
  await page.getByText('To make a decision').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reveal' }).click();
  await says(page, 'The message has been revealed.');
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
});

it('a disabled account is announced to an administrator, and a failed download is an alert', async () => {
  const other = await scene.reviewers.add('reviewer', { name: 'Ben Hale' });
  const { page, errors } = await scene.visit('administrator', { width: 390 });
  await page.goto('/settings/accounts');
  const line = page.getByRole('row').filter({ hasText: other.email });
  await line.getByRole('button').last().click();
  await page.getByRole('menuitem', { name: 'Disable sign-in' }).click();
  await says(page, 'The account has been disabled.');
  expect(await violationsOf(page)).toEqual([]);

  await page.goto('/audit-log');
  await page.getByRole('table').first().waitFor();
  await page.route('**/api/audit*', (route) => route.fulfill({ status: 400, body: '{}' }));
  await page.getByRole('button', { name: 'Download CSV' }).click();
  await page.getByRole('alert').waitFor();
  expect(errors).toEqual([]);
});

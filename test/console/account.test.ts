/** The own account and the health page in the browser: an absence with its deputy, and the self-test. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../harness/redis.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

let scene: ConsoleScene;
let ben: Visit;

beforeAll(async () => {
  scene = await openConsole({ config: { smtp: { listen: [{ host: '127.0.0.1', port: await freePort() }] } } });
  ben = await scene.visit('manager', { name: 'Ben Hale' });
});
afterAll(() => scene.close());

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

it('a reviewer sets days of absence and a deputy, whom others see when they assign, and ends it', async () => {
  const mia = await scene.visit('reviewer', { name: 'Mia Ortiz' });
  await scene.reviewers.add('reviewer', { name: 'Sam Okafor' });
  const { page } = mia;
  await page.goto('/account');
  await page.getByLabel('First day').fill(day(-2));
  await page.getByLabel('Last day').fill(day(2));
  await page.getByLabel('Deputy').selectOption({ label: 'Sam Okafor' });
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Set absence' }).click();
  await page.getByText('Sam Okafor stands in for you.').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  const id = await scene.held();
  await ben.page.goto(`/review/${id}`);
  await ben.page.getByRole('button', { name: 'More actions' }).click();
  await ben.page.getByRole('menuitem', { name: 'Assign…' }).click();
  const dialog = ben.page.getByRole('dialog');
  const option = dialog.getByRole('option', { name: /^Mia Ortiz \(absent until/ });
  await option.waitFor({ state: 'attached' });
  await dialog.getByLabel('To').selectOption({ label: (await option.textContent())! });
  await dialog.getByText('This person is absent. The message goes to the deputy.').waitFor();
  expect(await violationsOf(ben.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await ben.page.getByText('Assigned to Sam Okafor').waitFor();

  await page.getByRole('button', { name: 'End absence' }).click();
  await page.getByRole('button', { name: 'Set absence' }).waitFor();
  expect([...mia.errors, ...ben.errors]).toEqual([]);
});

it('a manager runs the self-test, which says what does not work and what to do', async () => {
  const { page } = ben;
  await page.goto('/settings/health');
  await page.getByRole('button', { name: 'Run self-test' }).click();
  const result = page.getByRole('status', { name: 'Result of the self-test' });
  await result.getByText('A message with a false end was refused.').waitFor();
  await result.getByText('A sender of another domain was refused.').waitFor();
  await result.getByText('There is no roster').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(ben.errors).toEqual([]);
});

/** A threat in the browser: escalating is the default, and no key and no single click releases it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

let scene: ConsoleScene;
let mia: Visit;

beforeAll(async () => {
  scene = await openConsole({ marked: false });
  mia = await scene.visit('reviewer', { name: 'Mia Ortiz' });
});
afterAll(() => scene.close());

it('is escalated by default, and released only with a reason and a reveal or a statement', async () => {
  const { page, reviewer } = mia;
  const id = await scene.held({
    to: ['reader@else.example'],
    text: 'I will kill you tomorrow, and I will bring my gun to your house.',
  });
  await page.goto(`/review/${id}`);
  const bar = page.getByRole('region', { name: 'Actions' });
  const dialog = page.getByRole('dialog');
  const escalate = bar.getByRole('button', { name: 'Escalate…' });
  await escalate.waitFor();
  expect(await escalate.getAttribute('data-variant')).not.toBe('default');
  expect(await bar.getByRole('button', { name: /^Release to/ }).getAttribute('data-variant')).toBe('default');

  // The keys that archive, select, forward and open in other mail programs.
  for (const key of ['e', 'x', 'Shift+e', 'y', '#', 's', 'Delete', 'Backspace']) {
    await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  expect((await reviewer.detail(id)).state).toBe('held');
  expect((await reviewer.detail(id)).escalated).toBe(false);

  await page.goto(`/review/${id}`);
  await escalate.click();
  await dialog.getByLabel('What should they know?').fill('Please call the principal.');
  await dialog.getByRole('button', { name: 'Escalate' }).click();
  await page.getByText('Escalated').first().waitFor();
  await escalate.waitFor({ state: 'detached' });

  // A false alarm asks as a release does.
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('f');
  await dialog.getByText('It may contain a threat of harm.').waitFor();
  await dialog.getByLabel('Reason for the release').fill('A line of the school play');
  expect(await dialog.getByRole('button', { name: 'Release to 1 recipient' }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  // A manager comes next, and reads it before releasing it.
  const ben = await scene.visit('manager', { name: 'Ben Hale' });
  await ben.page.goto(`/review/${id}`);
  const form = ben.page.getByRole('dialog');
  const release = ben.page.getByRole('region', { name: 'Actions' }).getByRole('button', { name: /^Release to/ });
  await release.click();
  await form.getByText('It may contain a threat of harm.').waitFor();
  await form.getByLabel('Reason for the release').fill('A line of the school play');
  const submit = form.getByRole('button', { name: 'Release to 1 recipient' });
  expect(await submit.isDisabled()).toBe(true);
  await ben.page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await ben.page.keyboard.press('r');
  await form.getByText('To make a decision').click();
  await form.getByRole('button', { name: 'Reveal' }).click();
  await ben.page.getByText('bring my gun').first().waitFor();
  await release.click();
  await form.getByLabel(/without reading it/).waitFor({ state: 'detached' });
  expect(await form.count()).toBe(1);
  await form.getByLabel('Reason for the release').fill('A line of the school play');
  await submit.click();
  await ben.page.getByText(/^Releasing/).waitFor();
  expect([...mia.errors, ...ben.errors]).toEqual([]);
});

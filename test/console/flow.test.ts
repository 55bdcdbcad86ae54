/** Working through the list: after a decision the next message opens, and j goes on from there, never to the top. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { until } from '../harness/wait.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

let scene: ConsoleScene;
let mia: Visit;

beforeAll(async () => {
  scene = await openConsole();
  mia = await scene.visit('manager', { name: 'Mia Ortiz' });
});
afterAll(() => scene.close());

it('opens the next message after a decision, which can still be undone, and j goes on from its place', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push(await scene.held({ subject: 'Flow', to: [`flow${n}@museum.example`] }));
  const { page, reviewer } = mia;
  const shows = (n: number) => page.waitForURL((url) => url.pathname === `/review/${ids[n]}`);
  const ready = (n: number) =>
    page.getByRole('region', { name: 'Actions' }).getByRole('button', { name: `Release to flow${n}@museum.example` });
  await page.goto('/review?q=subject%3AFlow+is%3Aopen&sort=oldest');
  await page.getByRole('checkbox').nth(4).waitFor();
  for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
  await shows(1);
  await ready(1).waitFor();
  await page.keyboard.press('e');
  await page.getByRole('dialog').getByRole('button', { name: 'Release to 1 recipient' }).waitFor();
  await page.keyboard.press('Enter');
  await shows(2);
  const last = page.getByRole('status', { name: 'Last decision' });
  await last.getByText('Releasing to 1 recipient.').waitFor();
  expect((await reviewer.detail(ids[1]!)).state).toBe('deciding');
  await last.getByRole('button', { name: /^Undo/ }).click();
  await last.getByText('Undone. The message is held again.').waitFor();
  expect((await reviewer.detail(ids[1]!)).state).toBe('held');

  // Somebody else decides on the open message: its row leaves the list, and j goes to the row that took its place.
  await ready(2).waitFor();
  await scene.reviewers
    .add('reviewer', { name: 'Sam Okafor' })
    .then((sam) => sam.act(ids[2]!, { action: 'reject', words: 'Not this way.' }));
  await scene.settle(ids[2]!);
  await until(async () => (await page.getByRole('checkbox').count()) === 4);
  await page.keyboard.press('j');
  await shows(3);

  // A false alarm is one action, too: the key f and Enter, or the button. The reason is optional.
  await ready(3).waitFor();
  await page.keyboard.press('f');
  const submit = page.getByRole('dialog').getByRole('button', { name: 'Release to 1 recipient' });
  await submit.waitFor();
  await page.keyboard.press('Enter');
  await shows(4);
  expect(await reviewer.detail(ids[3]!)).toMatchObject({ state: 'deciding', findings: [{ judgement: 'false-alarm' }] });
  await ready(4).waitFor();
  await page.getByRole('region', { name: 'Actions' }).getByRole('button', { name: 'False alarm…' }).click();
  await submit.click();
  await until(async () => (await reviewer.detail(ids[4]!)).state === 'deciding');
  expect(mia.errors).toEqual([]);
});

it('opens the next message also after one that was opened by a link', async () => {
  const first = await scene.held({ subject: 'Link', to: ['link1@museum.example'] });
  const second = await scene.held({ subject: 'Link', to: ['link2@museum.example'] });
  const { page, reviewer } = mia;
  await page.goto(`/review/${first}?q=subject%3ALink+is%3Aopen&sort=oldest`);
  await page.getByRole('checkbox').nth(1).waitFor();
  await page.getByRole('button', { name: 'Release to link1@museum.example' }).waitFor();
  await page.keyboard.press('f');
  await page.getByRole('dialog').getByRole('button', { name: 'Release to 1 recipient' }).click();
  await page.waitForURL((url) => url.pathname === `/review/${second}`);
  await page.getByRole('status', { name: 'Last decision' }).getByText('False alarm: releasing').waitFor();
  expect((await reviewer.detail(first)).state).toBe('deciding');
  expect(mia.errors).toEqual([]);
});

it('shows what a bulk action will do to how many before it does it', async () => {
  const { page } = mia;
  for (const text of ['please-hold', 'please-hold', 'please-agree'])
    await scene.held({ subject: 'Many', text, to: ['many@museum.example'] });
  await page.goto('/review?q=subject%3AMany+is%3Aopen&sort=oldest');
  const rows = page.getByRole('checkbox');
  await rows.nth(2).waitFor();
  await rows.nth(0).click();
  await rows.nth(2).click({ modifiers: ['Shift'] });
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'False alarm…' }).click();
  await dialog.getByText('2 messages go to all recipients. 1 message gets your approval').waitFor();
  await dialog.getByLabel(/Reason for the release/).fill('All agreed');
  await dialog.getByRole('button', { name: 'False alarm: release 3 messages' }).click();
  await page.getByText('2 messages done, 1 message refused.').waitFor();
  expect(mia.errors).toEqual([]);
});

it('on a phone, the button of a bulk action is read to its end', async () => {
  await scene.held({ subject: 'Small', to: ['small@museum.example'] });
  const { page, context } = await scene.visit('manager', { width: 390 });
  await page.goto('/review?q=subject%3ASmall+is%3Aopen');
  await page.getByRole('checkbox').first().click();
  await page.getByRole('button', { name: 'Release to entitled…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Release 1 message to entitled recipients' }).waitFor();
  const [isWhole, isInside] = await page.evaluate<boolean[]>(`(() => {
    const button = document.querySelector('[role=dialog] [type=submit]');
    const label = button.querySelector('.mantine-Button-label');
    return [label.scrollWidth <= label.clientWidth, button.scrollWidth <= button.clientWidth];
  })()`);
  expect([isWhole, isInside]).toEqual([true, true]);
  await context.close();
});

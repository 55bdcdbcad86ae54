/** What a decision costs a reviewer: clicks, keys and texts of each act are counted, and forty held messages are cleared by keys. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { until } from '../harness/wait.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

let scene: ConsoleScene;
let mia: Visit;
beforeAll(async () => {
  scene = await openConsole();
  mia = await scene.visit('manager', { name: 'Mia Ortiz' });
});
afterAll(() => scene.close());

/** Does what a hand does, and counts it. A text counts as one, however long it is. */
function countingHand(page: Page) {
  const spent = { clicks: 0, keys: 0, texts: 0 };
  return {
    async click(target: Locator, modifiers?: ['Shift']) {
      spent.clicks += 1;
      await target.click(modifiers ? { modifiers } : {});
    },
    async press(...keys: string[]) {
      for (const key of keys) {
        spent.keys += 1;
        await page.keyboard.press(key);
      }
    },
    async write(text: string) {
      spent.texts += 1;
      await page.keyboard.type(text);
    },
    /** What was spent since the last time. */
    spent() {
      const since = { ...spent };
      Object.assign(spent, { clicks: 0, keys: 0, texts: 0 });
      return since;
    },
  };
}

const keysOnly = (keys: number, texts = 0) => ({ clicks: 0, keys, texts });
const clicksOnly = (clicks: number, texts = 0) => ({ clicks, keys: 0, texts });
const actions = (page: Page) => page.getByRole('region', { name: 'Actions' });
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

async function heldMany(subject: string, count: number, text = 'please-hold'): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1)
    ids.push(await scene.held({ subject, text, to: [`${subject.toLowerCase()}${n}@museum.example`] }));
  return ids;
}

async function open(page: Page, subject: string, id?: string): Promise<void> {
  await page.goto(`/review${id === undefined ? '' : `/${id}`}?q=subject%3A${subject}+is%3Aopen&sort=oldest`);
  await page.getByRole('checkbox').first().waitFor();
  if (id !== undefined)
    await actions(page)
      .getByRole('button', { name: /^(Release|Approve)/ })
      .waitFor();
}

const shows = (page: Page, id: string) => page.waitForURL((url) => url.pathname === `/review/${id}`);

it('opening, revealing, releasing, returning and false alarms take a key or two, or a click or three', async () => {
  const { page } = mia;
  const hand = countingHand(page);
  const ids = await heldMany('Acts', 6);
  await open(page, 'Acts', ids[0]);
  await hand.press('j');
  await shows(page, ids[1]!);
  expect(hand.spent()).toEqual(keysOnly(1));

  await actions(page).getByRole('button', { name: 'Release to acts1@museum.example' }).waitFor();
  await hand.press('r');
  await dialog(page, 'Reveal message').getByLabel('Why do you need to see it?').waitFor();
  await hand.write('To make a decision');
  await hand.press('Control+Enter');
  await dialog(page, 'Reveal message').waitFor({ state: 'hidden' });
  expect(hand.spent()).toEqual(keysOnly(2, 1));

  await hand.press('e');
  await dialog(page, 'Release').getByRole('button', { name: 'Release to 1 recipient' }).waitFor();
  await hand.press('Enter');
  await shows(page, ids[2]!);
  expect(hand.spent()).toEqual(keysOnly(2));
  await hand.click(actions(page).getByRole('button', { name: 'Release to acts2@museum.example' }));
  await shows(page, ids[3]!);
  expect(hand.spent()).toEqual(clicksOnly(1));

  await actions(page).getByRole('button', { name: 'Release to acts3@museum.example' }).waitFor();
  await hand.press('x');
  await dialog(page, 'Return for correction').getByLabel('What should be changed?').waitFor();
  await hand.write('Please leave the address out.');
  await hand.press('Control+Enter');
  await shows(page, ids[4]!);
  expect(hand.spent()).toEqual(keysOnly(2, 1));

  await actions(page).getByRole('button', { name: 'Release to acts4@museum.example' }).waitFor();
  await hand.press('f');
  await dialog(page, 'False alarm: release').getByRole('button', { name: 'Release to 1 recipient' }).waitFor();
  await hand.press('Enter');
  await shows(page, ids[5]!);
  expect(hand.spent()).toEqual(keysOnly(2));
  expect(mia.errors).toEqual([]);
});

it('four messages at once take three clicks and a text', async () => {
  const { page, reviewer } = mia;
  const hand = countingHand(page);
  const ids = await heldMany('Bulk', 4);
  await open(page, 'Bulk');
  const boxes = page.getByRole('checkbox');
  await boxes.nth(3).waitFor();
  await hand.click(boxes.nth(0));
  await hand.click(boxes.nth(3), ['Shift']);
  await hand.click(
    page.getByRole('toolbar', { name: 'Selected messages' }).getByRole('button', { name: 'False alarm…' }),
  );
  await page
    .getByRole('dialog')
    .getByLabel(/Reason for the release/)
    .waitFor();
  await hand.write('All agreed with the office');
  await hand.press('Control+Enter');
  await page.getByText('4 messages done').waitFor();
  expect(hand.spent()).toEqual({ clicks: 3, keys: 1, texts: 1 });
  for (const id of ids) expect((await reviewer.detail(id)).state).toBe('deciding');
});

it('two people take four keys and two texts each, with reading', async () => {
  const [id] = await heldMany('Both', 1, 'please-agree');
  for (const [at, name] of ['Ben Hale', 'Sia Lee'].entries()) {
    const { page, context } = await scene.visit('reviewer', { name });
    const hand = countingHand(page);
    await open(page, 'Both', id);
    await hand.press('r');
    await dialog(page, 'Reveal message').getByLabel('Why do you need to see it?').waitFor();
    await hand.write('To make a decision');
    await hand.press('Control+Enter');
    await dialog(page, 'Reveal message').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Reveal', exact: true }).waitFor({ state: 'hidden' });
    await hand.press('e');
    const title = `Approve release (${at + 1} of 2)`;
    await dialog(page, title).getByLabel('Reason for the release').waitFor();
    await hand.write('Agreed with the principal');
    await hand.press('Control+Enter');
    await dialog(page, title).waitFor({ state: 'hidden' });
    expect(hand.spent()).toEqual(keysOnly(4, 2));
    await context.close();
  }
  await until(async () => (await mia.reviewer.detail(id!)).state === 'deciding');
});

it('an appeal is answered with two clicks and a text', async () => {
  const [id] = await heldMany('Appeal', 1);
  const notice = await until(() => scene.host.mails.findLast(({ raw }) => raw.includes(`quarantine-held.${id}`)));
  const flat = notice.raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');
  const { page: own, context } = await scene.stranger({ width: 390 });
  await own.goto(/http:\/\/127\.0\.0\.1:\d+\/a\/[\w-]+/.exec(flat)![0]);
  const sender = countingHand(own);
  await sender.click(own.getByRole('textbox'));
  await sender.write('The museum needs it today.');
  await sender.click(own.getByRole('button', { name: 'Send to the reviewers' }));
  await own.getByRole('heading', { level: 1 }).waitFor();
  expect(sender.spent()).toEqual(clicksOnly(2, 1));
  await context.close();

  const { page } = mia;
  const hand = countingHand(page);
  await open(page, 'Appeal', id);
  const appeal = page.getByRole('region', { name: 'Appeal' });
  await hand.click(appeal.getByLabel('Your reply, sent by email'));
  await hand.write('It is on its way.');
  await hand.click(appeal.getByRole('button', { name: 'Send reply' }));
  await appeal.getByText('Replied').waitFor();
  expect(hand.spent()).toEqual(clicksOnly(2, 1));
});

it('forty held messages are cleared with two keys each', async () => {
  const { page, reviewer } = mia;
  const ids = await heldMany('Forty', 40);
  const hand = countingHand(page);
  await open(page, 'Forty', ids[0]);
  const startedMs = performance.now();
  for (const [n, id] of ids.entries()) {
    await actions(page)
      .getByRole('button', { name: `Release to forty${n}@museum.example` })
      .waitFor();
    await hand.press('e');
    await dialog(page, 'Release').getByRole('button', { name: 'Release to 1 recipient' }).waitFor();
    await hand.press('Enter');
    if (n + 1 < ids.length) await shows(page, ids[n + 1]!);
    else await until(async () => (await reviewer.detail(id)).state === 'deciding');
  }
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  if (process.env['MEASURED']) process.stderr.write(`forty held messages cleared by keys in ${seconds} s\n`);
  expect(hand.spent()).toEqual(keysOnly(80));
  for (const id of ids) expect((await reviewer.detail(id)).state).toBe('deciding');
  expect(mia.errors).toEqual([]);
});

/** What a decision costs a reviewer: clicks, keys, texts and seconds of each act, five times each, and forty held messages cleared by keys. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../harness/wait.ts';
import { openLedger } from './hand.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

const TIMES = 5;
const ledger = openLedger();
let scene: ConsoleScene;
let mia: Visit;
beforeAll(async () => {
  scene = await openConsole();
  mia = await scene.visit('manager', { name: 'Mia Ortiz' });
});
afterAll(async () => {
  process.stderr.write(`\n${ledger.table()}\n`);
  await scene.close();
});

const keysOnly = (keys: number, texts = 0) => ({ clicks: 0, keys, texts });
const clicksOnly = (clicks: number, texts = 0) => ({ clicks, keys: 0, texts });
const actions = (page: Page) => page.getByRole('region', { name: 'Actions' });
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const releaseButton = (page: Page, to: string) =>
  actions(page).getByRole('button', { name: `Release to ${to}@museum.example` });

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
      .first()
      .waitFor();
}

const shows = (page: Page, id: string) => page.waitForURL((url) => url.pathname === `/review/${id}`);

/** On the n-th message of a list; the result of most acts is that the next one is open. */
type Act = (page: Page, n: number, ids: readonly string[]) => Promise<void>;

async function fiveTimes(subject: string, act: Act, perTime = 1): Promise<void> {
  const { page, errors } = mia;
  const ids = await heldMany(subject, TIMES * perTime + 1);
  await open(page, subject, ids[0]);
  for (let n = 0; n < TIMES; n += 1) {
    await releaseButton(page, `${subject.toLowerCase()}${n * perTime}`).waitFor();
    await act(page, n * perTime, ids);
  }
  expect(errors).toEqual([]);
}

it('opening the next message takes a key', () =>
  fiveTimes('Next', async (page, n, ids) => {
    const spent = await ledger.act('open next', page, async (hand) => {
      await hand.press('j');
      await shows(page, ids[n + 1]!);
      await releaseButton(page, `next${n + 1}`).waitFor();
    });
    expect(spent).toEqual(keysOnly(1));
  }));

it('revealing takes two keys and a text', () =>
  fiveTimes('Reveal', async (page, n, ids) => {
    const spent = await ledger.act('reveal', page, async (hand) => {
      await hand.press('r');
      await dialog(page, 'Reveal message').getByLabel('Why do you need to see it?').waitFor();
      await hand.write('To make a decision');
      await hand.press('Control+Enter');
      await dialog(page, 'Reveal message').waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Reveal', exact: true }).waitFor({ state: 'hidden' });
    });
    expect(spent).toEqual(keysOnly(2, 1));
    await page.keyboard.press('j');
    await shows(page, ids[n + 1]!);
  }));

it('a release to those who are entitled takes two keys or a click', () =>
  fiveTimes(
    'Release',
    async (page, n, ids) => {
      const byKeys = await ledger.act('release to entitled, by keys', page, async (hand) => {
        await hand.press('e');
        await dialog(page, 'Release').getByRole('button', { name: 'Release to 1 recipient' }).waitFor();
        await hand.press('Enter');
        await shows(page, ids[n + 1]!);
      });
      expect(byKeys).toEqual(keysOnly(2));
      await releaseButton(page, `release${n + 1}`).waitFor();
      const byMouse = await ledger.act('release to entitled, by mouse', page, async (hand) => {
        await hand.click(releaseButton(page, `release${n + 1}`));
        await shows(page, ids[n + 2]!);
      });
      expect(byMouse).toEqual(clicksOnly(1));
    },
    2,
  ));

it('a return for correction takes two keys and a text', () =>
  fiveTimes('Return', async (page, n, ids) => {
    const spent = await ledger.act('return for correction', page, async (hand) => {
      await hand.press('x');
      await dialog(page, 'Return for correction').getByLabel('What should be changed?').waitFor();
      await hand.write('Please leave the address out.');
      await hand.press('Control+Enter');
      await shows(page, ids[n + 1]!);
    });
    expect(spent).toEqual(keysOnly(2, 1));
  }));

it('a false alarm takes two keys', () =>
  fiveTimes('Alarm', async (page, n, ids) => {
    const spent = await ledger.act('false alarm', page, async (hand) => {
      await hand.press('f');
      await dialog(page, 'False alarm: release').getByRole('button', { name: 'Release to 1 recipient' }).waitFor();
      await hand.press('Enter');
      await shows(page, ids[n + 1]!);
    });
    expect(spent).toEqual(keysOnly(2));
  }));

it('four messages at once take three clicks, a key and a text', async () => {
  const { page, reviewer } = mia;
  for (let n = 0; n < TIMES; n += 1) {
    const ids = await heldMany(`Bulk${n}`, 4);
    await open(page, `Bulk${n}`);
    const boxes = page.getByRole('checkbox');
    await boxes.nth(3).waitFor();
    const spent = await ledger.act('bulk of 4, false alarm', page, async (hand) => {
      await hand.click(boxes.nth(0));
      await hand.click(boxes.nth(3), ['Shift']);
      const selected = page.getByRole('toolbar', { name: 'Selected messages' });
      await hand.click(selected.getByRole('button', { name: 'False alarm…' }));
      await page
        .getByRole('dialog')
        .getByLabel(/Reason for the release/)
        .waitFor();
      await hand.write('All agreed with the office');
      await hand.press('Control+Enter');
      await page.getByText('4 messages done').waitFor();
    });
    expect(spent).toEqual({ clicks: 3, keys: 1, texts: 1 });
    for (const id of ids) expect((await reviewer.detail(id)).state).toBe('deciding');
  }
});

it('two people take four keys and two texts each, with reading', async () => {
  const people = [
    await scene.visit('reviewer', { name: 'Ben Hale' }),
    await scene.visit('reviewer', { name: 'Sia Lee' }),
  ];
  for (let n = 0; n < TIMES; n += 1) {
    const [id] = await heldMany(`Both${n}`, 1, 'please-agree');
    for (const [at, { page }] of people.entries()) {
      await open(page, `Both${n}`, id);
      const title = `Approve release (${at + 1} of 2)`;
      const spent = await ledger.act('two people, each with reading', page, async (hand) => {
        await hand.press('r');
        await dialog(page, 'Reveal message').getByLabel('Why do you need to see it?').waitFor();
        await hand.write('To make a decision');
        await hand.press('Control+Enter');
        await dialog(page, 'Reveal message').waitFor({ state: 'hidden' });
        await page.getByRole('button', { name: 'Reveal', exact: true }).waitFor({ state: 'hidden' });
        await hand.press('e');
        await dialog(page, title).getByLabel('Reason for the release').waitFor();
        await hand.write('Agreed with the principal');
        await hand.press('Control+Enter');
        await dialog(page, title).waitFor({ state: 'hidden' });
      });
      expect(spent).toEqual(keysOnly(4, 2));
    }
    await until(async () => (await mia.reviewer.detail(id!)).state === 'deciding');
  }
  for (const { context } of people) await context.close();
});

it('an appeal, and the answer to it, take two clicks and a text each', async () => {
  const { page } = mia;
  const { page: own, context } = await scene.stranger({ width: 390 });
  for (let n = 0; n < TIMES; n += 1) {
    const [id] = await heldMany(`Appeal${n}`, 1);
    const notice = await until(() => scene.host.mails.findLast(({ raw }) => raw.includes(`quarantine-held.${id}`)));
    const flat = notice.raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');
    await own.goto(/http:\/\/127\.0\.0\.1:\d+\/a\/[\w-]+/.exec(flat)![0]);
    const asked = await ledger.act('appeal: the sender asks', own, async (hand) => {
      await hand.click(own.getByRole('textbox'));
      await hand.write('The museum needs it today.');
      await hand.click(own.getByRole('button', { name: 'Send to the reviewers' }));
      await own.getByRole('heading', { name: 'Your request was sent to the reviewers' }).waitFor();
    });
    expect(asked).toEqual(clicksOnly(2, 1));

    await open(page, `Appeal${n}`, id);
    const appeal = page.getByRole('region', { name: 'Appeal' });
    const answered = await ledger.act('appeal: the reviewer answers', page, async (hand) => {
      await hand.click(appeal.getByLabel('Your reply, sent by email'));
      await hand.write('It is on its way.');
      await hand.click(appeal.getByRole('button', { name: 'Send reply' }));
      await appeal.getByText('Replied').waitFor();
    });
    expect(answered).toEqual(clicksOnly(2, 1));
  }
  await context.close();
});

it('forty held messages are cleared with two keys each', async () => {
  const { page, reviewer } = mia;
  const ids = await heldMany('Forty', 40);
  await open(page, 'Forty', ids[0]);
  const spent = await ledger.act('forty released one after the other', page, async (hand) => {
    for (const [n, id] of ids.entries()) {
      await releaseButton(page, `forty${n}`).waitFor();
      await hand.press('e');
      await dialog(page, 'Release').getByRole('button', { name: 'Release to 1 recipient' }).waitFor();
      await hand.press('Enter');
      if (n + 1 < ids.length) await shows(page, ids[n + 1]!);
      else await until(async () => (await reviewer.detail(id)).state === 'deciding');
    }
  });
  expect(spent).toEqual(keysOnly(80));
  for (const id of ids) expect((await reviewer.detail(id)).state).toBe('deciding');
  expect(mia.errors).toEqual([]);
});

/** Reviewers' actions in the browser, with their labels and their outcome at a real next hop. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../harness/wait.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

let scene: ConsoleScene;
let mia: Visit;
let page: Page;

beforeAll(async () => {
  scene = await openConsole();
  mia = await scene.visit('manager', { name: 'Mia Ortiz' });
  page = mia.page;
});
afterEach(() => expect(mia.errors).toEqual([]));
afterAll(() => scene.close());

const actions = () => page.getByRole('region', { name: 'Actions' });
const button = (name: string | RegExp) => actions().getByRole('button', { name });
const dialog = () => page.getByRole('dialog');

/** In a list that has no other message, so that it stays open after a decision. */
async function alone(id: string): Promise<string> {
  const { sender } = (await scene.test.store.message(id))!;
  return `/review/${id}?q=${encodeURIComponent(`from:${sender}`)}`;
}
async function open(id: string): Promise<void> {
  await page.goto(await alone(id));
  await page.getByRole('region', { name: 'Why it is held' }).waitFor();
}
async function more(item: string | RegExp): Promise<void> {
  await button('More actions').click();
  await page.getByRole('menuitem', { name: item }).click();
}
const said = (words: string | RegExp) => actions().getByText(words).waitFor();

describe('one message', () => {
  it('shows why it is held, and is released, undone, and released again until the next hop accepts it', async () => {
    const id = await scene.held({ to: ['partner@museum.example'] });
    await open(id);
    await page.getByText('A word to look at').waitFor();
    await page.getByText('Policy of the tests, 1').click();
    await page.getByText('Marked words are not to be sent.').waitFor();

    await button(/^Release to partner@museum/).click();
    await said(/^Releasing/);
    await button(/^Undo/).click();
    await button(/^Release to partner@museum/).waitFor();
    expect(scene.host.mails.filter(({ sender }) => sender !== '')).toEqual([]);

    // In other mail programs, e archives: here it opens a dialog, and Enter releases.
    await page.keyboard.press('e');
    await dialog().getByRole('button', { name: 'Release to 1 recipient' }).waitFor();
    await page.keyboard.press('Enter');
    await said(/^Releasing/);
    await scene.settle(id);
    const { raw } = await scene.host.mailFor('partner@museum.example');
    expect(raw.toString()).toContain('please-hold');
    // The gateway sends the change: nobody reloads the page.
    await said(/^Released/);
  });

  it('is released to some of its recipients', async () => {
    const id = await scene.held({ to: ['one@museum.example', 'two@museum.example'] });
    await open(id);
    await button('Other ways to release').click();
    await page.getByRole('menuitem', { name: 'Choose recipients…' }).click();
    await dialog()
      .getByRole('checkbox', { name: /two@museum/ })
      .uncheck();
    await dialog().getByLabel('Reason for the release').fill('Only one asked for it');
    await dialog().getByRole('button', { name: 'Release to 1 recipient' }).click();
    await said(/^Releasing/);
    await scene.settle(id);
    await scene.host.mailFor('one@museum.example');
    await said(/Released to 1 recipient/);
    await page.getByText('not sent', { exact: true }).waitFor();
    expect(scene.host.mails.flatMap(({ recipients }) => recipients).map(({ address }) => address)).not.toContain(
      'two@museum.example',
    );
  });

  it('is released with an exception, which the policy page shows and ends', async () => {
    await scene.held({ to: ['friend@museum.example'] });
    const id = await scene.held({ to: ['friend@museum.example'] });
    await open(id);
    await button('Other ways to release').click();
    await page.getByRole('menuitem', { name: /^Release, and allow/ }).click();
    await dialog().getByText('It would have released no other message in the last 30 days.').waitFor();
    await dialog().getByLabel('Allow similar messages from').selectOption({ label: 'anyone to this recipient' });
    await dialog().getByText('It would have released 1 other message from 1 sender').waitFor();
    await dialog().getByLabel('Reason for the release').fill('A standing agreement');
    await dialog().getByRole('button', { name: 'Release to 1 recipient and allow' }).click();
    await said(/^Releasing/);
    await scene.settle(id);
    await scene.host.mailFor('friend@museum.example');
    await page.goto('/policy');
    await page.getByText('A standing agreement').waitFor();
    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByText('There are no exceptions.').waitFor();
  });

  it('is released by a reviewer with a wide exception, which waits until a manager consents', async () => {
    const sam = await scene.visit('reviewer', { name: 'Sam Okafor' });
    const id = await scene.held({ to: ['wide@museum.example'] });
    await sam.page.goto(await alone(id));
    const bar = sam.page.getByRole('region', { name: 'Actions' });
    await bar.getByRole('button', { name: 'Other ways to release' }).click();
    await sam.page.getByRole('menuitem', { name: /^Release, and allow/ }).click();
    const form = sam.page.getByRole('dialog');
    await form.getByLabel('Allow similar messages from').selectOption({ label: 'anyone to this recipient' });
    await form.getByText('A manager must approve it.').waitFor();
    await form.getByLabel('Reason for the release').fill('All schools write to them');
    await form.getByRole('button', { name: 'Release to 1 recipient and allow' }).click();
    await bar.getByText(/^Releasing/).waitFor();
    await scene.settle(id);
    await scene.host.mailFor('wide@museum.example');
    await sam.page.goto('/policy');
    await sam.page.getByText('waiting for a manager').waitFor();
    expect(await sam.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await page.goto('/policy');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('waiting for a manager').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByText('There are no exceptions.').waitFor();
    expect(sam.errors).toEqual([]);
  });

  it.each([
    [
      'returned for correction',
      'x',
      'Return for correction',
      /What should be changed/,
      /Returning to sender for correction/,
    ],
    ['returned to its sender', undefined, 'Return to sender', /Explanation for the sender/, /Returning to sender\./],
  ] as const)('is %s with an explanation that the sender gets', async (_name, key, press, field, outcome) => {
    const id = await scene.held();
    await open(id);
    if (key === undefined) await more(/^Return to sender/);
    else await page.keyboard.press(key);
    await dialog().getByLabel('Template').selectOption({ index: 1 });
    const words = dialog().getByLabel(field);
    expect(await words.inputValue()).not.toBe('');
    await words.fill('Please name no child in it.');
    await dialog().getByRole('button', { name: press }).click();
    await said(outcome);
    await scene.settle(id);
    await page.getByRole('region', { name: 'Message' }).getByText('Returned', { exact: true }).waitFor();
    const { sender } = (await scene.test.store.message(id))!;
    const notice = await until(() =>
      scene.host.mails.find(
        ({ recipients, raw }) =>
          recipients.some(({ address }) => address === sender) &&
          raw.toString().replace(/=\r\n/g, '').includes('Please name no child in it.'),
      ),
    );
    expect(notice.sender).toBe('');
  });

  it('is assigned, annotated, reassigned and escalated', async () => {
    await scene.reviewers.add('reviewer', { name: 'Sam Okafor' });
    const id = await scene.held();
    await open(id);
    await page.keyboard.press('a');
    await page.getByText('Assigned to Mia Ortiz').waitFor();
    await page.getByLabel('Note for other reviewers').fill('Asked the records office.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Asked the records office.' }).waitFor();
    await more(/^Assign…/);
    await dialog().getByLabel('To').selectOption({ label: 'Sam Okafor' });
    await dialog().getByRole('button', { name: 'Assign' }).click();
    await page.getByText('Assigned to Sam Okafor').waitFor();
    await more(/^Escalate/);
    await dialog().getByLabel('What should they know?').fill('It is about the superintendent.');
    await dialog().getByRole('button', { name: 'Escalate' }).click();
    await page.getByText('Escalated').first().waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: /escalated/i })
      .last()
      .waitFor();
  });

  it('is masked until a reason is given, and each finding is explained and judged', async () => {
    const id = await scene.held({ text: 'Dear Pat,\r\n\r\nplease-hold this.' });
    await open(id);
    await page.getByRole('img', { name: 'masked' }).first().waitFor();
    expect(await page.getByText('please-hold').count()).toBe(0);
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.getByText('Reveal the message to open it.').waitFor();
    await page.keyboard.press('r');
    await dialog().getByText('To make a decision').click();
    await dialog().getByRole('button', { name: 'Reveal' }).click();
    await page.getByText('Message-ID: <trip@school.example>').waitFor();
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.getByRole('button', { name: 'please-hold' }).click();
    await page.getByText('95% confidence').last().waitFor();
    const alarm = page.getByRole('button', { name: /^Mark as false alarm: / }).first();
    await alarm.click();
    await page
      .getByRole('button', { name: /^Mark as false alarm: /, pressed: true })
      .first()
      .waitFor();
    await page.getByText('1 false alarm').waitFor();
    expect((await mia.reviewer.detail(id)).findings[0]?.judgement).toBe('false-alarm');
    await page
      .getByRole('button', { name: /^Mark as correct: / })
      .first()
      .click();
    await page.getByText('1 correct').waitFor();
  });

  it('stays usable with 300 recipients and 500 findings', async () => {
    const to = Array.from({ length: 300 }, (_unused, n) => `reader${n}@museum.example`);
    const id = await scene.held({ to, text: 'please-hold\r\n'.repeat(500) });
    await open(id);
    await page
      .getByText(/^[\d,]+ findings/)
      .first()
      .waitFor();
    // One action judges all of them, and the list of findings counts the judgements.
    await button('False alarm…').click();
    await dialog().getByRole('button', { name: 'Release to 300 recipients' }).click();
    await page.getByText(/\([\d,]+ false alarms\)/).waitFor();
    await button(/^Undo/).click();
    const recipients = page.getByRole('region', { name: 'Recipients' });
    expect(await recipients.getByRole('listitem').count()).toBe(5);
    await recipients.getByRole('button', { name: 'Show 295 more' }).click();
    expect(await recipients.getByRole('listitem').count()).toBe(300);
    await button('Other ways to release').click();
    await page.getByRole('menuitem', { name: 'Choose recipients…' }).click();
    await dialog().getByRole('button', { name: 'Release to 300 recipients' }).waitFor();
    await dialog().getByRole('button', { name: 'None' }).click();
    await dialog()
      .getByRole('checkbox', { name: /reader7@museum/ })
      .check();
    await dialog().getByLabel('Reason for the release').fill('Only one asked for it');
    await dialog().getByRole('button', { name: 'Release to 1 recipient' }).click();
    await said(/^Releasing/);
  });

  it('expires while a reviewer is looking at it', async () => {
    const id = await scene.held();
    await open(id);
    await button(/^Release/).waitFor();
    await scene.test.makeDue(id);
    await page.getByText('Expired').first().waitFor();
    expect(await button(/^Release/).count()).toBe(0);
  });

  it('waiting for its sender has a list of its own', async () => {
    const id = await scene.held({ text: 'please-warn' });
    await page.goto('/waiting-for-sender');
    await page.getByRole('link', { name: /Trip/ }).first().click();
    await page.getByText('Waiting for sender').first().waitFor();
    expect(page.url()).toContain(`/waiting-for-sender/${id}`);
  });
});

describe('two reviewers', () => {
  it('cannot both decide: the later one learns who decided what', async () => {
    const id = await scene.held();
    const sam = await scene.visit('reviewer', { name: 'Sam Okafor' });
    // Sam's page receives no events, as on a bad network.
    await sam.context.route('**/api/events', (route) => route.abort());
    await sam.page.goto(`/review/${id}`);
    const late = sam.page.getByRole('region', { name: 'Actions' });
    await late
      .getByRole('button', { name: /^Release/ })
      .first()
      .waitFor();
    await mia.reviewer.act(id, { action: 'release', reason: 'Agreed' });
    await sam.page.keyboard.press('x');
    await sam.page.getByLabel(/What should be changed/).fill('Shorter, please.');
    await sam.page.getByRole('button', { name: 'Return for correction', exact: true }).click();
    await sam.page
      .getByText(/Mia Ortiz/)
      .first()
      .waitFor();
    expect((await mia.reviewer.detail(id)).decision?.action).toBe('release');
    await sam.context.close();
  });
});

describe('two people', () => {
  it('have to approve if the policy says so: one approval is not enough, nor is the same one twice', async () => {
    const id = await scene.held({ text: 'please-agree', to: ['press@museum.example'] });
    await open(id);
    await page.getByText('0 of 2 approvals').waitFor();
    await button(/^Approve release to press@museum.example \(1 of 2\)/).click();
    await dialog().getByRole('heading', { name: 'Approve release (1 of 2)' }).waitFor();
    await dialog().getByLabel('Reason for the release').fill('The press office asked');
    const approve = dialog().getByRole('button', { name: 'Approve release (1 of 2)' });
    expect(await approve.isDisabled()).toBe(true);
    await dialog()
      .getByLabel(/without reading it/)
      .check();
    await approve.click();
    await page.getByText('1 of 2 approvals').waitFor();
    await page.getByRole('list', { name: 'Review' }).getByText('1 of 2').waitFor();
    // The same person can only withdraw the approval.
    await page.getByText(/^Your approval stands/).waitFor();
    expect(await button(/^Approve release/).count()).toBe(0);
    await page.keyboard.press('e');
    expect(await dialog().count()).toBe(0);
    expect(await mia.reviewer.act(id, { action: 'release', reason: 'Again', withoutReading: true })).toMatchObject({
      ok: false,
      code: 'conflict.already-agreed',
    });
    await more('Withdraw my approval');
    await page.getByText('0 of 2 approvals').waitFor();
    await page.keyboard.press('e');
    await dialog().getByLabel('Reason for the release').fill('The press office asked');
    await dialog()
      .getByLabel(/without reading it/)
      .check();
    await approve.click();
    await page.getByText('1 of 2 approvals').waitFor();
    expect(scene.host.mails.flatMap(({ recipients }) => recipients).map(({ address }) => address)).not.toContain(
      'press@museum.example',
    );

    const sam = await scene.visit('reviewer', { name: 'Sam Okafor' });
    await sam.page.goto(await alone(id));
    await sam.page.getByText('Mia Ortiz approved the release').waitFor();
    await sam.page.getByText('“The press office asked”').waitFor();
    await sam.page.getByRole('button', { name: 'Approve release to press@museum.example (2 of 2)' }).click();
    const second = sam.page.getByRole('dialog');
    await second.getByText('“The press office asked”').waitFor();
    await second.getByLabel('Reason for the release').fill('Agreed with the principal');
    await second.getByLabel(/without reading it/).check();
    await second.getByRole('button', { name: 'Approve release (2 of 2)' }).click();
    await sam.page.getByText(/^Releasing/).waitFor();
    await said(/^Releasing/);
    await scene.settle(id);
    await scene.host.mailFor('press@museum.example');
    await said(/^Released/);
    await sam.context.close();
  });
});

describe('many messages', () => {
  it('are selected as a range and decided on at once, with a result for each and one Undo', async () => {
    const ids = [await scene.held({ subject: 'Batch' }), await scene.held({ subject: 'Batch' })];
    const gone = await scene.held({ subject: 'Batch' });
    await page.goto('/review?q=subject%3ABatch+is%3Aopen&sort=oldest');
    const rows = page.getByRole('checkbox');
    await rows.nth(2).waitFor();
    await mia.context.route('**/api/events', (route) => route.abort());
    await rows.nth(0).click();
    await rows.nth(2).click({ modifiers: ['Shift'] });
    await page.getByText('3 messages selected').waitFor();
    await mia.reviewer.act(gone, { action: 'reject', words: 'Not this way.' });
    await page.getByRole('button', { name: 'Release…' }).click();
    await dialog()
      .getByLabel(/Reason for the release/)
      .fill('All agreed');
    await dialog().getByRole('button', { name: 'Release 3 messages' }).click();
    await page.getByText('2 messages done, 1 message refused.').waitFor();
    await dialog()
      .getByRole('button', { name: /^Undo 2 messages/ })
      .click();
    await page.getByText('2 messages done.').waitFor();
    await mia.context.unroute('**/api/events');
    for (const id of ids) expect((await mia.reviewer.detail(id)).state).toBe('held');
  });
});

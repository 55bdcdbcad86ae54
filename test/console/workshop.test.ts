/** The policy workshop as a manager, a second manager, an administrator and a reviewer meet it: mistakes as one types, cases, replay, two people, roll-back. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../harness/wait.ts';
import type { PolicyVersions } from '../../src/review/contract/policy-versions.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

let scene: ConsoleScene;
let mia: Visit;
let ben: Visit;

beforeAll(async () => {
  scene = await openConsole({ config: { review: { undoSeconds: 3600, policyManagers: 2 } } });
  [mia, ben] = [
    await scene.visit('manager', { name: 'Mia Ortiz' }),
    await scene.visit('manager', { name: 'Ben Hale' }),
  ];
  await Promise.all([scene.held({ text: 'please-warn' }), scene.held({ text: 'please-hold' })]);
});
afterAll(() => scene.close());

const editor = (page: Page) => page.getByLabel('Text of the policy');
/** Replaces a part of the text, as somebody who selects and types. */
async function replace(page: Page, part: string, by: string): Promise<void> {
  const text = await editor(page).inputValue();
  await editor(page).fill(text.replace(part, by));
}

it('marks mistakes with line and what to do while the text is written, and goes to their lines', async () => {
  const { page, errors } = mia;
  await page.goto('/policy');
  await page.getByText('as the configuration says').waitFor();
  await page.getByRole('link', { name: 'Edit the policy' }).click();
  await page.getByText('The text has no mistakes.').waitFor();
  expect(await editor(page).inputValue()).toContain('version: 2');
  await replace(page, 'action: bounce', 'action: nonsense');
  const mistakes = page.getByRole('list', { name: 'Mistakes' });
  await mistakes.getByText('expected one of deliver, warn, quarantine, bounce').waitFor();
  await page.getByText('✗ 1 mistake').waitFor();
  await page.getByText('can be put in force when it has no mistakes').waitFor();
  await mistakes.getByRole('button', { name: 'Line 25' }).click();
  const line = await page.evaluate<number>(
    `document.activeElement.value.slice(0, document.activeElement.selectionStart).split('\\n').length`,
  );
  expect(line).toBe(25);
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
});

it('completes keys, values and codes from the keyboard', async () => {
  const { page, errors } = mia;
  await page.getByLabel('Start over from').selectOption('0');
  await page.getByText('The text has no mistakes.').waitFor();
  await editor(page).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('  - id: more\n');
  await page.keyboard.press('End');
  await page.keyboard.type('  title: More words\nact');
  await page.getByRole('option', { name: /action/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.keyboard.type('quar');
  await page.keyboard.press('Tab');
  await page.keyboard.type('\nwhen: { codes: [marked.ho');
  await page.getByRole('option', { name: /marked\.hold/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('] }');
  await page.getByText('The text has no mistakes.').waitFor();
  expect(await editor(page).inputValue()).toMatch(
    / {2}- id: more\n {4}title: More words\n {4}action: quarantine\n {4}when: \{ codes: \[marked\.hold\] \}$/,
  );
  expect(errors).toEqual([]);
});

it('runs the cases, and replays the draft on past messages, message by message', async () => {
  const { page, errors } = mia;
  await replace(page, 'action: warn', 'action: deliver');
  const text = await editor(page).inputValue();
  const one = (action: string) =>
    `\ncases:\n  - name: A word to think about\n    input: { findings: [{ code: marked.warn }] }\n    expect: { action: ${action} }\n`;
  await editor(page).fill(text + one('warn'));
  const failed = page.getByRole('list', { name: 'Cases that are not as expected' });
  await failed.getByText('action: deliver').waitFor();
  await page.getByText('can be put in force when it has no mistakes').waitFor();
  await editor(page).fill(text + one('deliver'));
  await page.getByText('✓ 1 case as expected.').waitFor();
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByText('another decision for 1 of 2 messages.').waitFor();
  await page.getByText('The messages', { exact: true }).click();
  const row = page.getByRole('table', { name: 'Messages with another decision' }).getByRole('row').nth(1);
  expect(await row.innerText()).toMatch(/sender is asked\s+delivered/);
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
});

it('is saved as it is written: an administrator goes on with it, and puts nothing in force', async () => {
  const { page, context, errors } = await scene.visit('administrator', { width: 390 });
  await mia.page.getByText('Draft saved.').waitFor();
  await page.goto('/policy/draft');
  await page.getByText('Draft by Mia Ortiz').waitFor();
  await page.getByText('It is saved for them.').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

it('is proposed by one manager and put in force by another', async () => {
  await mia.page.getByLabel('What is different, and why?').fill('Words to think about go out');
  await mia.page.getByRole('button', { name: 'Propose to the other managers' }).click();
  const waiting = mia.page.getByRole('region', { name: 'Waiting for a second manager' });
  await waiting.getByText('Another manager has to approve it.').waitFor();
  expect(await waiting.getByRole('button', { name: 'Approve and put in force' }).count()).toBe(0);
  const { id } = (await mia.reviewer.get<PolicyVersions>('/policy/versions')).changes[0]!;
  const own = await mia.reviewer.call<{ code: string }>('POST', `/policy/changes/${id}/agree`);
  expect(own).toMatchObject({ status: 409, body: { code: 'conflict.same-person' } });

  await ben.page.goto('/policy');
  const proposed = ben.page.getByRole('region', { name: 'Waiting for a second manager' });
  await proposed.getByText('Words to think about go out').waitFor();
  expect(await violationsOf(ben.page)).toEqual([]);
  await proposed.getByRole('button', { name: 'Approve and put in force' }).click();
  await ben.page.getByText('Mia Ortiz put it in force, and Ben Hale approved it.').waitFor();
  await until(async () => scene.test.gateway.policyVersion() === 2);
  expect(ben.errors).toEqual([]);
});

it('everybody reads who, when and why; a roll-back takes a reason and two people as well', async () => {
  const reader = await scene.visit('reviewer', { width: 390, scheme: 'dark' });
  await reader.page.goto('/policy');
  const table = reader.page.getByRole('table', { name: 'Versions of the policy' });
  await table.getByText('Words to think about go out').waitFor();
  expect(await reader.page.getByRole('link', { name: 'Edit the policy' }).count()).toBe(0);
  expect(await reader.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await violationsOf(reader.page)).toEqual([]);
  await reader.context.close();

  await ben.page.getByRole('button', { name: 'Use the policy of the configuration again' }).click();
  await ben.page.getByLabel('Why?').fill('The board decided otherwise');
  expect(await violationsOf(ben.page)).toEqual([]);
  await ben.page.getByRole('button', { name: 'Propose' }).click();
  await mia.page.goto('/policy');
  await mia.page.getByRole('button', { name: 'Approve and put in force' }).click();
  await mia.page.getByText('as the configuration says').waitFor();
  await until(async () => scene.test.gateway.policyVersion() === undefined);
  await mia.page.getByRole('button', { name: 'Roll back to 2' }).click();
  await mia.page.getByLabel('Why?').fill('Back to what we agreed on');
  await mia.page.getByRole('button', { name: 'Propose' }).click();
  await mia.page.getByRole('button', { name: 'Withdraw' }).click();
  await mia.page.getByRole('cell', { name: 'withdrawn' }).waitFor();
  expect([...mia.errors, ...ben.errors]).toEqual([]);
});

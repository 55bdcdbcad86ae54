/** The records on paper: every entry, not only those that are loaded, with everybody in them and a head that says whose record it is. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { parse } from 'yaml';
import type { Disclosures } from '../../src/review/contract/pages.ts';
import { until } from '../harness/wait.ts';
import { mapleRoster } from '../review/reviewers.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

const students = ['Mai See Vang', 'Amara Okonkwo-Reyes', 'Hope Brandt', 'Tou Vang'];
const recipients = Array.from({ length: 60 }, (_, n) => `office${n}@printco.example`);
let scene: ConsoleScene;
let manager: Visit;

beforeAll(async () => {
  const district = parse(readFileSync(join(mapleRoster, 'district.yaml'), 'utf8')) as Record<string, unknown>;
  scene = await openConsole({
    marked: false,
    config: { roster: mapleRoster, district, review: { undoSeconds: 0 } },
  });
  manager = await scene.visit('manager', { name: 'Mia Ortiz' });
  const sender = 'roy.tanaka@maple.example';
  const raw = [
    `From: Roy Tanaka <${sender}>`,
    `To: ${recipients.join(',\r\n ')}`,
    'Subject: Name tags',
    '',
    ...students.map((name, n) => `${name}, phone 414-555-013${n}`),
    '',
  ].join('\r\n');
  const id = await scene.test.accepted({ sender, recipients, raw });
  await scene.test.reaches(id, 'quarantined');
  const { reviewer } = manager;
  await reviewer.act(id, { action: 'release', reason: 'The printer has a contract', withoutReading: true });
  await until(
    async () => (await reviewer.get<Disclosures>('/disclosures?limit=200')).rows.length === recipients.length,
  );
});
afterAll(() => scene.close());

/** Presses Print, without the dialog of the browser, and shows the page as paper. */
async function printed(page: Page): Promise<void> {
  await page.evaluate('window.print = () => (window.wasPrinted = true)');
  await page.getByRole('button', { name: 'Print' }).click();
  await until(() => page.evaluate<boolean>('window.wasPrinted === true'));
  await page.emulateMedia({ media: 'print' });
}

it('prints every disclosure with all of its students', async () => {
  const { page, errors } = manager;
  await page.goto('/disclosures');
  const rows = page.getByRole('table', { name: 'Disclosures' }).locator('tbody tr');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(50);
  await printed(page);
  expect(await rows.count()).toBe(recipients.length);
  const text = await page.locator('main').innerText();
  for (const words of ['Maple Valley', `${recipients.length} entries`, 'Made by Hallpass on', 'time zone', ...students])
    expect(text).toContain(words);
  expect(text).not.toMatch(/\d more\b/);
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  // All of it is on the paper: a scroll area would cut it off after the first page.
  const path = join(scene.test.data, 'disclosures.pdf');
  await page.pdf({ path, format: 'Letter', preferCSSPageSize: true });
  expect(readFileSync(path, 'latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(2);
  expect(statSync(path).size).toBeGreaterThan(10_000);
  rmSync(path);
  await page.emulateMedia({ media: 'screen' });
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
});

it('says on paper that more is there, where the browser prints what is loaded', async () => {
  const { page, errors } = manager;
  await page.goto('/disclosures');
  await page.getByRole('table', { name: 'Disclosures' }).locator('tbody tr').first().waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('main').innerText()).toContain('the newest 50 entries; the button Print prints all');
  await page.emulateMedia({ media: 'screen' });
  expect(errors).toEqual([]);
});

it('prints the audit log under the same head', async () => {
  const { page, errors } = manager;
  await page.goto('/audit-log?kind=accounts');
  await page.getByRole('table', { name: 'Audit log' }).locator('tbody tr').first().waitFor();
  await printed(page);
  const text = await page.locator('main').innerText();
  for (const words of ['Maple Valley', 'Kind: Accounts and sign-ins', 'Made by Hallpass on'])
    expect(text).toContain(words);
  await page.emulateMedia({ media: 'screen' });
  expect(errors).toEqual([]);
});

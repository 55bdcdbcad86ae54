/** The card of the roster's synchronization, as a manager and an administrator meet it: nothing yet, an import, an export that is refused. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { csv, header, rows, whole } from '../harness/roster-export.ts';
import { until } from '../harness/wait.ts';
import { zipOf } from '../harness/zip.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

const drop = mkdtempSync(join(tmpdir(), 'hallpass-drop-'));
const usersWith = (students: number): string =>
  csv(
    header,
    ...rows,
    ...Array.from({ length: students }, (_, at) => `s-${100 + at},student,Given${at},Family${at},,,,o-1`),
  );
const put = (name: string, users: string): void =>
  writeFileSync(join(drop, name), zipOf({ 'users.csv': Buffer.from(users) }));

let scene: ConsoleScene;
let visits: readonly Visit[];
beforeAll(async () => {
  scene = await openConsole({ config: { rosterSync: { folder: { path: drop, everySeconds: 1, stableSeconds: 1 } } } });
  visits = [await scene.visit('manager'), await scene.visit('administrator', { width: 390 })];
});
afterAll(async () => {
  await scene.close();
  rmSync(drop, { recursive: true, force: true });
});

const synced = (count: number) =>
  until(async () => (await scene.test.sql('SELECT 1 FROM roster_syncs')).length === count || undefined);

async function eachSees(look: (page: Page) => Promise<void>): Promise<void> {
  for (const { page, errors } of visits) {
    await page.goto('/settings/directory');
    await page.getByRole('heading', { name: 'Synchronization' }).waitFor();
    await look(page);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    expect(errors).toEqual([]);
  }
}
const syncs = (page: Page) => page.getByRole('table', { name: 'Last synchronizations' }).getByRole('row');

it('says that the folder is watched before anything has come', async () => {
  await eachSees(async (page) => {
    await page.getByText('There is no roster yet.').waitFor();
    await page.getByText('The folder is being watched.').waitFor();
    expect(await syncs(page).count()).toBe(0);
  });
});

it('names the export that was imported, and counts its people', async () => {
  put('monday.zip', usersWith(20));
  await synced(1);
  await until(() => scene.test.log.some((line) => line.includes('roster active')) || undefined);
  await eachSees(async (page) => {
    await syncs(page).filter({ hasText: 'monday.zip' }).filter({ hasText: 'imported' }).waitFor();
    await page.getByText('22', { exact: true }).waitFor();
  });
});

it('says why an export was not imported, and that the roster before it stays', async () => {
  put('tuesday.zip', whole);
  await synced(2);
  await eachSees(async (page) => {
    const first = syncs(page).nth(1);
    await first.filter({ hasText: 'tuesday.zip' }).waitFor();
    expect(await first.innerText()).toMatch(/not imported[^]*roster\.refused: it has 2 students/);
    await page.getByText('22', { exact: true }).waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/Given1|Family1/);
  });
});

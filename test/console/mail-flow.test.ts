/** Settings, Mail flow: an administrator finds a message, returns what waits, and pauses and resumes a next mail server. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { letter, sender } from '../harness/gateway.ts';
import { until } from '../harness/wait.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene } from './scene.ts';

const copies = mkdtempSync(join(tmpdir(), 'hallpass-mail-flow-'));
let scene: ConsoleScene;
beforeAll(async () => {
  const down = { name: 'vendor', address: 'j@archive.example', smarthost: { address: '127.0.0.1:1', tls: 'none' } };
  const archive = { journals: [down], folders: [{ name: 'cellar', path: copies }] };
  scene = await openConsole({ config: { archive } });
});
afterAll(async () => {
  await scene.close();
  rmSync(copies, { recursive: true, force: true });
});

it.each([1440, 390])('where a message is, what waits and why, at %i px', async (width) => {
  const { test, host } = scene;
  host.program({ rcpt: { 'full@museum.example': '452 4.2.2 Mailbox full' } });
  const raw = letter({ subject: 'Marmalade', text: 'The secret word is tangerine.' });
  const id = await test.accepted({ sender, recipients: ['pat@museum.example', 'full@museum.example'], raw });
  await test.attempted(id, 1);
  await until(async () => {
    const made = await test.sql<{ code: string | null; copied: boolean }>(
      'SELECT code, copied_at IS NOT NULL AS copied FROM archive_copies WHERE message_id = $1 ORDER BY archive',
      [id],
    );
    return made[0]?.copied && made[1]?.code === 'archive.not-reached';
  });
  const { page, context, errors } = await scene.visit('administrator', { width });
  await page.goto('/settings/mail-flow');

  await page.getByLabel('Recipient').fill('full@museum.example');
  await page.getByRole('button', { name: 'Find' }).click();
  const trace = page.getByRole('list', { name: 'Traces' });
  await trace.getByText(id).waitFor();
  await trace.getByText('Mailbox full').first().waitFor();
  await trace.getByText('Accepted by the next mail server').first().waitFor();
  await trace
    .getByText(/^Copied /)
    .first()
    .waitFor();
  await trace
    .getByText(/^Copy waiting/)
    .first()
    .waitFor();
  const archives = page.getByRole('table', { name: 'Archives' });
  const vendor = archives.getByRole('row').filter({ hasText: 'vendor' });
  expect(await vendor.innerText()).toMatch(/■ .*, since /);
  expect(await archives.getByRole('row').filter({ hasText: 'cellar' }).innerText()).toContain('Accepting copies');
  expect(await archives.getByRole('button').allInnerTexts()).toEqual(['Try now']);
  const tried = () => test.sql(`SELECT 1 FROM audit_events WHERE event = 'archive-retried'`);
  const before = (await tried()).length;
  await page.getByRole('button', { name: 'Try now: vendor' }).click();
  await until(async () => (await tried()).length === before + 1);
  expect(await page.locator('body').innerText()).not.toMatch(/marmalade|tangerine/i);
  const waiting = page.getByRole('table', { name: 'Waiting messages' });
  await waiting.getByText('452 4.2.2 Mailbox full').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  if (process.env['SCREENSHOTS']) {
    await page.evaluate('scrollTo(0, 0)');
    await page.screenshot({ path: `${process.env['SCREENSHOTS']}/mail-flow-${width}.png`, fullPage: true });
  }

  await page.getByRole('button', { name: `Pause ${host.address}` }).click();
  await page.getByText('Paused').first().waitFor();
  await page.getByRole('button', { name: `Resume ${host.address}` }).click();
  await page.getByText('Accepting mail').waitFor();

  await waiting.getByRole('button', { name: 'Return…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Return to senders' });
  await dialog.getByText(/Senders get a delivery report/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Return to sender' }).click();
  await page.getByText('No messages are waiting for the next mail server.').waitFor();
  await test.reaches(id, 'delivered');
  // A time alone: everything of this minute, and nothing of a day years ago.
  await page.getByLabel('Recipient').fill('');
  await page.getByLabel('Received').selectOption('Between two times');
  expect(await page.getByRole('button', { name: 'Find' }).isDisabled()).toBe(true);
  await page.getByLabel('From').fill('2020-01-01T00:00');
  await page.getByRole('button', { name: 'Find' }).click();
  await trace.getByText(id).waitFor();
  await trace
    .getByText(/from 127\.0\.0\.1 without TLS, [\d,]+ bytes/)
    .first()
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel('Until').fill('2020-01-02T00:00');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText('No message found.').waitFor();
  await page.getByLabel('Received').selectOption('Last 7 days');
  await page.getByLabel('Recipient').fill('pat@museum.example');
  await page.getByRole('button', { name: 'Find' }).click();
  await trace.getByText(id).waitFor();
  await page.getByLabel('Recipient').fill('nobody@museum.example');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText('No message found.').waitFor();
  expect(errors).toEqual([]);
  await context.close();
});

it('a manager finds messages and tries them again, but returns none and pauses nothing', async () => {
  const { test, host } = scene;
  host.program({ rcpt: { 'busy@museum.example': '450 4.2.1 Mailbox busy' } });
  const id = await test.accepted({ sender, recipients: ['busy@museum.example'], raw: letter() });
  await test.attempted(id, 1);
  const { page, context } = await scene.visit('manager');
  await page.goto('/settings/mail-flow');
  await page.getByText('450 4.2.1 Mailbox busy').waitFor();
  expect(await page.getByRole('button', { name: /^(Return|Pause)/ }).count()).toBe(0);
  host.program({});
  await page.getByRole('button', { name: 'Try now', exact: true }).click();
  await test.reaches(id, 'delivered');
  await context.close();
});

it('an administrator has the configuration reloaded, and reads why a bad one is refused', async () => {
  const { page, context, errors } = await scene.visit('administrator');
  await page.goto('/settings/health');
  const result = page.getByRole('status', { name: 'Result of the reload' });
  await page.getByRole('button', { name: 'Reload configuration' }).click();
  await result.getByText('The configuration is in force.').waitFor();
  scene.test.configure({ policy: 'no-such-pack' });
  await page.getByRole('button', { name: 'Reload configuration' }).click();
  await result.getByText('The previous one stays in force.').waitFor();
  await result.getByText(/policy pack/).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

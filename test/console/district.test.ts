/** The district's name and written policy: entered at the set-up, quoted in notices and pages of both languages, and nobody else's. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { letter } from '../harness/gateway.ts';
import { until } from '../harness/wait.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene } from './scene.ts';

let scene: ConsoleScene;
let office: Page;
let errors: readonly string[];
beforeAll(async () => {
  scene = await openConsole({ marked: false, config: { policy: 'milwaukee-6.34' } });
});
afterAll(() => scene.close());

const text = 'Hello,\r\n\r\nour student Kou Vang, grade 7, lives at 3920 Washington Avenue, Apartment 2.\r\n\r\nThanks';

/** The text of the notice that tells the sender of a message with a student's address, and its link. */
async function noticeOfHeld(from: string): Promise<{ words: string; link: string }> {
  const to = `coach.of.${from.split('@')[0]}@otherclub.example`;
  const raw = letter({ to, from, subject: 'Ride', text });
  const id = await scene.test.accepted({ sender: from, recipients: [to], raw });
  await scene.test.reaches(id, 'quarantined');
  const { raw: notice } = await until(() =>
    scene.host.mails.findLast((mail) => mail.raw.includes(`quarantine-held.${id}`)),
  );
  const flat = notice.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');
  return {
    words: Buffer.from(
      flat.replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    ).toString(),
    link: /http:\/\/127\.0\.0\.1:\d+\/a\/[\w-]+/.exec(flat)![0],
  };
}

it('a pack of another district quotes nothing before the district has said who it is', async () => {
  const { words } = await noticeOfHeld('early@school.example');
  expect(words).toContain('the district');
  expect(words).not.toMatch(/6\.34|Milwaukee/);
});

it('the set-up asks for name and policy, refuses what is half filled in, and continues', async () => {
  const visit = await scene.stranger({ width: 390 });
  ({ page: office, errors } = visit);
  await office.goto(scene.test.gateway.setUpLink!);
  await office.getByLabel('Your name').fill('Ana Bell');
  await office.getByLabel('Email address').fill('ana.bell@school.example');
  await office.getByLabel('Password', { exact: true }).fill('seven green kayaks');
  await office.getByRole('button', { name: 'Create account' }).click();
  await office.getByRole('heading', { name: 'Your district' }).waitFor();
  expect(await violationsOf(office)).toEqual([]);
  const save = office.getByRole('button', { name: 'Save and continue' });
  await office.getByLabel('Name of the district').fill('Maple Valley School District');
  await save.click();
  await office.getByRole('alert').getByText('Choose whether the district has a written policy.').waitFor();
  await office.getByLabel('Yes').check();
  await office.getByLabel('Name of the policy').fill('Board policy 512, Student Privacy');
  await office.getByLabel('Name in Spanish').fill('Política 512, Privacidad del alumnado');
  await office.getByRole('button', { name: 'Add a clause' }).click();
  await office.getByLabel('Number', { exact: true }).fill('section 3');
  await office.getByLabel('Text', { exact: true }).fill('Staff keep the addresses of students to themselves.');
  await save.click();
  await office.getByRole('alert').getByText('Choose at least one rule for clause 1.').waitFor();
  await office.getByLabel('Rules that enforce it').first().click();
  await office.getByRole('option', { name: /full name with a home address/ }).click();
  await office.getByLabel('Text in Spanish').fill('El personal no comparte los domicilios de los estudiantes.');
  expect(await office.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await violationsOf(office)).toEqual([]);
  await save.click();
  await office.waitForURL('**/overview');
  expect(errors).toEqual([]);
});

it('notices and pages quote it in both languages', async () => {
  const { words, link } = await noticeOfHeld('later@school.example');
  for (const quoted of [
    'Maple Valley School District',
    'Board policy 512, Student Privacy',
    'section 3',
    'Staff keep the addresses',
  ])
    expect(words).toContain(quoted);
  expect(words).not.toMatch(/6\.34|Milwaukee/);
  const { page, context } = await scene.stranger();
  await page.goto(`${link}?lang=es`);
  const shown = await page.content();
  expect(shown).toContain('El personal no comparte los domicilios de los estudiantes.');
  expect(shown).toContain('Política 512, Privacidad del alumnado');
  expect(shown).not.toMatch(/6\.34|Milwaukee|Board policy/);
  await context.close();
});

it('the policy page of a reviewer shows its clauses alone; only an administrator changes them', async () => {
  const { page, reviewer, context } = await scene.visit('manager');
  await page.goto('/policy');
  await page.getByText('Staff keep the addresses of students to themselves.').last().waitFor();
  const quoted = await page.locator('blockquote').allTextContents();
  expect(new Set(quoted)).toEqual(new Set(['Staff keep the addresses of students to themselves.']));
  await page.goto('/settings/district');
  await page.getByText('Board policy 512, Student Privacy').waitFor();
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  const refused = await fetch(`${scene.test.http}/api/district`, {
    method: 'PUT',
    headers: { ...reviewer.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Other', policy: null }),
  });
  expect(refused.status).toBe(403);
  await context.close();

  await office.goto('/settings/district');
  await office.getByLabel('No', { exact: true }).check();
  await office.getByRole('button', { name: 'Save' }).click();
  await office.getByText('Saved. Notices and pages use it from now on.').waitFor();
  const { words } = await noticeOfHeld('last@school.example');
  expect(words).toContain('Maple Valley School District');
  expect(words).not.toMatch(/Board policy|6\.34|Milwaukee/);
  await office.goto('/audit-log');
  await office.getByText('Details of the district changed: no written policy').waitFor();
  expect(errors).toEqual([]);
});

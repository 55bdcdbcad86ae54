/** The monthly report: what its page and its print say, and who may read it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { MonthlyReport } from '../../src/review/contract/report.ts';
import { letter, sender } from '../harness/gateway.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene } from './scene.ts';

let scene: ConsoleScene;
const month = new Date().toISOString().slice(0, 7);

beforeAll(async () => {
  scene = await openConsole({
    config: { district: { name: 'Maple Valley School District', domains: ['school.example'] } },
  });
  for (const n of [1, 2]) await scene.held({ subject: `Letter ${n}` });
  await scene.held({ text: 'please-warn' });
  const clean = await scene.test.accepted({ sender, recipients: ['partner@museum.example'], raw: letter() });
  await scene.test.reaches(clean, 'delivered');
});
afterAll(() => scene.close());

it('names district, days and policy, and counts what happened', async () => {
  const { reviewer } = await scene.visit('auditor');
  const report = await reviewer.get<MonthlyReport>(`/report?month=${month}`);
  expect(report).toMatchObject({
    month,
    isOpen: true,
    from: `${month}-01`,
    district: 'Maple Valley School District',
    totals: { messages: 4, held: 2 },
    senders: { warned: 1 },
    disclosures: { reviewer: 0, sender: 0, expiry: 0, exception: 0 },
  });
  expect(report.rules).toContainEqual(
    expect.objectContaining({ rule: 'hold', matched: 2, falseAlarms: 0, falseAlarmRate: null }),
  );
  expect(report.days.length).toBe(Number(report.to.slice(8)));
  const before = await reviewer.get<MonthlyReport>('/report');
  expect(before).toMatchObject({ isOpen: false, totals: { messages: 0, held: 0 }, rules: [] });
  expect(before.month < month).toBe(true);
  for (const bad of ['2099-01', '2026-13', 'x'])
    expect((await reviewer.call('GET', `/report?month=${bad}`)).status).toBe(400);
});

it('an account of some schools sees their numbers only', async () => {
  const { reviewer } = await scene.visit('manager', { schools: ['Lincoln'] });
  const report = await reviewer.get<MonthlyReport>(`/report?month=${month}`);
  expect(report).toMatchObject({ schools: ['Lincoln'], totals: { messages: 0, held: 0 }, rules: [] });
});

it.each([
  [1440, 'light'],
  [390, 'dark'],
] as const)(
  'opens from the overview and prints without the console around it, at %i px in %s',
  async (width, scheme) => {
    const { page, context, errors } = await scene.visit('manager', { width, scheme });
    await page.goto('/overview');
    await page.getByRole('link', { name: 'Monthly report' }).click();
    await page.getByLabel('Month').selectOption(month);
    await page.getByRole('heading', { name: /^Outgoing mail in / }).waitFor();
    await page.getByText('Maple Valley School District').waitFor();
    await page.getByRole('table', { name: 'Rules' }).getByText('A word to look at').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.emulateMedia({ media: 'print' });
    for (const hidden of [
      page.getByRole('navigation', { name: 'Pages' }),
      page.getByRole('button', { name: /^Print/ }),
    ])
      expect(await hidden.isVisible()).toBe(false);
    expect(await page.getByText('Maple Valley School District').isVisible()).toBe(true);
    expect(errors).toEqual([]);
    await context.close();
  },
);

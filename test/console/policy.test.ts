/** The Policy page as a manager and an administrator read it: sentences, conditions, results, exceptions, groups, clauses. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ActivePolicy } from '../../src/review/contract/policy.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene } from './scene.ts';

let scene: ConsoleScene;

beforeAll(async () => {
  scene = await openConsole({
    marked: false,
    config: {
      policy: 'milwaukee-6.34',
      // A pack is quoted in the district whose policy it is.
      district: {
        name: 'Milwaukee Public Schools',
        domains: ['school.example'],
        groups: { 'nurses-office': ['nurse@school.example'] },
      },
    },
  });
});
afterAll(() => scene.close());

it('says what each rule asks for, what happens then and who decides', async () => {
  const { page, context, errors } = await scene.visit('manager');
  await page.goto('/policy');
  await page.getByText('A message that no rule matches is delivered.').waitFor();
  const rule = page.locator('#rule-mass-disclosure');
  await rule.getByText('2 people must approve', { exact: true }).waitFor();
  await rule.getByText('Conditions and result').click();
  for (const words of [
    'The findings are about at least 10 different students.',
    '2 people must approve its release.',
    'Individual mailboxes of staff do not count as recipients. Lists and student mailboxes do.',
  ])
    await rule.getByText(words).waitFor();
  await rule.getByText('Administrative Policy 6.34', { exact: false }).first().waitFor();
  await page.locator('#rule-unread-picture').getByText('monitor mode', { exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

it('lists the exceptions, the members of groups, and the clauses with their rules', async () => {
  const { page, context, errors } = await scene.visit('administrator', { width: 390, scheme: 'dark' });
  await page.goto('/policy');
  const exception = page.locator('#exception-nurses-office');
  await exception.getByText('The sender is in the group nurses-office.', { exact: false }).waitFor();
  await page.getByText('nurse@school.example').waitFor();
  expect(await page.getByText(/^Enforced by/).count()).toBeGreaterThan(3);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
  await context.close();
});

it('the API gives the same to those who may read the policy', async () => {
  const { reviewer } = await scene.visit('auditor');
  const policy = await reviewer.get<ActivePolicy>('/policy');
  const rule = policy.rules.find(({ id }) => id === 'student-location')!;
  expect(rule).toMatchObject({ action: 'quarantine', releasers: 1, monitor: null, builtIn: false });
  expect(rule.clauses.every((id) => policy.clauses.some((clause) => clause.id === id))).toBe(true);
  expect(policy.rules.filter(({ builtIn }) => builtIn)).toHaveLength(1);
});

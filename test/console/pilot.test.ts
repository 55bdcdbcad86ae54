/** A trial run with `policy: monitor`: every message is delivered, and the console shows what would have happened, to be judged. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Overview } from '../../src/review/contract/pages.ts';
import type { ActivePolicy, PackComparison } from '../../src/review/contract/policy.ts';
import type { MessageDetail } from '../../src/review/contract/message.ts';
import { detectorIds } from '../../detectors/registry.ts';
import { letter } from '../harness/gateway.ts';
import { until } from '../harness/wait.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

const from = 'alan.moore@school.example';
const sent = async (to: string, text: string, subject: string): Promise<string> => {
  const id = await scene.test.accepted({ sender: from, recipients: [to], raw: letter({ from, to, text, subject }) });
  await scene.test.reaches(id, 'delivered');
  return id;
};

let scene: ConsoleScene;
let manager: Visit;
let insult: string;

beforeAll(async () => {
  const used = ['harassment', 'solicitation'];
  const disabled = detectorIds.filter((id) => !used.includes(id));
  scene = await openConsole({
    marked: false,
    config: { policy: 'monitor', detectors: { disabled }, scan: { threads: 1, reader: false } },
  });
  manager = await scene.visit('manager', { name: 'Mia Ortiz' });
  insult = await sent('jordan@school.example', 'You are a worthless idiot.', 'Your lesson plan');
  await sent('friends@yoga.example', 'I sell my kayak for $300, call me after work.', 'For sale: kayak');
  await sent('partner@museum.example', 'See you on Thursday.', 'Field trip');
});
afterAll(() => scene.close());

it('the overview says what would have been held and asked, by rule', async () => {
  const { reviewer } = manager;
  const { monitor, monitored, totals } = await reviewer.get<Overview>('/overview?days=7');
  expect({ monitor, totals }).toEqual({
    monitor: true,
    totals: { messages: 3, held: 0, released: 0, returned: 0, expired: 0 },
  });
  expect(monitored).toMatchObject({ held: 1, asked: 1, returned: 0 });
  expect(monitored.rules.map(({ rule, matched }) => [rule, matched])).toEqual(
    expect.arrayContaining([
      ['harassment', 1],
      ['selling', 1],
    ]),
  );
  const policy = await reviewer.get<ActivePolicy>('/policy');
  expect(policy.rules.find(({ id }) => id === 'harassment')).toMatchObject({ monitor: 'pack', matchedLast30Days: 1 });
});

it('a reviewer opens what would have been held, with the reason, and calls it a false alarm', async () => {
  const { page, context, errors, reviewer } = await scene.visit('reviewer');
  await page.goto('/review');
  await page.getByText('Nothing is held.').waitFor();
  await page.getByRole('link', { name: 'Monitored' }).click();
  await page.getByRole('list', { name: 'Monitored' }).getByRole('listitem').nth(1).waitFor();
  await page
    .getByRole('link', { name: /insult|demean/i })
    .first()
    .click();
  await page.getByText('Without it, it would have been held for review.').waitFor();
  await page
    .getByRole('region', { name: 'Why it would be held' })
    .getByText(/Harassing/)
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'False alarm', exact: true, pressed: true }).waitFor();
  const { findings, actions } = await reviewer.get<MessageDetail>(`/messages/${insult}`);
  expect(findings.map(({ judgement }) => judgement)).toContain('false-alarm');
  // Nothing is left to decide: the message has been delivered.
  expect(actions.map(({ action }) => action)).toEqual(['note']);
  const release = await reviewer.act(insult, { action: 'release', reason: 'It was sent' });
  expect(release.ok).toBe(false);
  expect(errors).toEqual([]);
  await context.close();
});

it('the judgement counts as evidence, with the interval of so few', async () => {
  const { page, errors } = manager;
  await page.goto('/overview');
  const card = page.getByRole('table', { name: 'Rules in monitor mode' });
  await card.getByText('100% (21–100%)').waitFor();
  await page.getByText('Monitor mode: what would have happened').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Judge these messages' }).click();
  await page.getByRole('list', { name: 'Monitored' }).getByRole('listitem').nth(1).waitFor();
  expect(errors).toEqual([]);
});

it('one press says what the acting policy would change', async () => {
  const { page, errors } = manager;
  await page.goto('/policy');
  await page.getByText('The whole policy is in monitor mode', { exact: false }).waitFor();
  await page.getByLabel('Policy', { exact: true }).selectOption('default');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('another decision for 2 of 3 messages.').waitFor();
  const table = page.getByRole('table', { name: 'Decisions that would change' });
  expect(await table.getByRole('row').allInnerTexts()).toEqual([
    expect.stringMatching(/Decided/),
    expect.stringMatching(/delivered\s+sender is asked\s+1/),
    expect.stringMatching(/delivered\s+held for review\s+1/),
  ]);
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
});

it('a comparison takes no path, shows an administrator no message, and nothing to accounts of some schools', async () => {
  const administrator = (await scene.visit('administrator')).reviewer;
  const compare = (who: typeof administrator, pack: string) =>
    who.call<PackComparison>('POST', '/policy/compare', { pack, days: 7 });
  expect(await compare(administrator, 'default')).toMatchObject({ status: 200, body: { changed: 2, changes: [] } });
  for (const pack of ['../../policies/default', '/etc/passwd', 'nothing'])
    expect((await compare(administrator, pack)).status).toBe(404);
  const local = (await scene.visit('manager', { schools: ['Lincoln'] })).reviewer;
  expect((await compare(local, 'default')).status).toBe(403);
});

it('nothing waits: the counts of the queue and the lists of held mail stay empty', async () => {
  const { reviewer } = manager;
  await until(async () => (await reviewer.list('is:monitored')).total === 2);
  expect((await reviewer.list('is:open')).total).toBe(0);
  expect((await reviewer.list('is:released')).total).toBe(0);
});

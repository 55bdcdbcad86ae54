/** Send without the flagged parts, in the browser: the sender sees before and after on a phone, confirms, and the reviewer sees what happened. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { until } from '../harness/wait.ts';
import { letter } from '../harness/gateway.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene } from './scene.ts';

let scene: ConsoleScene;
beforeAll(async () => {
  scene = await openConsole({ marked: false });
});
afterAll(() => scene.close());

it.each(['light', 'dark'] as const)('is shown before and after, confirmed and sent (%s)', async (scheme) => {
  const to = `coach.${scheme}@otherclub.example`;
  const text =
    'Hello,\r\n\r\nour student Kou Vang, grade 7, lives at 3920 Washington Avenue, Apartment 2.\r\n\r\nThanks';
  const id = await scene.held({ to: [to], raw: letter({ to, subject: 'Ride', text }) });
  const notice = await until(() => scene.host.mails.findLast(({ raw }) => raw.includes(`quarantine-held.${id}`)));
  const flat = notice.raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');
  const { page, context, errors } = await scene.stranger({ width: 390, scheme });
  await page.goto(/http:\/\/127\.0\.0\.1:\d+\/a\/[\w-]+/.exec(flat)![0]);
  await page.getByText('in the second paragraph').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Send without the flagged parts' }).click();
  await page.getByRole('heading', { name: 'What changes in the text' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Back to the message' }).click();
  await page.getByRole('link', { name: 'Send without the flagged parts' }).click();
  await page.getByRole('button', { name: 'Send the copy' }).click();
  await page.getByRole('heading', { name: 'The copy is on its way' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const mail = await scene.host.mailFor(to);
  expect(mail.raw.toString()).toContain('[removed]');
  expect(mail.raw.toString()).not.toContain('Washington');
  const mia = await scene.reviewers.add('reviewer');
  expect(JSON.stringify(await mia.get(`/messages/${id}/history`))).toContain('sent a copy without the flagged parts');
  expect(errors).toEqual([]);
  await context.close();
});

it('is offered to reviewers as well, with before and after, on a phone and on a desk', async () => {
  for (const [width, scheme] of [
    [390, 'dark'],
    [1440, 'light'],
  ] as const) {
    const to = `coach.${width}@otherclub.example`;
    const text =
      'Hello,\r\n\r\nour student Kou Vang, grade 7, lives at 3920 Washington Avenue, Apartment 2.\r\n\r\nThanks';
    const id = await scene.held({ to: [to], raw: letter({ to, subject: 'Ride', text }) });
    const { page, context, errors } = await scene.visit('reviewer', { width, scheme, name: `Reviewer ${width}` });
    await page.goto(`/review/${id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Send without the flagged parts…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send without the flagged parts' });
    await dialog.getByText('[removed]').first().waitFor();
    expect(await dialog.innerText()).not.toMatch(/Kou|Vang|3920|Washington/);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    if (process.env['SCREENSHOTS'])
      await page.screenshot({ path: `${process.env['SCREENSHOTS']}/send-without-it-${width}-${scheme}.png` });
    await dialog.getByLabel('Note to the sender').fill('The coach needs the name only.');
    await dialog.getByRole('button', { name: 'Send the copy' }).click();
    const mail = await scene.host.mailFor(to);
    expect(mail.raw.toString()).toContain('[removed]');
    expect(mail.raw.toString()).not.toContain('Washington');
    await page.goto(`/messages/${id}`);
    await page.getByText('A copy without the flagged parts was sent instead.').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  }
});

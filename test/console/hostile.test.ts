/** Hostile mail looked at in the console: nothing of it runs, nothing is fetched, and the page stays usable. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startCanary, type Canary } from './canary.ts';
import { hostileHtml, htmlMail } from './hostile-mail.ts';
import { openConsole, type ConsoleScene } from './scene.ts';

let scene: ConsoleScene;
let canary: Canary;

beforeAll(async () => {
  [scene, canary] = await Promise.all([openConsole(), startCanary()]);
});
afterAll(async () => {
  await scene.close();
  await canary.close();
});

async function lookAt(html: string, answer?: string): Promise<{ page: Page; elsewhere: string[] }> {
  // Each message of the scene has a writer of its own, whose address the header must say as well.
  const from = 'stranger@school.example';
  const id = await scene.test.accepted({
    sender: from,
    recipients: ['partner@museum.example'],
    raw: htmlMail(html, from),
  });
  await scene.test.reaches(id, 'quarantined');
  const { page, context } = await scene.visit('reviewer');
  if (answer !== undefined) {
    await context.route('**/rendered', (route) => route.fulfill({ json: { html: answer, removed: [] } }));
  }
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${scene.test.http}/`) && !request.url().startsWith('data:')) {
      elsewhere.push(request.url());
    }
  });
  await page.goto(`/review/${id}`);
  await page.getByRole('button', { name: 'Reveal', exact: true }).click();
  await page.getByLabel('Why do you need to see it?').fill('To make a decision');
  await page.getByRole('dialog').getByRole('button', { name: 'Reveal' }).click();
  await page.getByRole('tab', { name: 'Rendered' }).click();
  return { page, elsewhere };
}

type Styled = { getComputedStyle(element: unknown): { color: string } };
const armed =
  'script, form, input, iframe, object, embed, link, base, svg, video, template, [href], [src], [srcset], [onerror], [onload], [ontoggle]';

it.each([
  ['as the gateway hands it out', false],
  ['and when the gateway has let everything through', true],
] as const)('shows a mail that tries everything, %s, and nothing happens', async (_name, letThrough) => {
  const html = hostileHtml(canary.url);
  const { page, elsewhere } = await lookAt(html, letThrough ? html : undefined);
  const frame = page.frameLocator('iframe');
  await frame.getByText('Hello from the hostile mail').waitFor();
  // Its harmless styles are shown, so that the frame is seen to work.
  const colour = (text: string) =>
    frame.getByText(text).evaluate((element) => (globalThis as unknown as Styled).getComputedStyle(element).color);
  expect(await colour('please-hold')).toBe('rgb(4, 5, 6)');
  if (letThrough) expect(await colour('Hello from the hostile mail')).toBe('rgb(1, 2, 3)');
  expect(await frame.locator(armed).count()).toBe(0);
  await frame.getByText('press').click();
  await frame.getByText('go', { exact: true }).click();
  await frame.getByText(/picture: the logo/).waitFor();

  for (const tab of ['Text', 'Headers', 'Raw', 'History']) await page.getByRole('tab', { name: tab }).click();
  expect(await page.locator('iframe').count()).toBe(0);
  expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
  expect(page.url()).toContain('/review/');
  expect(elsewhere).toEqual([]);
  expect(canary.asked).toEqual([]);
});

it('would have been heard by the canary', async () => {
  const { page } = await scene.visit('reviewer');
  await page.goto(`${canary.url}/alive`);
  expect(canary.asked).toContain('/alive');
});

it('shows the beginning of 10 MB of HTML, and the page stays usable', async () => {
  const row = '<div><table><tr><td style="color:red"><b></b></td></tr></table></div>';
  const html = `<p>The beginning please-hold</p>${row.repeat(Math.ceil(10_000_000 / row.length))}`;
  const { page } = await lookAt(html);
  await page.frameLocator('iframe').getByText('The beginning').waitFor({ timeout: 45_000 });
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('listitem').filter({ hasText: /held/i }).first().waitFor();
});

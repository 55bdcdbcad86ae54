/** A sender without an account in the browser: sends anyway, cancels, asks for the release of a held message, and gets a reply. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../harness/wait.ts';
import { violationsOf } from './axe.ts';
import { openConsole, type ConsoleScene, type Visit } from './scene.ts';

let scene: ConsoleScene;
let phone: Omit<Visit, 'reviewer'>;
let page: Page;

beforeAll(async () => {
  scene = await openConsole();
  phone = await scene.stranger({ width: 390 });
  page = phone.page;
});
afterEach(() => expect(phone.errors).toEqual([]));
afterAll(() => scene.close());

/** The link in the notice about a message to its sender. */
async function linkTo(id: string, notice: 'warn' | 'quarantine-held'): Promise<string> {
  const mail = await until(() => scene.host.mails.findLast(({ raw }) => raw.toString().includes(`${notice}.${id}`)));
  const text = mail.raw.toString('latin1').replace(/=\r\n/g, '').replace(/=3D/g, '=');
  const link = /http:\/\/127\.0\.0\.1:\d+\/[wa]\/[\w-]+/.exec(text)?.[0];
  if (link === undefined) throw new Error('the notice has no link');
  return link;
}
const title = (words: string | RegExp) => page.getByRole('heading', { level: 1, name: words }).waitFor();
/** No side scrolling on a phone. */
const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

describe('a message that waits for its sender', () => {
  it('is sent once the sender gives a reason; opening the page changes nothing', async () => {
    const id = await scene.held({ text: 'please-warn', subject: 'Zoo', to: ['zoo@museum.example'] });
    await page.goto(await linkTo(id, 'warn'));
    await title('“Zoo”');
    expect((await scene.test.store.message(id))!.state).toBe('warned');
    expect(await fits()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);

    const send = page.getByRole('button', { name: 'Send it', exact: true });
    await send.click();
    // The browser points to the missing field, and nothing has been sent.
    expect(await page.locator('select:invalid').count()).toBe(1);
    await page.getByLabel('Reason for sending it').selectOption({ label: 'Someone approved it (please say who)' });
    await send.click();
    await page.getByRole('alert').getByText('add some details').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel('Details').fill('By the principal.');
    await send.click();
    await title('Your message is on its way');
    await scene.host.mailFor('zoo@museum.example');
    expect(await violationsOf(page)).toEqual([]);
  });

  it('is not sent when the sender cancels, in Spanish, and the page then shows the choice', async () => {
    const id = await scene.held({ text: 'please-warn', subject: 'Feria', to: ['feria@museum.example'] });
    const link = await linkTo(id, 'warn');
    await page.goto(link);
    await page.getByRole('link', { name: 'Español' }).click();
    await page.getByRole('heading', { name: '¿Enviarlo?' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('es');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'No enviarlo' }).click();
    await title('Su mensaje no se envió');
    await page.goto(link);
    await page.getByText('you chose not to send it').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('can be reported as a false alarm, which the overview counts', async () => {
    const id = await scene.held({ text: 'please-warn', to: ['alarm@museum.example'] });
    await page.goto(await linkTo(id, 'warn'));
    await page.getByLabel('Reason for sending it').selectOption('false-alarm');
    await page.getByRole('button', { name: 'Send it', exact: true }).click();
    await title('Your message is on its way');
    const mia = await scene.visit('manager');
    await mia.page.goto('/overview');
    await mia.page.getByText('Reported as a false alarm').waitFor();
    const metric = mia.page.locator('div', { has: mia.page.getByText('Reported as a false alarm') }).last();
    expect(await metric.innerText()).toMatch(/\n1$/);
    await mia.context.close();
  });
});

describe('a held message', () => {
  it('is not sent when its sender cancels it, and emails then come in the language that the sender chooses', async () => {
    const id = await scene.held({ subject: 'Bus', to: ['bus@museum.example'] });
    const link = await linkTo(id, 'quarantine-held');
    await page.goto(`${link}?lang=es`);
    await page.getByRole('button', { name: 'Quiero recibir los correos de Hallpass en español' }).click();
    await title('Recibirá los correos de Hallpass en español');
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(`${link}?lang=en`);
    await page.getByRole('button', { name: 'Don’t send it' }).click();
    await title('Your message was not sent');
    await page.goto(link);
    await page.getByText('you chose not to send this message').waitFor();
    expect(await fits()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
  });

  it('can be appealed by its sender, who gets the answer by mail', async () => {
    const id = await scene.held({ subject: 'Printer' });
    const { sender } = (await scene.test.store.message(id))!;
    const link = await linkTo(id, 'quarantine-held');
    const mia = await scene.visit('reviewer', { name: 'Mia Ortiz' });
    await mia.page.goto('/review?q=is%3Aappealed');
    await mia.page.getByText('No messages match this search.').waitFor();
    await mia.page.locator('[data-liveness=live]').waitFor();

    await page.goto(`${link}?lang=es`);
    await page.getByLabel('¿Por qué debe enviarse este mensaje?').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'English' }).click();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel('Why should this message be sent?').fill('The printer has a contract <b>with us</b>.');
    await page.getByRole('button', { name: 'Send to the reviewers' }).click();
    await title('Your request was sent to the reviewers');
    expect(await fits()).toBe(true);

    // The reviewer's page updates without a reload.
    const row = mia.page.getByRole('list', { name: 'Review' }).getByRole('listitem').filter({ hasText: 'Printer' });
    await row.getByText('Appeal').waitFor();
    await row.getByRole('link').click();
    const appeal = mia.page.getByRole('region', { name: 'Appeal' });
    await appeal.getByText('The printer has a contract <b>with us</b>.').waitFor();
    expect(await violationsOf(mia.page)).toEqual([]);
    await appeal.getByLabel('Your reply, sent by email').fill('Please send it with the order number.');
    await appeal.getByRole('button', { name: 'Send reply' }).click();
    await appeal.getByText('Replied').waitFor();
    const mail = await until(() =>
      scene.host.mails.findLast(({ raw }) => raw.toString().includes(`appeal-answered.${id}`)),
    );
    expect(mail.recipients.map(({ address }) => address)).toEqual([sender]);
    expect(mail.raw.toString().replace(/=\r\n/g, '')).toContain('Please send it with the order number.');

    await page.goto(link);
    await page.getByText('Please send it with the order number.').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await page.getByRole('button', { name: 'Don’t send it' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await mia.context.close();
  });

  it('that is no longer held has a page that says so, and an incomplete link has one that helps', async () => {
    const id = await scene.held({ subject: 'Gone' });
    const link = await linkTo(id, 'quarantine-held');
    const mia = await scene.visit('reviewer');
    await mia.reviewer.act(id, { action: 'release', reason: 'Agreed' });
    await scene.settle(id);
    await scene.test.reaches(id, 'delivered');
    await page.goto(link);
    await page.getByText('This message was delivered on').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(link.slice(0, -3));
    await title('This link does not work');
    expect(await violationsOf(page)).toEqual([]);
    await mia.context.close();
  });
});

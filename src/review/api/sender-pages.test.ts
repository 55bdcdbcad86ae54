import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { HallpassError } from '../../errors/hallpass-error.ts';
import { createHttpServer } from './http-server.ts';
import type { SenderDecision } from './sender-pages-form.ts';
import type { SenderView } from './sender-pages-html.ts';
import { registerSenderPages, type SenderOutcome } from './sender-pages.ts';

const open: SenderView = {
  state: 'open',
  expiresAt: new Date('2026-03-06T21:15:00Z'),
  onExpiry: 'bounce',
  message: {
    subject: 'Field trip <b>list</b>',
    recipients: ['orders@printco.example', 'office@busline.example'],
    receivedAt: new Date('2026-03-03T21:15:00Z'),
    found: { en: ['the names and home addresses of 3 students'], es: ['los nombres y domicilios de 3 estudiantes'] },
    places: {
      en: [{ where: 'in row 3 of the table', line: '████ ████ | ███ <b>' }],
      es: [{ where: 'en la fila 3 de la tabla', line: '████ ████ | ███ <b>' }],
    },
    statusToken: 'a-token',
    mayBeMended: true,
    reasons: {
      en: ['Student data to people who may not have it'],
      es: ['Datos de estudiantes para personas sin derecho a ellos'],
    },
    clauses: [
      {
        id: 'c',
        policy: 'Administrative policy 6.34',
        number: '(2)(b)6',
        text: 'Staff do not send names of students.',
      },
    ],
  },
};
const decided: SenderView = {
  state: 'decided',
  subject: 'Field trip list',
  by: 'sender',
  choice: 'send',
  at: new Date('2026-03-04T15:00:00Z'),
};

/** A gateway with one message behind the token `good`; other tokens cause the errors that they name. */
class Gateway {
  decisions: SenderDecision[] = [];
  views = 0;

  async view(token: string): Promise<SenderView> {
    this.views += 1;
    return this.answer(token);
  }

  async decide(token: string, decision: SenderDecision): Promise<SenderOutcome> {
    const view = this.answer(token);
    if (view.state !== 'open') return view;
    this.decisions.push(decision);
    return { state: decision.choice === 'send' ? 'sent' : 'cancelled' };
  }

  private answer(token: string): SenderView {
    if (token === 'invalid') throw new HallpassError('link.invalid');
    if (token === 'late') throw new HallpassError('link.expired');
    if (token === 'used') throw new HallpassError('link.used');
    if (token === 'broken') throw new Error('connection to secret-host failed for avery@school.example');
    if (token === 'expired') return { state: 'expired' };
    if (token === 'decided' || this.decisions.length > 0) return decided;
    return open;
  }
}

let app: FastifyInstance;
let gateway: Gateway;
let base: string;
let logged: string;

async function start(requestsPerMinute?: number): Promise<void> {
  gateway = new Gateway();
  logged = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  app = createHttpServer({ logger: pino({ level: 'trace' }, sink) });
  registerSenderPages(app, gateway, {
    districtName: 'Maple Grove Schools',
    contact: 'the help desk',
    timeZone: 'America/Chicago',
    languages: ['en', 'es'],
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

function post(token: string, fields: Record<string, string>, query = ''): Promise<Response> {
  return fetch(`${base}/w/${token}${query}`, { method: 'POST', body: new URLSearchParams(fields) });
}

beforeEach(() => start());
afterEach(() => app.close());

describe('GET', () => {
  it('shows the message, the reason, the deadline and the form, and changes nothing', async () => {
    const response = await fetch(`${base}/w/good`);
    const html = await response.text();
    expect(response.status).toBe(200);
    for (const part of [
      'Field trip &#60;b&#62;list',
      'orders<wbr>@printco<wbr>.example',
      'the names and home addresses of 3 students',
      'in row 3 of the table:<br><span class="masked">████ ████ | ███ &#60;b&#62;</span>',
      'Student data to people who may not have it',
      'Administrative policy 6.34, (2)(b)6',
      'Friday, March 6, 2026 at 3:15 PM CST',
      'Maple Grove Schools',
      '<form method="post"',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('<script');
    expect(gateway.decisions).toEqual([]);
  });

  it('answers HEAD without a body and without a change', async () => {
    const response = await fetch(`${base}/w/good`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    expect(gateway.decisions).toEqual([]);
  });

  test.each([
    ['decided', 200, 'On Wednesday, March 4, 2026'],
    ['used', 409, 'already been made'],
    ['expired', 410, 'This link has expired'],
    ['late', 410, 'This link has expired'],
    ['invalid', 404, 'This link does not work'],
    ['broken', 500, 'Something went wrong'],
  ])('%s: %i', async (token, status, text) => {
    const response = await fetch(`${base}/w/${token}`);
    const html = await response.text();
    expect(response.status).toBe(status);
    expect(html).toContain(text);
    expect(html).not.toContain('<form');
    expect(html).not.toContain('secret-host');
  });

  it('is in Spanish for browsers that prefer it, with a link to the other language', async () => {
    const html = await (
      await fetch(`${base}/w/good`, { headers: { 'accept-language': 'es-MX,es;q=0.9,en;q=0.8' } })
    ).text();
    expect(html).toContain('<html lang="es">');
    expect(html).toContain('los nombres y domicilios de 3 estudiantes');
    expect(html).toContain('Datos de estudiantes para personas sin derecho a ellos');
    expect(html).toContain('<a href="?lang=en" lang="en" hreflang="en">English</a>');
    const english = await fetch(`${base}/w/good?lang=en`, { headers: { 'accept-language': 'es' } });
    expect(await english.text()).toContain('<html lang="en">');
  });

  it('is neither cached nor framed, and loads and runs nothing', async () => {
    for (const token of ['good', 'invalid', 'broken']) {
      const response = await fetch(`${base}/w/${token}`);
      const { headers } = response;
      const csp = headers.get('content-security-policy') ?? '';
      expect(csp).toMatch(
        /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; form-action 'self'; frame-ancestors 'none'/,
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-robots-tag')).toContain('noindex');
      const style = /<style>(.*)<\/style>/s.exec(await response.text())?.[1] ?? '';
      expect(csp).toContain(createHash('sha256').update(style).digest('base64'));
    }
  });

  it('labels each field, and does not decide on Enter', async () => {
    const html = await (await fetch(`${base}/w/good`)).text();
    for (const [, id] of html.matchAll(/<(?:select|textarea) id="([^"]+)"/g)) {
      expect(html).toContain(`<label for="${id}">`);
    }
    const [first] = /<button[^>]*>/.exec(html) ?? [];
    expect(first).toBe('<button type="submit" disabled hidden>');
    expect(html).toContain('action="../m/a-token?lang=en"');
    expect(html.match(/<h1>/g)).toHaveLength(1);
  });
});

describe('POST', () => {
  it('sends with a reason and says what happens next', async () => {
    const response = await post('good', { choice: 'send', reason: 'approved', words: ' by the principal ' });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Your message is on its way');
    expect(gateway.decisions).toEqual([{ choice: 'send', reason: 'approved', words: 'by the principal' }]);
  });

  it('cancels without a reason', async () => {
    const response = await post('good', { choice: 'cancel', reason: '', words: '' }, '?lang=es');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Su mensaje no se envió');
    expect(gateway.decisions).toEqual([{ choice: 'cancel', reason: '', words: '' }]);
  });

  it('decides once', async () => {
    await post('good', { choice: 'cancel' });
    const again = await post('good', { choice: 'send', reason: 'entitled' });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('you chose to send it');
    expect(gateway.decisions).toHaveLength(1);
  });

  test.each([
    [{ choice: 'send' }, 'please choose a reason'],
    [{ choice: 'send', reason: 'made-up' }, 'please choose a reason'],
    [{ choice: 'send', reason: 'other', words: '  ' }, 'add some details'],
    [{ choice: 'send', reason: 'approved' }, 'add some details'],
    [{ reason: 'entitled' }, 'Please choose whether to send'],
    [{ choice: 'delete', reason: 'entitled' }, 'Please choose whether to send'],
    [{}, 'Please choose whether to send'],
  ])('%j asks again', async (fields: Record<string, string>, text) => {
    const response = await post('good', fields);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(text);
    expect(gateway.decisions).toEqual([]);
  });

  it('keeps what was filled in, without taking it for mark-up', async () => {
    const html = await (await post('good', { reason: 'other', words: '</textarea><script>1' })).text();
    expect(html).toContain('<option value="other" selected>');
    expect(html).toContain('&#60;/textarea&#62;&#60;script&#62;1</textarea>');
    expect(html).not.toContain('<script>');
  });

  test.each([
    ['expired', 410],
    ['late', 410],
    ['invalid', 404],
    ['decided', 409],
    ['broken', 500],
  ])('%s: %i', async (token, status) => {
    expect((await post(token, { choice: 'send', reason: 'entitled' })).status).toBe(status);
    expect((await post(token, {})).status).toBe(status);
    expect(gateway.decisions).toEqual([]);
  });

  it('refuses bodies that are too big or no form', async () => {
    expect((await post('good', { choice: 'send', reason: 'other', words: 'x'.repeat(20_000) })).status).toBe(413);
    const json = await fetch(`${base}/w/good`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: '<choice>send</choice>',
    });
    expect(json.status).toBe(415);
    expect(gateway.decisions).toEqual([]);
  });
});

describe('the log', () => {
  it('never contains a token, the text of the form, or the text of an error', async () => {
    await fetch(`${base}/w/good?lang=es`);
    await post('good', { choice: 'send', reason: 'other', words: 'planted-words' });
    await fetch(`${base}/w/broken`);
    await fetch(`${base}/w/planted-token/more`);
    expect(logged).toContain('"/w/:token"');
    expect(logged).not.toMatch(/w\/(good|broken|planted)|planted|secret-host|avery@/);
  });
});

describe('the rate limit', () => {
  it('answers with a page of its own and does not ask the gateway', async () => {
    await app.close();
    await start(3);
    for (let i = 0; i < 3; i += 1) expect((await fetch(`${base}/w/good`)).status).toBe(200);
    const response = await fetch(`${base}/w/good`);
    expect(response.status).toBe(429);
    expect(await response.text()).toContain('Too many requests');
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect((await post('good', { choice: 'cancel' })).status).toBe(429);
    expect(gateway.views).toBe(3);
    expect(gateway.decisions).toEqual([]);
  });
});

import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { registerHealth } from './health.ts';
import { createHttpServer, registerFrontPage } from './http-server.ts';
import { pageLanguage } from './page-language.ts';

let app: FastifyInstance;
let base: string;
let live = true;
let checks: Record<string, boolean> = {};

beforeEach(async () => {
  live = true;
  checks = { database: true, queue: true };
  app = createHttpServer({});
  registerHealth(app, {
    live: () => live,
    ready: async () => ({ ok: Object.values(checks).every(Boolean), checks }),
    metrics: async () => 'hallpass_messages_total 3\n',
  });
  registerFrontPage(app, 'other-role');
  app.get('/throws', async () => {
    throw new Error('planted: postgres://user:password@host');
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
afterEach(() => app.close());

describe('health', () => {
  it('is alive until it is not', async () => {
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    live = false;
    expect((await fetch(`${base}/healthz`)).status).toBe(503);
  });

  it('is ready when every check is', async () => {
    const ready = await fetch(`${base}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ok: true, checks: { database: true, queue: true } });
    checks = { database: true, queue: false };
    const notReady = await fetch(`${base}/readyz`);
    expect(notReady.status).toBe(503);
    expect(await notReady.json()).toEqual({ ok: false, checks: { database: true, queue: false } });
  });

  it('gives its metrics in the Prometheus format', async () => {
    const response = await fetch(`${base}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('hallpass_messages_total 3\n');
  });
});

describe('pages', () => {
  it('say what this is', async () => {
    const response = await fetch(base);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Hallpass is running');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('report errors without their text', async () => {
    const response = await fetch(`${base}/throws`);
    const html = await response.text();
    expect(response.status).toBe(500);
    expect(html).toContain('Something went wrong');
    expect(html).not.toMatch(/planted|password|Error|\.ts/);
  });

  it('are not found without an echo of the address', async () => {
    const response = await fetch(`${base}/planted?planted`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('planted');
  });

  it('refuse what is no HTTP', async () => {
    const { port } = app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.end('planted nonsense\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('planted');
  });
});

describe('the language of a page', () => {
  it.each([
    [undefined, undefined, 'en'],
    [undefined, 'es', 'es'],
    [undefined, 'es-MX,es;q=0.9,en;q=0.8', 'es'],
    [undefined, 'en-US,es;q=0.9', 'en'],
    [undefined, 'fr, es;q=0.5', 'es'],
    [undefined, '*, es;q=0.5', 'en'],
    [undefined, 'es;q=0', 'en'],
    ['es', 'en', 'es'],
    ['fr', 'es', 'es'],
    [['es'], 'en', 'en'],
  ])('%j, %j: %s', (asked, accept, language) => {
    expect(pageLanguage(asked, accept)).toBe(language);
  });

  it('is always one that exists', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (asked, accept) => ['en', 'es'].includes(pageLanguage(asked, accept))),
    );
  });
});

/** The built console as browsers get it: its content security policy and its files, but no other files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { brotliDecompressSync, brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { registerConsolePages } from '../../src/review/access/console-pages.ts';
import { createHttpServer } from '../../src/review/api/http-server.ts';

let app: FastifyInstance;
let folder: string;
let port: number;
const script = 'console.log(1);'.repeat(200);

beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'hallpass-pages-'));
  folder = join(root, 'console');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'planted-5ecret');
  writeFileSync(join(folder, '.built-from'), 'planted-5ecret');
  writeFileSync(join(folder, 'assets/.hidden'), 'planted-5ecret');
  writeFileSync(join(folder, 'assets/index-a1.js'), script);
  writeFileSync(join(folder, 'assets/index-a1.js.br'), brotliCompressSync(script));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><meta name="csp-nonce" content="" /><script type="module" src="/assets/index-a1.js"></script>',
  );
  app = createHttpServer({});
  app.get('/healthz', async () => ({ ok: true }));
  expect(registerConsolePages(app, folder)).toBe(true);
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await app.close();
  rmSync(join(folder, '..'), { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers });

/** Requests the path unchanged, because fetch would normalise it. */
async function getRaw(path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

describe('the page', () => {
  it.each(['/', '/sign-in', '/set-up', '/invitation', '/review/0190a2b4', '/settings/accounts', '/review?q=a.b'])(
    'is at %s, with a policy without inline code and a nonce of its own',
    async (path) => {
      const pages = [await get(path), await get(path)];
      const nonces = await Promise.all(
        pages.map(async (page) => {
          expect(page.status).toBe(200);
          expect(page.headers.get('cache-control')).toBe('no-store');
          const [, nonce = ''] = /<meta name="csp-nonce" content="([\w+/=]{24})" \/>/.exec(await page.text()) ?? [];
          expect(page.headers.get('content-security-policy')).toBe(
            `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; ` +
              "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
          );
          return nonce;
        }),
      );
      expect(nonces[0]).not.toBe(nonces[1]);
    },
  );

  it.each(['/api/x', '/api', '/w/x/y', '/favicon.ico', '/assets/none.js', '/wp-login.php', '/.env', '/metrics/x'])(
    'is not at %s',
    async (path) => {
      const page = await get(path);
      expect(page.status).toBe(404);
      expect(await page.text()).not.toContain('csp-nonce');
    },
  );

  it('does not replace other pages', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ ok: true });
  });
});

describe('its files', () => {
  it('are cached permanently and sent compressed', async () => {
    const plain = await get('/assets/index-a1.js', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('content-type')).toMatch(/javascript/);
    expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await plain.text()).toBe(script);
    const brotli = await get('/assets/index-a1.js', { 'accept-encoding': 'br' });
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect(await brotli.text()).toBe(brotliDecompressSync(brotliCompressSync(script)).toString());
  });

  it.each([
    '/assets/../.built-from',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets//../../secret.txt',
    '/assets/.hidden',
    '/assets/%00',
    '/assets/index-a1.js/../../../secret.txt',
    '/.built-from',
  ])('are all that is there: %s', async (path) => {
    const answer = await getRaw(path);
    expect(answer).toMatch(/^HTTP\/1\.1 (4\d\d|200)/);
    expect(answer).not.toContain('planted-5ecret');
  });
});

it('is not registered if it is not built', () => {
  expect(registerConsolePages(createHttpServer({}), join(folder, 'nowhere'))).toBe(false);
});

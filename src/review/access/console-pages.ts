/** Serves the built console: immutable files, and its page with a fresh style nonce at every other address. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR_S = 31_536_000;
/** Addresses that are not pages of the console: those of other services, and those of files that do not exist. */
const notPages = /^\/(api|w|assets|healthz|readyz|metrics)(\/|$)|\.\w{1,8}$/;

/** @returns false if the folder has no build; then nothing is registered */
export function registerConsolePages(app: FastifyInstance, folder: string): boolean {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return false;
  void app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    dotfiles: 'ignore',
    // The name of a file changes with its content.
    immutable: true,
    maxAge: YEAR_S * 1000,
    preCompressed: true,
  });
  app.get('/*', async (request, reply) => {
    const [path = '/'] = request.url.split('?');
    if (notPages.test(path)) return reply.callNotFound();
    const nonce = randomBytes(16).toString('base64');
    const html = (await readFile(page, 'utf8')).replace(
      '<meta name="csp-nonce" content="" />',
      `<meta name="csp-nonce" content="${nonce}" />`,
    );
    return reply.headers(headersOf(nonce)).send(html);
  });
  return true;
}

/** Scripts and styles come from our own files. The nonce is for style elements that our scripts create. */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

function headersOf(nonce: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentPolicy(nonce),
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  };
}

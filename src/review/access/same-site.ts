/** Whether a request that changes something was sent by the console's own pages, as far as the browser says. */
import type { FastifyRequest } from 'fastify';

/**
 * Browsers name the page's origin with every request that changes something; programs name none, and have no cookies of
 * anybody. @param publicUrl of the console, for proxies that change the Host field
 */
export function isFromElsewhere(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = request.headers;
  if (origin === undefined) return false;
  if (origin === originOf(publicUrl)) return false;
  const host = hostOf(origin);
  return host === undefined || host !== request.headers.host;
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** Of an origin; undefined for `null` and for what is none. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

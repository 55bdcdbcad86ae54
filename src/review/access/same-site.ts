/** Checks whether a state-changing request comes from the console's own pages, according to the browser. */
import type { FastifyRequest } from 'fastify';

/**
 * Browsers send the page's origin with every state-changing request. Programs send none, and have no session cookies.
 * @param publicUrl address of the console, for proxies that change the Host field
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

/** The host of an origin; undefined if the origin is `null` or not valid. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

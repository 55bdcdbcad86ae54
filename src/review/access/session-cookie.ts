/** Cookies of the console, and the CSRF token that belongs to a session. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CookieJar } from './handler.ts';

export const SESSION_COOKIE = 'session';

/**
 * `__Host-` where there is https: browsers then take the cookie from this very host only, so that no neighbour in the
 * domain can plant one. Without https they refuse the prefix.
 */
export function cookieJar(request: FastifyRequest, reply: FastifyReply, secure: boolean): CookieJar {
  const nameOf = (name: string): string => `${secure ? '__Host-' : ''}hallpass-${name}`;
  const common = { path: '/', httpOnly: true, secure };
  return {
    get: (name) => request.cookies[nameOf(name)],
    set(name, value, { maxAgeSeconds, sameSite }) {
      void reply.setCookie(nameOf(name), value, { ...common, sameSite, maxAge: maxAgeSeconds });
    },
    clear(name) {
      void reply.clearCookie(nameOf(name), { ...common, sameSite: 'strict' });
    },
  };
}

/** Made from the session's id: who has the one can make the other, and a page of another site has neither. */
export function csrfTokenOf(sessionId: string): string {
  return createHmac('sha256', sessionId).update('csrf').digest('base64url');
}

export function isCsrfTokenOf(sessionId: string, token: unknown): boolean {
  const wanted = Buffer.from(csrfTokenOf(sessionId));
  const given = Buffer.from(typeof token === 'string' ? token : '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

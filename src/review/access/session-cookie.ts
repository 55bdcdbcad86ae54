/** Cookies of the console, and the CSRF token that belongs to a session. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CookieJar } from './handler.ts';

export const SESSION_COOKIE = 'session';

/**
 * With https, cookies have the prefix `__Host-`: browsers then accept them from this host only, so that other hosts of
 * the domain cannot plant one. Without https, browsers refuse the prefix.
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

/** Derived from the session id, which a page of another site does not have. */
export function csrfTokenOf(sessionId: string): string {
  return createHmac('sha256', sessionId).update('csrf').digest('base64url');
}

export function isCsrfTokenOf(sessionId: string, token: unknown): boolean {
  const wanted = Buffer.from(csrfTokenOf(sessionId));
  const given = Buffer.from(typeof token === 'string' ? token : '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

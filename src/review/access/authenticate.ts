/** Authenticates the caller of a route: session or token, permission, and protection against cross-site requests. */
import type { FastifyRequest } from 'fastify';
import { tokenScope, type TokenScope } from '../contract/account.ts';
import { toAccount, type AccessContext } from './access-context.ts';
import type { AnyRoute, Caller, CookieJar } from './handler.ts';
import { sessionPermissions, tokenPermissions } from './permissions.ts';
import { ApiProblem } from './problem.ts';
import { isFromElsewhere } from './same-site.ts';
import { isCsrfTokenOf, SESSION_COOKIE } from './session-cookie.ts';

/**
 * @returns the caller; undefined on public routes
 * @throws ApiProblem sign-in.required, access.forbidden, access.token-scope, access.csrf
 */
export async function authenticate(
  route: AnyRoute,
  request: FastifyRequest,
  cookies: CookieJar,
  context: AccessContext,
  use: 'call' | 'stream' = 'call',
): Promise<Caller | undefined> {
  const { needs, method } = route;
  const bearer = bearerOf(request.headers.authorization);
  if (method !== 'GET' && bearer === undefined && isFromElsewhere(request, context.publicUrl)) {
    throw new ApiProblem('access.csrf');
  }
  if (needs === 'public') return undefined;
  const caller =
    bearer === undefined
      ? await callerOfSession(cookies.get(SESSION_COOKIE), context, use)
      : await callerOfToken(bearer, route, context);
  if (caller === undefined) throw new ApiProblem('sign-in.required');
  if (needs !== 'signed-in' && !caller.permissions.has(needs)) throw new ApiProblem('access.forbidden');
  if (caller.via === 'session' && method !== 'GET') {
    if (!isCsrfTokenOf(cookies.get(SESSION_COOKIE) ?? '', request.headers['x-csrf-token'])) {
      throw new ApiProblem('access.csrf');
    }
  }
  return caller;
}

/** Checks the caller of an open stream again. The check does not keep an idle session alive. */
export async function isStillAllowed(
  route: AnyRoute,
  request: FastifyRequest,
  cookies: CookieJar,
  context: AccessContext,
): Promise<boolean> {
  try {
    await authenticate(route, request, cookies, context, 'stream');
    return true;
  } catch (error) {
    if (error instanceof ApiProblem) return false;
    throw error;
  }
}

async function callerOfSession(
  id: string | undefined,
  context: AccessContext,
  use: 'call' | 'stream',
): Promise<Caller | undefined> {
  if (id === undefined) return undefined;
  const { sessions, accounts } = context.store;
  const at = context.now();
  const session = await sessions.find(id, at, use === 'call');
  const account = session && (await accounts.byId(session.accountId));
  if (account === undefined || account.disabled) return undefined;
  if (session?.isMarked === true) await accounts.seen(account.id, at);
  return {
    account: toAccount(account),
    permissions: sessionPermissions(account.role),
    schools: account.schools,
    via: 'session',
  };
}

async function callerOfToken(secret: string, route: AnyRoute, context: AccessContext): Promise<Caller | undefined> {
  const token = await context.store.tokens.find(secret, context.now());
  const account = token && (await context.store.accounts.byId(token.accountId));
  if (token === undefined || account === undefined || account.disabled) return undefined;
  const scopes = token.scopes.filter((scope): scope is TokenScope => tokenScope.safeParse(scope).success);
  if (route.needs === 'messages.reveal' || route.scope === undefined || !scopes.includes(route.scope)) {
    throw new ApiProblem('access.token-scope');
  }
  return {
    account: toAccount(account),
    permissions: tokenPermissions(account.role, scopes),
    schools: account.schools,
    via: 'token',
  };
}

/** The token of an Authorization field; empty if the field has something else, so that no token matches. */
function bearerOf(field: string | undefined): string | undefined {
  if (field === undefined) return undefined;
  return /^bearer +(hp_[\w-]{1,100})$/i.exec(field)?.[1] ?? '';
}

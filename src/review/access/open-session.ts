/** Opens, renews and describes sessions. Only this file sets the session cookie. */
import type { StoredAccount } from '../../store/accounts/accounts.ts';
import type { Session } from '../contract/account.ts';
import { toAccount, type AccessContext } from './access-context.ts';
import type { CookieJar } from './handler.ts';
import { permissionsOf } from './permissions.ts';
import { ApiProblem } from './problem.ts';
import { csrfTokenOf, SESSION_COOKIE } from './session-cookie.ts';

/** Signs an account in. A previous session of the browser ends, because an attacker may have planted it (session fixation). */
export async function openSession(
  account: StoredAccount,
  how: 'password' | 'oidc' | 'link',
  cookies: CookieJar,
  context: AccessContext,
): Promise<Session> {
  const { sessions, accounts, record } = context.store;
  const before = cookies.get(SESSION_COOKIE);
  if (before !== undefined) await sessions.end(before);
  const at = context.now();
  const id = await sessions.begin(account.id, at);
  await accounts.seen(account.id, at);
  await record({ event: 'sign-in', actor: account.email, detail: { account: account.id, how } });
  keep(id, cookies, context);
  return describeSession(account, cookies, context, id);
}

/** Gives the session a new id and ends all other sessions of the account. */
export async function renewSession(accountId: string, cookies: CookieJar, context: AccessContext): Promise<void> {
  const { sessions } = context.store;
  const before = cookies.get(SESSION_COOKIE);
  const id = before === undefined ? undefined : await sessions.rotate(before);
  await sessions.endAll(accountId, id);
  if (id !== undefined) keep(id, cookies, context);
}

/** @param id the session id, if the browser does not have it yet. @throws ApiProblem sign-in.required */
export async function describeSession(
  account: StoredAccount,
  cookies: CookieJar,
  context: AccessContext,
  id = cookies.get(SESSION_COOKIE),
): Promise<Session> {
  const session = id === undefined ? undefined : await context.store.sessions.find(id, context.now(), false);
  if (id === undefined || session === undefined) throw new ApiProblem('sign-in.required');
  return {
    account: toAccount({ ...account, lastSeenAt: context.now() }),
    permissions: [...permissionsOf[account.role]],
    csrfToken: csrfTokenOf(id),
    expiresAt: session.expiresAt.toISOString(),
  };
}

function keep(id: string, cookies: CookieJar, { settings }: AccessContext): void {
  cookies.set(SESSION_COOKIE, id, { maxAgeSeconds: Math.ceil(settings.sessionHours * 3600), sameSite: 'strict' });
}

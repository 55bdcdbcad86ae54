/** Handlers for sign-in, sign-out, the set-up of the first account, and one-time links to set a password. */
import { noPassword, passwordMatches } from '../../passwords/password-hash.ts';
import type { StoredAccount } from '../../store/accounts/accounts.ts';
import type { AccessContext } from './access-context.ts';
import type { AccessHandlers } from './handler.ts';
import { describeSession, openSession } from './open-session.ts';
import { hashNewPassword, locked } from './passwords.ts';
import { ApiProblem } from './problem.ts';
import { SESSION_COOKIE } from './session-cookie.ts';
import { takesTotp } from './totp.ts';

type SignInHandlers = Pick<
  AccessHandlers,
  'signInOptions' | 'signIn' | 'session' | 'signOut' | 'setUp' | 'checkLink' | 'acceptInvitation'
>;

export function createSignInHandlers(context: AccessContext): SignInHandlers {
  const { accounts, sessions, links, record } = context.store;
  const { settings } = context;
  return {
    async signInOptions() {
      return {
        isSetUp: await accounts.any(),
        password: settings.passwords,
        providers: settings.providers.map(({ id, name }) => ({ id, name })),
      };
    },
    async signIn({ body, cookies }) {
      const account = await accountOfPassword(body, context);
      return openSession(account, 'password', cookies, context);
    },
    async session({ caller, cookies }) {
      return describeSession(await present(caller.account.id, context), cookies, context);
    },
    async signOut({ caller, cookies }) {
      const id = cookies.get(SESSION_COOKIE);
      if (id !== undefined) await sessions.end(id);
      cookies.clear(SESSION_COOKIE);
      await record({ event: 'sign-out', actor: caller.account.email, detail: { account: caller.account.id } });
      return undefined;
    },
    async setUp({ body, cookies }) {
      const { token, name, email, password } = body;
      if (!(await links.isSetUpOpen(token, context.now()))) throw new ApiProblem('access.link-invalid');
      const passwordHash = await hashNewPassword(password, body);
      const first = { name, email, role: 'administrator', schools: [], passwordHash } as const;
      const account = await links.useSetUp(token, first, context.now());
      if (account === undefined) {
        throw new ApiProblem((await accounts.byEmail(email)) ? 'account.exists' : 'access.link-invalid');
      }
      return openSession(account, 'link', cookies, context);
    },
    async checkLink({ body: { token, purpose } }) {
      if (!(await isOpen(token, purpose, context))) throw new ApiProblem('access.link-invalid');
      return undefined;
    },
    async acceptInvitation({ body: { token, password }, cookies }) {
      const at = context.now();
      const owner = await links.ownerOf(token, at);
      const account = owner === undefined ? undefined : await accounts.byId(owner);
      if (account === undefined || account.disabled || !settings.passwords) {
        throw new ApiProblem('access.link-invalid');
      }
      const id = await links.usePassword(token, await hashNewPassword(password, account), at);
      if (id === undefined) throw new ApiProblem('access.link-invalid');
      await context.store.guard.succeeded(account.email);
      // The link does not replace the second factor.
      if (account.hasTotp)
        throw new ApiProblem('sign-in.totp-required', {
          detail: 'Your password is set. Sign in with it and your code.',
        });
      return openSession(account, 'link', cookies, context);
    },
  };
}

/**
 * The account for an address, password and code. All failures have the same answer and take the same time, so that they
 * do not disclose which addresses have an account.
 *
 * @throws ApiProblem sign-in.failed, sign-in.locked, sign-in.totp-required
 */
export async function accountOfPassword(
  { email, password, totp }: { email: string; password: string; totp?: string | undefined },
  context: Pick<AccessContext, 'store' | 'settings' | 'now'>,
): Promise<StoredAccount> {
  const { accounts, guard, record } = context.store;
  const at = context.now();
  const attempt = await guard.begin(email, at);
  if ('refused' in attempt) throw locked(attempt.lockedUntil, at);
  const account = await accounts.byEmail(email.trim());
  const hash = context.settings.passwords && account?.disabled === false ? account.passwordHash : null;
  const matches = await passwordMatches(password, hash ?? noPassword);
  if (account === undefined || hash === null || !matches) {
    if (account !== undefined && attempt.lockedUntil !== null) {
      await record({ event: 'account-locked', actor: 'gateway', detail: { account: account.id } });
    }
    throw new ApiProblem('sign-in.failed');
  }
  if (account.hasTotp) {
    if (totp === undefined || totp === '') {
      await guard.takeBack(attempt);
      throw new ApiProblem('sign-in.totp-required');
    }
    if (!(await takesTotp(accounts, account.id, totp, at))) throw new ApiProblem('sign-in.failed');
  }
  await guard.succeeded(email);
  return account;
}

async function isOpen(token: string, purpose: 'set-up' | 'password', context: AccessContext): Promise<boolean> {
  const { accounts, links } = context.store;
  const at = context.now();
  if (purpose === 'set-up') return links.isSetUpOpen(token, at);
  const owner = await links.ownerOf(token, at);
  const account = owner === undefined ? undefined : await accounts.byId(owner);
  return account?.disabled === false && context.settings.passwords;
}

async function present(id: string, { store }: AccessContext): Promise<StoredAccount> {
  const account = await store.accounts.byId(id);
  if (account === undefined) throw new ApiProblem('sign-in.required');
  return account;
}

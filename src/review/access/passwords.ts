/** Rules for new passwords, and a password check that limits attempts. */
import type { StoredAccount } from '../../store/accounts/accounts.ts';
import { hashPassword, passwordMatches } from '../../passwords/password-hash.ts';
import { isEasyPassword } from '../../passwords/easy-password.ts';
import type { AccessContext } from './access-context.ts';
import { ApiProblem } from './problem.ts';

/**
 * Hashes a new password. The contract checks its length; this function rejects common and repeated words, runs of
 * keys, and the person's name or address.
 *
 * @throws ApiProblem request.invalid
 */
export async function hashNewPassword(password: string, account: { email: string; name: string }): Promise<string> {
  if (isEasyPassword(password, [account.email, account.name])) {
    const message =
      'This password is easy to guess. Use a passphrase of several words, or let a password manager create one';
    throw new ApiProblem('request.invalid', { fields: [{ path: 'body.password', message }] });
  }
  return hashPassword(password);
}

/**
 * Checks the password of a signed-in account. Attempts count as sign-ins, so that nobody can guess the password at an
 * unattended screen.
 *
 * @throws ApiProblem account.no-password, sign-in.locked, access.wrong-password
 */
export async function confirmPassword(account: StoredAccount, password: string, context: AccessContext): Promise<void> {
  if (account.passwordHash === null) throw new ApiProblem('account.no-password');
  const at = context.now();
  const attempt = await context.store.guard.begin(account.email, at);
  if ('refused' in attempt) throw locked(attempt.lockedUntil, at);
  if (!(await passwordMatches(password, account.passwordHash))) throw new ApiProblem('access.wrong-password');
  await context.store.guard.succeeded(account.email);
}

export function locked(until: Date, at: Date): ApiProblem {
  const seconds = Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1000));
  const minutes = Math.ceil(seconds / 60);
  return new ApiProblem('sign-in.locked', {
    detail: `Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, or ask an administrator for a new link.`,
    retryAfterSeconds: seconds,
  });
}

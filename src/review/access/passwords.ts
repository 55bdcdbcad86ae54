/** What a password must be, and the checks of one that cannot be tried without limit. */
import type { StoredAccount } from '../../store/accounts/accounts.ts';
import { hashPassword, passwordMatches } from '../../passwords/password-hash.ts';
import type { AccessContext } from './access-context.ts';
import { ApiProblem } from './problem.ts';

const FEWEST_DIFFERENT = 5;

/**
 * Hash of a new password. Length is checked by the contract; here, that it is not the person and not a few keys repeated.
 *
 * @throws ApiProblem request.invalid
 */
export async function hashNewPassword(password: string, account: { email: string; name: string }): Promise<string> {
  const low = password.toLowerCase();
  const isThePerson = low === account.email.toLowerCase() || low === account.name.toLowerCase();
  if (isThePerson || new Set(low).size < FEWEST_DIFFERENT) {
    const message = 'This would be guessed: take a sentence of your own, or what a password manager makes';
    throw new ApiProblem('request.invalid', { fields: [{ path: 'body.password', message }] });
  }
  return hashPassword(password);
}

/**
 * Asks the password of somebody who is signed in: counts like a sign-in, so that a screen left open is not a place to guess.
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

/** Handlers for changes to your own account: password and two-factor authentication. Each change gives the session a new id. */
import type { StoredAccount } from '../../store/accounts/accounts.ts';
import type { AccessContext } from './access-context.ts';
import type { AccessHandlers, Caller } from './handler.ts';
import { renewSession } from './open-session.ts';
import { confirmPassword, hashNewPassword } from './passwords.ts';
import { ApiProblem } from './problem.ts';
import { newTotpSecret, stepOf, totpPicture } from './totp.ts';

type OwnAccountHandlers = Pick<AccessHandlers, 'changePassword' | 'beginTotp' | 'confirmTotp' | 'endTotp'>;

export function createOwnAccountHandlers(context: AccessContext): OwnAccountHandlers {
  const { accounts } = context.store;
  const own = async ({ account: { id } }: Caller): Promise<StoredAccount> => {
    const account = await accounts.byId(id);
    if (account === undefined) throw new ApiProblem('sign-in.required');
    return account;
  };
  return {
    async changePassword({ caller, body, cookies }) {
      const account = await own(caller);
      await confirmPassword(account, body.current, context);
      await accounts.setPassword(account.id, await hashNewPassword(body.next, account), account.email);
      await renewSession(account.id, cookies, context);
      return undefined;
    },
    async beginTotp({ caller }) {
      const account = await own(caller);
      if (account.passwordHash === null) throw new ApiProblem('account.no-password');
      if (account.hasTotp) throw new ApiProblem('account.totp-on');
      const secret = newTotpSecret();
      await accounts.beginTotp(account.id, secret);
      return { secret, ...totpPicture(secret, account.email) };
    },
    async confirmTotp({ caller, body, cookies }) {
      const { id, email, hasTotp } = await own(caller);
      if (hasTotp) throw new ApiProblem('account.totp-on');
      const secret = await accounts.totpSecret(id, 'totp_pending');
      const step = secret === undefined ? undefined : stepOf(secret, body.totp, context.now());
      if (step === undefined) throw new ApiProblem('access.wrong-totp');
      await accounts.confirmTotp(id, step, email);
      await renewSession(id, cookies, context);
      return undefined;
    },
    async endTotp({ caller, body, cookies }) {
      const account = await own(caller);
      await confirmPassword(account, body.password, context);
      await accounts.endTotp(account.id, { actor: account.email });
      await renewSession(account.id, cookies, context);
      return undefined;
    },
  };
}

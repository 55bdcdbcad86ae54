/** Handlers that invite and change other accounts. Managers may do this for reviewers only. */
import type { AccountChange, StoredAccount } from '../../store/accounts/accounts.ts';
import type { Role } from '../contract/account.ts';
import { actorOf, toAccount, type AccessContext } from './access-context.ts';
import type { AccessHandlers, Caller } from './handler.ts';
import { ApiProblem } from './problem.ts';

type AccountHandlers = Pick<AccessHandlers, 'accounts' | 'inviteAccount' | 'changeAccount' | 'accountLink'>;

export function createAccountHandlers(context: AccessContext): AccountHandlers {
  const { accounts, guard, links } = context.store;
  const newLink = async (accountId: string, caller: Caller): Promise<string> => {
    if (!context.settings.passwords) return `${context.publicUrl}/sign-in`;
    const expiresAt = new Date(context.now().getTime() + context.settings.linkHours * 3_600_000);
    const token = await links.newPassword(accountId, expiresAt, { actor: actorOf(caller) });
    return `${context.publicUrl}/invitation#${token}`;
  };
  const found = async (id: string, caller: Caller): Promise<StoredAccount> => {
    const account = await accounts.byId(id);
    if (account === undefined) throw new ApiProblem('not-found');
    mayManage(caller, account.role);
    return account;
  };
  const shown = async (account: StoredAccount) => {
    const locks = await guard.locks([account.email], context.now());
    return toAccount(account, locks.get(account.email));
  };

  return {
    async accounts() {
      const all = await accounts.list();
      const emails = all.map(({ email }) => email);
      const locks = await guard.locks(emails, context.now());
      return { accounts: all.map((account) => toAccount(account, locks.get(account.email))) };
    },
    async inviteAccount({ caller, body }) {
      mayManage(caller, body.role);
      const account = await accounts.create(body, actorOf(caller), context.now());
      if (account === undefined) throw new ApiProblem('account.exists');
      return { account: toAccount(account), link: await newLink(account.id, caller) };
    },
    async changeAccount({ caller, params, body }) {
      const account = await found(params.id, caller);
      if (body.role !== undefined) mayManage(caller, body.role);
      const change = changesOf(account, body);
      const { name: _name, ...rights } = change;
      if (account.id === caller.account.id && Object.keys(rights).length > 0) throw new ApiProblem('account.own');
      if (account.managed && (rights.role !== undefined || rights.schools !== undefined)) {
        throw new ApiProblem('account.managed');
      }
      if (Object.keys(change).length > 0) {
        const outcome = await accounts.change(account.id, change, { actor: actorOf(caller) });
        if (outcome === 'last-administrator') throw new ApiProblem('account.last-administrator');
        if (outcome === 'not-found') throw new ApiProblem('not-found');
      }
      return shown(await found(params.id, caller));
    },
    async accountLink({ caller, params }) {
      const account = await found(params.id, caller);
      if (account.disabled) throw new ApiProblem('account.disabled');
      return { link: await newLink(account.id, caller) };
    },
  };
}

/** @throws ApiProblem access.forbidden */
function mayManage({ account }: Caller, role: Role): void {
  if (account.role !== 'administrator' && role !== 'reviewer') {
    throw new ApiProblem('access.forbidden', { detail: 'Ask an administrator to do this.' });
  }
}

/** Leaves out unchanged fields, so that saving an unchanged form does not end a session. */
function changesOf(
  account: StoredAccount,
  { name, role, schools, disabled }: { [Key in keyof AccountChange]: AccountChange[Key] | undefined },
): AccountChange {
  const sameSchools =
    schools?.length === account.schools.length && schools.every((school) => account.schools.includes(school));
  return {
    ...(name === undefined || name === account.name ? {} : { name }),
    ...(role === undefined || role === account.role ? {} : { role }),
    ...(schools === undefined || sameSchools ? {} : { schools }),
    ...(disabled === undefined || disabled === account.disabled ? {} : { disabled }),
  };
}

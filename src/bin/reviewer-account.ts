/** Who decides at a terminal where the policy wants to know: an account of the console, opened with its own password. */
import { accountStoreOptions } from '../gateway/console.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { sessionPermissions } from '../review/access/permissions.ts';
import { accountOfPassword } from '../review/access/sign-in-handlers.ts';
import { createAccountStore } from '../store/accounts/account-store.ts';
import type { StoredAccount } from '../store/accounts/accounts.ts';
import { openSecretPrompt } from './ask-secret.ts';
import type { OpenStore } from './open-store.ts';

/**
 * Counts and locks as signing in does, so that nobody guesses here what they may not guess there.
 *
 * @throws HallpassError cli.usage where the account is not opened, or may not decide
 */
export async function reviewerAccount(
  email: string,
  { config, database, keys }: Pick<OpenStore, 'config' | 'database' | 'keys'>,
): Promise<StoredAccount> {
  const store = createAccountStore(database.db, keys, accountStoreOptions(config));
  const context = { store, settings: config.console, now: () => new Date() };
  const prompt = openSecretPrompt();
  try {
    const password = await prompt.ask(`Password of ${email}: `);
    const account = await accountOfPassword({ email, password }, context).catch(async (error: unknown) => {
      if (codeOf(error) !== 'sign-in.totp-required') throw error;
      return accountOfPassword({ email, password, totp: await prompt.ask('Code of the authenticator app: ') }, context);
    });
    if (!sessionPermissions(account.role).has('messages.decide'))
      throw new HallpassError('cli.usage', 'this account does not decide on messages');
    return account;
  } catch (cause) {
    const code = codeOf(cause);
    if (!code.startsWith('sign-in.')) throw cause;
    const why =
      code === 'sign-in.locked'
        ? 'there were too many attempts with this account; try again later'
        : 'the address, its password or its code is not right';
    throw new HallpassError('cli.usage', why, { cause });
  } finally {
    prompt.close();
  }
}

/** The reviewer at a terminal: an account of the console, authenticated by its password. */
import { accountStoreOptions } from '../gateway/console.ts';
import { codeOf, HallpassError } from '../errors/hallpass-error.ts';
import { sessionPermissions } from '../review/access/permissions.ts';
import { accountOfPassword } from '../review/access/sign-in-handlers.ts';
import { createAccountStore } from '../store/accounts/account-store.ts';
import type { StoredAccount } from '../store/accounts/accounts.ts';
import { openSecretPrompt } from './ask-secret.ts';
import type { OpenStore } from './open-store.ts';

/**
 * Failed attempts count and lock the account as at sign-in, so that passwords cannot be guessed here either.
 *
 * @throws HallpassError cli.usage where authentication fails, or the account may not decide
 */
export async function reviewerAccount(
  email: string,
  { config, database, keys }: Pick<OpenStore, 'config' | 'database' | 'keys'>,
): Promise<StoredAccount> {
  const store = createAccountStore(database.db, keys, accountStoreOptions(config));
  const context = { store, settings: config.console, now: () => new Date() };
  const prompt = openSecretPrompt();
  try {
    const password = await prompt.ask(`Password for ${email}: `);
    const account = await accountOfPassword({ email, password }, context).catch(async (error: unknown) => {
      if (codeOf(error) !== 'sign-in.totp-required') throw error;
      return accountOfPassword(
        { email, password, totp: await prompt.ask('Code from your authenticator app: ') },
        context,
      );
    });
    if (!sessionPermissions(account.role).has('messages.decide'))
      throw new HallpassError('cli.usage', 'this account is not allowed to decide on messages');
    return account;
  } catch (cause) {
    const code = codeOf(cause);
    if (!code.startsWith('sign-in.')) throw cause;
    const why =
      code === 'sign-in.locked'
        ? 'there were too many failed attempts; try again later'
        : 'the email address, password or code is incorrect';
    throw new HallpassError('cli.usage', why, { cause });
  } finally {
    prompt.close();
  }
}

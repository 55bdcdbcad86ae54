/** `hallpass console`: accounts of the console from a terminal, for the first link, a forgotten password or a lost phone. */
import { accountStoreOptions, newSetUpLink } from '../gateway/console.ts';
import type { Config } from '../config/schema.ts';
import { HallpassError } from '../errors/hallpass-error.ts';
import { createAccountStore, type AccountStore } from '../store/accounts/account-store.ts';
import type { StoredAccount } from '../store/accounts/accounts.ts';
import { withStore, type OpenStore } from './open-store.ts';
import { actedBy } from './operator.ts';
import type { Acting } from './reason.ts';

interface Common {
  readonly config?: string;
}

export async function accounts(options: Common & { json: boolean }): Promise<void> {
  await withAccounts(options, async ({ accounts: all, guard }) => {
    const list = await all.list();
    const emails = list.map(({ email }) => email);
    const locks = await guard.locks(emails, new Date());
    if (options.json) {
      const lines = list.map((account) => JSON.stringify(toJson(account, locks.get(account.email))));
      process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    } else if (list.length === 0) {
      process.stdout.write('There are no accounts yet.\nNext: hallpass console setup-link\n');
    } else {
      process.stdout.write(list.map((account) => describe(account, locks.get(account.email))).join(''));
    }
  });
}

export async function setUpLink(options: Acting): Promise<void> {
  const by = actedBy(options);
  await withAccounts(options, async (store, { config, keys }) => {
    const link = await newSetUpLink(store, addressOf(config), by(keys));
    process.stdout.write(`${link}\n`);
    process.stderr.write('The link creates one administrator account. It works once and expires in 24 hours.\n');
  });
}

export async function resetPassword(email: string, options: Acting & { endSecondFactor: boolean }): Promise<void> {
  const by = actedBy(options);
  await withAccounts(options, async (store, { config, keys }) => {
    const { id } = await found(email, store);
    const expiresAt = new Date(Date.now() + config.console.linkHours * 3_600_000);
    const token = await store.links.newPassword(id, expiresAt, by(keys));
    if (options.endSecondFactor) await store.accounts.endTotp(id, by(keys));
    await store.guard.succeeded(email);
    process.stdout.write(`${addressOf(config)}/invitation#${token}\n`);
    process.stderr.write(
      `Use the link to set a new password. It works once and expires in ${config.console.linkHours} hours. All sessions of the account have been ended.\n`,
    );
  });
}

/** Disabling an account ends its sessions and tokens at once. */
export async function setDisabled(email: string, disabled: boolean, options: Acting): Promise<void> {
  const by = actedBy(options);
  await withAccounts(options, async (store, { keys }) => {
    const { id } = await found(email, store);
    const outcome = await store.accounts.change(id, { disabled }, by(keys));
    if (outcome === 'last-administrator') {
      throw new HallpassError('cli.usage', 'this is the last administrator; create another one first');
    }
    process.stdout.write(
      disabled ? 'Sign-in disabled. All sessions and tokens of the account have been ended.\n' : 'Sign-in enabled.\n',
    );
  });
}

async function withAccounts(
  { config: file }: Common,
  run: (store: AccountStore, open: Pick<OpenStore, 'config' | 'keys'>) => Promise<void>,
): Promise<void> {
  await withStore(file, ({ config, database, keys }) =>
    run(createAccountStore(database.db, keys, accountStoreOptions(config)), { config, keys }),
  );
}

async function found(email: string, { accounts: all }: AccountStore): Promise<StoredAccount> {
  const account = await all.byEmail(email.trim());
  if (account === undefined)
    throw new HallpassError('cli.usage', 'no account has this address; see: hallpass console accounts');
  return account;
}

function addressOf({ publicUrl, http }: Config): string {
  const host = http.host.includes(':') ? `[${http.host}]` : http.host;
  return (publicUrl ?? `http://${host}:${http.port}`).replace(/\/$/, '');
}

function describe(account: StoredAccount, lockedUntil: Date | undefined): string {
  const { email, role, schools, name, disabled, passwordHash, identity, hasTotp } = account;
  const signIn = [
    ...(passwordHash === null ? [] : [hasTotp ? 'password and code' : 'password']),
    ...(identity === null ? [] : ['identity provider']),
  ];
  const notes = [
    signIn.length === 0 ? 'invited' : signIn.join(', '),
    ...(schools.length === 0 ? [] : [`schools: ${schools.join(', ')}`]),
    ...(lockedUntil === undefined ? [] : [`locked until ${lockedUntil.toISOString()}`]),
  ];
  return `${disabled ? '○' : '●'} ${role.padEnd(13)}  ${email}  ${name}  (${disabled ? 'disabled; ' : ''}${notes.join('; ')})\n`;
}

function toJson(account: StoredAccount, lockedUntil: Date | undefined): Readonly<Record<string, unknown>> {
  const { passwordHash, identity, ...rest } = account;
  return {
    ...rest,
    hasPassword: passwordHash !== null,
    hasIdentity: identity !== null,
    lockedUntil: lockedUntil ?? null,
  };
}

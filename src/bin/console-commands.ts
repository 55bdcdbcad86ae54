/** The subcommands of `hallpass console` and their options. */
import type { Command, Option } from 'commander';
import { asksReason, type Acting } from './reason.ts';

export function addConsoleCommands(program: Command, configOption: () => Option): void {
  const accounts = program
    .command('console')
    .description('accounts of the console: list, one-time links, disable and enable sign-in');
  accounts
    .command('accounts')
    .description('list the accounts')
    .addOption(configOption())
    .option('--json', 'one JSON object per line', false)
    .action(async (options: { config?: string; json: boolean }) => (await import('./console.ts')).accounts(options));
  asksReason(
    accounts
      .command('setup-link')
      .description('print a one-time link that creates an administrator')
      .addOption(configOption()),
  ).action(async (options: Acting) => (await import('./console.ts')).setUpLink(options));
  asksReason(
    accounts
      .command('reset-password')
      .description('print a one-time link for a new password; ends the sessions of the account')
      .argument('<email>')
      .addOption(configOption())
      .option('--end-second-factor', 'also remove the authenticator app, for a lost phone', false),
  ).action(async (email: string, options: Acting & { endSecondFactor: boolean }) =>
    (await import('./console.ts')).resetPassword(email, options),
  );
  for (const name of ['disable', 'enable'] as const)
    asksReason(
      accounts
        .command(name)
        .description(
          name === 'disable'
            ? 'disable sign-in for an account and end its sessions and tokens'
            : 'enable sign-in again',
        )
        .argument('<email>')
        .addOption(configOption()),
    ).action(async (email: string, options: Acting) =>
      (await import('./console.ts')).setDisabled(email, name === 'disable', options),
    );
}

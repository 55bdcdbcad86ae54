/** The subcommands of `hallpass exceptions` and their options. */
import type { Command, Option } from 'commander';
import { asksReason, type Acting } from './reason.ts';

interface Deciding extends Acting {
  readonly as: string;
}

export function addExceptionsCommands(program: Command, configOption: () => Option): void {
  const exceptions = program.command('exceptions').description('what reviewers have allowed: list, consent, end');
  exceptions
    .command('list')
    .description('active exceptions, and those waiting for a manager to approve them')
    .addOption(configOption())
    .option('--json', 'one JSON object per line', false)
    .action(async (options: { config?: string; json: boolean }) => (await import('./exceptions.ts')).list(options));
  asksReason(
    exceptions
      .command('consent')
      .description('approve an exception that covers more than one sender and one recipient, or student records')
      .argument('<id>', 'exception id, or its first characters')
      .addOption(configOption()),
  )
    .requiredOption('--as <email>', 'the console account of a manager; asks for its password')
    .action(async (id: string, options: Deciding) => (await import('./exceptions.ts')).consent(id, options));
  asksReason(
    exceptions
      .command('end')
      .description('end an exception; similar messages will be held again')
      .argument('<id>', 'exception id, or its first characters')
      .addOption(configOption()),
  )
    .requiredOption('--as <email>', 'your console account; asks for its password')
    .action(async (id: string, options: Deciding) => (await import('./exceptions.ts')).end(id, options));
}

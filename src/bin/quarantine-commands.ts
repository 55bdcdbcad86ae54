/** The subcommands of `hallpass quarantine` and their options. */
import type { Command, Option } from 'commander';
import { asksReason, type Acting } from './reason.ts';

interface Deciding extends Acting {
  readonly as: string;
}

export function addQuarantineCommands(
  program: Command,
  { configOption, positive }: { configOption: () => Option; positive: (text: string) => number },
): void {
  const quarantine = program.command('quarantine').description('held messages: list, show, release, return to sender');
  quarantine
    .command('list')
    .description('messages held for review')
    .addOption(configOption())
    .option('--all', 'include messages that are waiting for their senders', false)
    .option('--limit <n>', 'maximum number of entries', positive, 100)
    .option('--json', 'one JSON object per line', false)
    .action(async (options: { config?: string; all: boolean; limit: number; json: boolean }) =>
      (await import('./quarantine.ts')).list(options),
    );
  quarantine
    .command('show')
    .description('show one message: why it is held, its recipients and its history')
    .argument('<id>', 'message id, or its first characters')
    .addOption(configOption())
    .option('--json', 'as JSON', false)
    .action(async (id: string, options: { config?: string; json: boolean }) =>
      (await import('./quarantine.ts')).show(id, options),
    );
  addDecisions(quarantine, configOption);
}

function addDecisions(quarantine: Command, configOption: () => Option): void {
  const release = quarantine
    .command('release')
    .description('release a held message to all its recipients')
    .argument('<id>')
    .addOption(configOption());
  asksReason(release, 'stored with the decision and sent to the sender')
    .requiredOption('--as <email>', 'your console account; asks for its password')
    .option(
      '--without-reading',
      'release a threat, records or several students’ data without having revealed the message',
    )
    .action(async (id: string, options: Deciding & { withoutReading?: boolean }) =>
      (await import('./quarantine.ts')).release(id, options),
    );
  const reject = quarantine
    .command('reject')
    .description('return a held message to its sender')
    .argument('<id>')
    .addOption(configOption());
  asksReason(reject, 'what the sender reads')
    .requiredOption('--as <email>', 'your console account; asks for its password')
    .action(async (id: string, options: Deciding) => (await import('./quarantine.ts')).reject(id, options));
}

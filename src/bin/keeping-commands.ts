/** The commands about what is kept and what leaves: retention, legal holds, keys, backups, events. */
import { Argument, InvalidArgumentError, type Command, type Option } from 'commander';
import { addArchiveCommands } from './archive-commands.ts';
import { asksReason, type Acting } from './reason.ts';
import { holdKinds, type HoldKind } from '../store/retention/legal-holds.ts';

export function addKeepingCommands(program: Command, configOption: () => Option): void {
  program
    .command('retention')
    .description('delete everything past its retention now, as the gateway does a few times a day')
    .addOption(configOption())
    .action(async (options: { config?: string }) => (await import('./retention.ts')).run(options));
  addHoldCommands(program, configOption);
  addKeyCommands(program, configOption);
  addBackupCommands(program, configOption);
  addEventsCommands(program, configOption);
  addArchiveCommands(program, configOption);
}

function addEventsCommands(program: Command, configOption: () => Option): void {
  const events = program.command('events').description('event outputs: list, repeat');
  events
    .command('list')
    .description('the position of each output, and how many events are waiting')
    .addOption(configOption())
    .option('--json', 'one JSON object per line', false)
    .action(async (options: { config?: string; json: boolean }) => (await import('./events.ts')).list(options));
  events
    .command('repeat')
    .description('send events to an output again')
    .argument('<output>', 'its name in the configuration')
    .addOption(configOption())
    .requiredOption('--after <n>', 'number of the last event that it received', (text: string) => {
      if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a whole number');
      return Number(text);
    })
    .action(async (output: string, options: { config?: string; after: number }) =>
      (await import('./events.ts')).repeat(output, options),
    );
}

function addBackupCommands(program: Command, configOption: () => Option): void {
  program
    .command('backup')
    .description(
      'write the whole database, in one consistent state, to an encrypted file; the gateway may keep running',
    )
    .argument('<file>', 'must not exist yet')
    .addOption(configOption())
    .action(async (file: string, options: { config?: string }) => (await import('./backup.ts')).backup(file, options));
  program
    .command('restore')
    .description('load a backup into an empty database: that of DATABASE_URL, or the embedded one of a new data folder')
    .argument('<file>')
    .addOption(configOption())
    .action(async (file: string, options: { config?: string }) => (await import('./backup.ts')).restore(file, options));
  program
    .command('move')
    .description('move the embedded database of a stopped gateway to a PostgreSQL server')
    .requiredOption('--to <url>', 'address of an empty database, as for DATABASE_URL')
    .addOption(configOption())
    .action(async (options: { config?: string; to: string }) => (await import('./backup.ts')).move(options));
}

function addKeyCommands(program: Command, configOption: () => Option): void {
  const keys = program.command('keys').description('the keys that encrypt what is stored: list, add, rotate');
  keys
    .command('list')
    .description('ids of the keys, starting with the one that encrypts, and whether older ones are still needed')
    .addOption(configOption())
    .action(async (options: { config?: string }) => (await import('./keys.ts')).list(options));
  keys
    .command('add')
    .description('put a new key in front of the others: into the key file of the embedded database, or print it')
    .addOption(configOption())
    .action(async (options: { config?: string }) => (await import('./keys.ts')).add(options));
  keys
    .command('rotate')
    .description('re-encrypt all stored data with the first key, while mail flows; older keys can then be removed')
    .addOption(configOption())
    .action(async (options: { config?: string }) => (await import('./keys.ts')).rotate(options));
}

function addHoldCommands(program: Command, configOption: () => Option): void {
  const holds = program.command('legal-hold').description('keep messages beyond their retention: list, place, end');
  holds
    .command('list')
    .description('legal holds that have not ended')
    .addOption(configOption())
    .option('--json', 'one JSON object per line', false)
    .action(async (options: { config?: string; json: boolean }) => (await import('./retention.ts')).list(options));
  const place = holds
    .command('place')
    .description('place a legal hold on a message, on all messages of a sender, or on all messages about a student')
    .addArgument(new Argument('<kind>', 'what is held').choices(holdKinds))
    .argument('<value>', 'message id; address or @domain; roster id or full name of the student')
    .addOption(configOption());
  asksReason(place, 'stored encrypted with the hold and in the audit log').action(
    async (kind: HoldKind, value: string, options: Acting) =>
      (await import('./retention.ts')).place(kind, value, options),
  );
  const end = holds
    .command('end')
    .description('end a legal hold: what is past its retention is deleted at the next run')
    .argument('<id>', 'id of the hold, or its first characters')
    .addOption(configOption());
  asksReason(end).action(async (id: string, options: Acting) => (await import('./retention.ts')).end(id, options));
}

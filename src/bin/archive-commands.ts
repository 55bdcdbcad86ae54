/** The commands about archives. */
import type { Command, Option } from 'commander';
import { asksReason, type Acting } from './reason.ts';

export function addArchiveCommands(program: Command, configOption: () => Option): void {
  const archive = program
    .command('archive')
    .description('copies of messages for archives: status, retry, give up, read');
  archive
    .command('status')
    .description('how many copies are waiting for each archive, and whether it accepts them')
    .addOption(configOption())
    .option('--json', 'one JSON object per line', false)
    .action(async (options: { config?: string; json: boolean }) => (await import('./archive.ts')).status(options));
  archive
    .command('retry')
    .description('retry waiting copies now')
    .argument('[archive]', 'its name in the configuration; default: all')
    .addOption(configOption())
    .action(async (name: string | undefined, options: { config?: string }) =>
      (await import('./archive.ts')).retry(name, options),
    );
  const giveUp = archive
    .command('give-up')
    .description(
      'give up on the copies waiting for an archive: they will never be made, and retention no longer waits for them',
    )
    .argument('<archive>', 'its name')
    .addOption(configOption())
    .option('--configured', 'even if the archive is still configured', false);
  asksReason(giveUp).action(async (name: string, options: Acting & { configured: boolean }) =>
    (await import('./archive.ts')).giveUp(name, options),
  );
  const read = archive
    .command('read')
    .description('decrypt a file of a folder archive')
    .argument('<file>')
    .addOption(configOption())
    .option('--original', 'the message alone, as it arrived, without the journal report around it', false);
  asksReason(read).action(async (file: string, options: Acting & { original: boolean }) =>
    (await import('./archive.ts')).read(file, options),
  );
}

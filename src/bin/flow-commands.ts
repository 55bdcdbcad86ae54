/** The commands about the mail flow: checks of the configuration and the policy, traces, and the queue for the next hop. */
import { InvalidArgumentError, type Command, type Option } from 'commander';
import { asksReason } from './reason.ts';
import type { TraceOptions } from './trace.ts';

/** `2026-11-09`, `2026-11-09T14:30` on the clock of this machine, or with a zone: `2026-11-09T14:30Z`, `…+02:00`. */
function parseTime(text: string): Date {
  // A day alone would be read as midnight in UTC.
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.replace(' ', 'T'));
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('expected a time such as 2026-11-09, 2026-11-09T14:30 or 2026-11-09T14:30Z');
  return time;
}

export function addFlowCommands(
  program: Command,
  { configOption, positive }: { configOption: () => Option; positive: (text: string) => number },
): void {
  program
    .command('check-config')
    .description('list every mistake in a configuration file')
    .argument('<file>')
    .action(async (file: string) => (await import('./check-files.ts')).checkConfig(file));
  program
    .command('check-policy')
    .description('check a policy pack and run its cases')
    .argument('<file>', 'a name in policies/ or a file')
    .addOption(configOption())
    .action(async (file: string, options: { config?: string }) =>
      (await import('./check-files.ts')).checkPolicy(file, options),
    );
  program
    .command('trace')
    .description('find messages and show their path from SMTP to the reply of the next hop, without content')
    .argument('[id]', 'the first characters of an id')
    .addOption(configOption())
    .option('--sender <address>', 'envelope sender; @school.example for a domain')
    .option('--recipient <address>', 'envelope recipient; @museum.example for a domain')
    .option('--days <n>', 'number of days to look back', positive, 30)
    .option('--since <time>', 'received at this time or later, in place of --days: 2026-11-09T14:30', parseTime)
    .option('--until <time>', 'received before this time', parseTime)
    .option('--limit <n>', 'number of messages', positive, 50)
    .option('--json', 'one JSON object per line', false)
    .action(async (id: string | undefined, options: TraceOptions) => (await import('./trace.ts')).trace(id, options));
  addQueueCommands(program, configOption);
}

function addQueueCommands(program: Command, configOption: () => Option): void {
  const matching = 'those whose line in "queue list" has this text: a next hop, or a part of its reply';
  const queue = program
    .command('queue')
    .description('messages waiting for the next hop: list, retry, return; pause and resume a next hop');
  queue
    .command('list')
    .description('what is waiting, by next hop and reason, and which next hops are paused')
    .addOption(configOption())
    .option('--json', 'one JSON object per line', false)
    .action(async (options: { config?: string; json: boolean }) => (await import('./queue.ts')).list(options));
  queue
    .command('retry')
    .description('retry waiting messages now')
    .argument('[id...]', 'the first characters of ids')
    .addOption(configOption())
    .option('--all', 'all waiting messages', false)
    .option('--matching <text>', matching)
    .action(async (ids: string[], options: { config?: string; all: boolean; matching?: string }) =>
      (await import('./queue.ts')).retry(ids, options),
    );
  asksReason(
    queue
      .command('return')
      .description('stop trying to deliver waiting messages; their senders get delivery reports')
      .argument('[id...]', 'the first characters of ids')
      .addOption(configOption())
      .option('--matching <text>', matching),
  ).action(async (ids: string[], options: { config?: string; matching?: string; reason?: string }) =>
    (await import('./queue.ts')).returnNow(ids, options),
  );
  for (const name of ['pause', 'resume'] as const)
    queue
      .command(name)
      .description(
        name === 'pause'
          ? 'send nothing to a next hop until it is resumed; mail for it waits'
          : 'resume sending to a paused next hop',
      )
      .argument('<hop>', 'host:port, as "queue list" shows it')
      .addOption(configOption())
      .action(async (hop: string, options: { config?: string }) =>
        (await import('./queue.ts')).pause(hop, name === 'pause', options),
      );
}

/** The subcommands of `hallpass policy` and their options. */
import { Argument, InvalidArgumentError, type Command, type Option } from 'commander';
import { asksReason, type Acting } from './reason.ts';

const version = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected the number of a version');
  return Number(text);
};
const target = (text: string): string => (text === 'configuration' ? text : String(version(text)));

interface Changing extends Acting {
  readonly as: string;
}

export function addPolicyCommands(program: Command, configOption: () => Option): void {
  const policy = program.command('policy').description('versions of the policy: list, show, put in force, roll back');
  policy
    .command('list')
    .description('what is in force, what is waiting for a second manager, and earlier versions: who, when, why')
    .addOption(configOption())
    .option('--json', 'one JSON object per line', false)
    .action(async (options: { config?: string; json: boolean }) => (await import('./policy.ts')).list(options));
  policy
    .command('show')
    .description('print the text of a version; without a number, the text in force')
    .addArgument(new Argument('[version]').argParser(version))
    .addOption(configOption())
    .action(async (number: number | undefined, options: { config?: string }) =>
      (await import('./policy.ts')).show(number, options),
    );
  const changing = (name: string, about: string): Command =>
    asksReason(policy.command(name).description(about).addOption(configOption())).requiredOption(
      '--as <email>',
      'the console account of a manager; asks for its password',
    );
  changing('put', 'put the text of a file in force as the next version, if it passes all checks')
    .argument('<file>', 'extends included packs only; its version is higher than all before')
    .action(async (file: string, options: Changing) => (await import('./policy.ts')).put(file, options));
  changing('rollback', 'put an earlier version in force again, or the policy of the configuration')
    .addArgument(new Argument('<version>', 'a number, or "configuration"').argParser(target))
    .action(async (to: string, options: Changing) => (await import('./policy.ts')).rollBack(to, options));
  for (const name of ['agree', 'withdraw'] as const)
    changing(name, `${name === 'agree' ? 'approve' : 'withdraw'} a change that is waiting for a second manager`)
      .argument('<id>', 'the first characters of its id')
      .action(async (id: string, options: Changing) => (await import('./policy.ts'))[name](id, options));
}

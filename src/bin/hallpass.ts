/** The command line: subcommands and their options. Each subcommand has its own file in this folder. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { HallpassError } from '../errors/hallpass-error.ts';
import { endWithReader } from './closed-output.ts';
import { addExceptionsCommands } from './exceptions-commands.ts';
import { fileRefused } from './file-refused.ts';
import { addFlowCommands } from './flow-commands.ts';
import { addPolicyCommands } from './policy-commands.ts';
import { addKeepingCommands } from './keeping-commands.ts';
import { addConsoleCommands } from './console-commands.ts';
import { addQuarantineCommands } from './quarantine-commands.ts';
import { asksReason } from './reason.ts';

const parseRoles = (text: string): string[] => text.split(',').map((role) => role.trim());
const collect = (value: string, before: string[]): string[] => [...before, value];
const positive = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('expected a whole number above 0');
  return Number(text);
};
const configOption = () => new Option('-c, --config <file>', 'configuration file (YAML)');

const program = new Command('hallpass')
  .description('Outbound email DLP gateway for school districts')
  .version(packageJson.version, '-V, --version', 'print the version')
  .exitOverride()
  .showHelpAfterError('(run "hallpass --help" for the commands)');

program
  .command('start')
  .description('run the gateway, or some of its roles')
  .addOption(configOption())
  .option('--role <roles>', 'comma-separated: receive, scan, deliver, console (default: all)', parseRoles)
  .action(async (options: { config?: string; role?: string[] }) => (await import('./start.ts')).start(options));

program
  .command('scan')
  .description(
    'scan messages and apply the policy without a server: .eml files, folders, mbox files; stdin without a path or with -',
  )
  .argument('[path...]')
  .addOption(configOption())
  .option('--policy <file>', 'policy pack: a name or a file')
  .option('--roster <dir>', 'folder or zip file of a OneRoster CSV bundle')
  .option('--from <address>', 'envelope sender (default: the From field)')
  .option('--to <address>', 'envelope recipient; can be repeated (default: To, Cc and Bcc fields)', collect, [])
  .option('--pretty', 'human-readable output instead of JSON', false)
  .action(async (paths: string[], options: ScanOptions) => (await import('./scan.ts')).scan(paths, options));
interface ScanOptions {
  config?: string;
  policy?: string;
  roster?: string;
  from?: string;
  to: string[];
  pretty: boolean;
}

program
  .command('extract')
  .description(
    'print what is read from messages, files, folders or stdin (-): text, tables and places; exit code 1 if anything could not be read',
  )
  .argument('<file...>')
  .addOption(configOption())
  .option('--json', 'one JSON object per file', false)
  .addOption(
    new Option('--as <kind>', 'what the files are (default: recognized by their content)').choices(['mail', 'file']),
  )
  .action(async (files: string[], options: { config?: string; json: boolean; as?: 'mail' | 'file' }) => {
    if (!(await (await import('./extract.ts')).extractCommand(files, options))) process.exitCode = 1;
  });

addQuarantineCommands(program, { configOption, positive });

program
  .command('self-test')
  .description('test storage, keys, clock, disk and the next hops, and probe the SMTP listener as an attacker would')
  .addOption(configOption())
  .option('--json', 'one JSON object per line', false)
  .action(async (options: { config?: string; json: boolean }) => (await import('./self-test.ts')).selfTest(options));

addExceptionsCommands(program, configOption);
addPolicyCommands(program, configOption);

const roster = program.command('roster').description('students, guardians and staff: import, status, list');
asksReason(
  roster
    .command('import')
    .description('import a OneRoster CSV export; until it is complete, the last good roster stays active')
    .argument('<path>', 'a folder or a zip file')
    .addOption(configOption())
    .option('--supplement <file>', 'CSV file with data that OneRoster has no column for, such as street addresses')
    .option('--delta', 'the export contains changes only, whatever its manifest says', false)
    .option('--full', 'the export is complete, whatever its manifest says', false)
    .option('--dry-run', 'read and report without changing anything', false)
    .option('--force', 'import it even if a third of the students is missing', false)
    .option('--json', 'the report as JSON', false),
  'kept in the audit log, encrypted',
  'required with --force',
).action(async (path: string, options: RosterImportOptions) =>
  (await import('./roster.ts')).importCommand(path, options),
);
interface RosterImportOptions {
  config?: string;
  supplement?: string;
  delta: boolean;
  full: boolean;
  dryRun: boolean;
  force: boolean;
  reason?: string;
  json: boolean;
}
roster
  .command('sync')
  .description('import now from the watched folder or the OneRoster service (rosterSync in the configuration)')
  .addOption(configOption())
  .option('--complete', 'fetch everything from the OneRoster service, not only changes', false)
  .option('--json', 'one JSON object per line', false)
  .action(async (options: { config?: string; complete: boolean; json: boolean }) =>
    (await import('./roster.ts')).sync(options),
  );
roster
  .command('status')
  .description('the active roster: counts and problems')
  .addOption(configOption())
  .option('--json', 'as JSON', false)
  .action(async (options: { config?: string; json: boolean }) => (await import('./roster.ts')).status(options));
roster
  .command('list')
  .description('past imports, newest first')
  .addOption(configOption())
  .option('--limit <n>', 'maximum number of entries', positive, 20)
  .option('--json', 'one JSON object per line', false)
  .action(async (options: { config?: string; limit: number; json: boolean }) =>
    (await import('./roster.ts')).list(options),
  );

addConsoleCommands(program, configOption);
addFlowCommands(program, { configOption, positive });
addKeepingCommands(program, configOption);

program
  .command('replay')
  .description('show what a draft policy pack would have done with past messages; changes nothing')
  .argument('<file>', 'a name in policies/ or a file')
  .addOption(configOption())
  .option('--days <n>', 'number of days to look back', positive, 30)
  .option('--ids', 'list each message whose action would change', false)
  .option('--as-if-acting', 'compare as if no rule were in monitor mode', false)
  .option('--json', 'one JSON object per line, the summary last', false)
  .action(async (file: string, options: ReplayOptions) => (await import('./replay.ts')).replay(file, options));
interface ReplayOptions {
  config?: string;
  days: number;
  ids: boolean;
  asIfActing: boolean;
  json: boolean;
}

program
  .command('eval')
  .description('measure detection and policy on folders of labeled sets')
  .argument('<dir...>', 'a set (set.json and mail.jsonl) or a folder of sets')
  .addOption(configOption())
  .option('--policy <file>', 'policy pack: a name or a file')
  .addOption(new Option('--roster <state>', "whether to use the sets' rosters").choices(['on', 'off']).default('on'))
  .option('--errors', 'list every miss and false alarm with ids and codes', false)
  .option('--show-text', 'also print the text of misses and false alarms', false)
  .option('--json <file>', 'write the metrics as JSON')
  .option('--markdown <file>', 'write the metrics as a Markdown page')
  .option('--split <name>', 'only rows of this split, where rows have one')
  .option('--limit <n>', 'maximum number of rows per set', positive)
  .option('--threads <n>', 'worker threads (default: one per processor)', positive)
  .option('--set-config <key=value>', 'a setting such as detectors.disabled=[profanity]; can be repeated', collect, [])
  .action(async (dirs: string[], options: EvalOptions) => {
    if (!(await (await import('./eval.ts')).evalSets(dirs, options))) process.exitCode = 1;
  });
interface EvalOptions {
  config?: string;
  policy?: string;
  roster: 'on' | 'off';
  errors: boolean;
  showText: boolean;
  json?: string;
  markdown?: string;
  split?: string;
  limit?: number;
  threads?: number;
  setConfig: string[];
}

program
  .command('audit')
  .description('verify the chain of hashes in the audit log')
  .addOption(configOption())
  .action(async (options: { config?: string }) => (await import('./audit.ts')).verify(options));
program
  .command('hash-password')
  .description('read a password from stdin and print its hash for smtp.logins')
  .action(async () => (await import('./hash-password.ts')).hashFromStdin());
program
  .command('demo')
  .description('send a dozen fixture messages through a running gateway and show what happened to each')
  .addOption(configOption())
  .action(async (options: { config?: string }) => (await import('./demo.ts')).demo(options));

endWithReader(process.argv[2]);
try {
  await program.parseAsync();
} catch (thrown) {
  const error = fileRefused(thrown) ?? thrown;
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof HallpassError) {
    process.stderr.write(`hallpass: ${error.message}\n`);
    process.exitCode = error.code === 'cli.usage' || error.code.startsWith('config.') ? 2 : 1;
  } else {
    throw error;
  }
}

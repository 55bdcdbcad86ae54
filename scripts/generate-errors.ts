/** Generates docs/errors.md from the registry of error codes. */
import { errorCodes } from '../src/errors/codes.ts';

const stages: Readonly<Record<string, string>> = {
  receive: 'Receiving mail',
  store: 'The database',
  keys: 'Keys',
  backup: 'Backups',
  queue: 'The queue',
  scan: 'Scanning a message',
  detectors: 'Detectors',
  policy: 'Policy packs',
  roster: 'The roster',
  deliver: 'Delivery',
  link: "Senders' links",
  config: 'Configuration',
  cli: 'Command line',
  start: 'Start-up',
};

export function errorsPage(): string {
  const groups = Map.groupBy(Object.entries(errorCodes), ([code]) => code.split('.')[0] ?? code);
  const sections = [...groups].map(([stage, entries]) => {
    const rows = entries.map(([code, { meaning, retry, smtp }]) =>
      [`\`${code}\``, meaning, retry, smtp ? `\`${smtp.code} ${smtp.enhanced}\` ${smtp.text}` : ''].join(' | '),
    );
    return [
      `## ${stages[stage] ?? stage}`,
      '',
      '| code | meaning | retry | SMTP reply |',
      '| --- | --- | --- | --- |',
      ...rows.map((row) => `| ${row} |`),
      '',
    ].join('\n');
  });
  return [
    '# Error codes',
    '',
    'Generated from `src/errors/codes.ts` by `scripts/generate.ts`. Logs and metrics contain these codes and never message',
    'text, addresses or roster data. After a `transient` error the work is tried again; after a `permanent` one it is not.',
    'Errors without a code in this list count as transient. A message is held when all its attempts have failed; it is never',
    'delivered unchecked.',
    '',
    ...sections,
  ].join('\n');
}

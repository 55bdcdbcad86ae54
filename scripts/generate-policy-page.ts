/** Makes docs/policy-packs.md: what a policy pack may hold, from its schema. */
import { packSchema } from '../src/decide/pack-schema.ts';
import { keysOf, type Key } from './schema-tree.ts';

export function policyPage(): string {
  return [
    '# Policy packs',
    '',
    'The reference of `policies/*.yaml`, generated from `src/decide/pack-schema.ts` by `scripts/generate.ts`. A pack says which',
    'findings lead to which action, which clause of which policy that enforces, and carries cases that show it. Check one with',
    '`bin/hallpass check-policy FILE`, and see with `bin/hallpass replay FILE` what it would have done with the messages of',
    'the last days. [policy-coverage.md](policy-coverage.md) goes through the clauses of two policies.',
    '',
    '- The strictest rule that matches wins: `deliver`, `warn`, `quarantine`, `bounce`. Where none matches, the message is delivered.',
    '- A rule in monitor mode is recorded with the message and does not count.',
    '- An exception switches rules off for a message, or for the recipients that it names, until its last day. It never depends',
    '  on what was found, so that one more finding never makes a verdict milder.',
    '- A message that could not be scanned is quarantined where no rule decides on the failure.',
    '- Groups are people: offices with a task, approvals. The shipped packs name some and leave them empty; `district.groups` in',
    '  the configuration says who is in them. Lists, their owners and who may write to them are `district.lists`.',
    '- Answers to a mailing list are counted by conversation and by person, across all processes (`repliers`). Counts are kept',
    '  for a day, as keyed hashes. Mail that answers nothing is not counted.',
    '',
    '## Keys',
    '',
    ...keysOf(packSchema).flatMap((key) => linesOf(key, 0)),
    '',
  ].join('\n');
}

function linesOf(key: Key, depth: number): string[] {
  const notes = [key.type, standing(key)].filter((note) => note !== '').join('; ');
  const about = key.description === undefined ? '' : `: ${key.description}`;
  return [
    `${'  '.repeat(depth)}- \`${key.name}\` (${notes})${about}`,
    ...key.keys.flatMap((inner) => linesOf(inner, depth + 1)),
  ];
}

function standing({ required, fallback }: Key): string {
  if (required) return 'needed';
  return fallback === undefined || typeof fallback === 'object' ? '' : `default ${JSON.stringify(fallback)}`;
}

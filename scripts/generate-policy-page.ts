/** Generates docs/policy-packs.md, the reference of policy packs, from their schema. */
import { packSchema } from '../src/decide/pack-schema.ts';
import { keysOf, type Key } from '../src/config/schema-tree.ts';

export function policyPage(): string {
  return [
    '# Policy packs',
    '',
    'The reference of `policies/*.yaml`, generated from `src/decide/pack-schema.ts` by `scripts/generate.ts`. A pack defines',
    'which findings lead to which action and which clause of which policy each rule enforces. It contains cases that test it.',
    'Check a pack with `bin/hallpass check-policy FILE`. `bin/hallpass replay FILE` shows what a draft would have done with',
    'recent messages. [policy-coverage.md](policy-coverage.md) goes through the clauses of two policies.',
    '',
    '- The strictest matching rule wins, in the order `deliver`, `warn`, `quarantine`, `bounce`. If no rule matches, the message',
    '  is delivered.',
    '- A rule in monitor mode is recorded with the message and has no effect.',
    '- An exception switches rules off for a message, or for the recipients that it names, until its last day. Exceptions never',
    '  depend on findings, so an additional finding never makes a verdict milder.',
    '- A message that could not be scanned is quarantined unless a rule decides on the failure.',
    '- Groups are sets of people, such as offices with a task or approved fundraisers. The included packs define groups without',
    '  members; `district.groups` in the configuration adds them. Lists, their owners and their approved senders are configured',
    '  in `district.lists`.',
    '- Replies to a mailing list are counted by conversation and person, across all processes (`repliers`). The counts are',
    '  stored for a day as keyed hashes. Messages that are not replies are not counted.',
    '',
    '## In the console',
    '',
    'Policy, Edit the policy opens the draft of the next version, which managers and administrators share. It is checked as you',
    'write: mistakes have their line and what to do, and the cases run. Replay runs the draft over what was found in past',
    'messages and lists the decisions that would change. A manager with access to all schools puts it in force with a reason; with',
    '`review.policyManagers: 2`, another manager has to approve it. Every process picks it up within seconds. Versions shows who put',
    'what in force, when and why, and rolls back. `hallpass policy list`, `show`, `put`, `rollback`, `agree` and `withdraw` do the',
    'same at a terminal.',
    '',
    '- A version in force takes the place of `policy` in the configuration. With `policySource: file`, the pack of the',
    '  configuration decides whatever version is in force.',
    '- A draft extends included packs only. Its `version` is higher than that of all versions before.',
    '- If a version no longer passes the checks, because the program or the configuration has changed, the gateway does not start.',
    '  It lists the mistakes. Start it with `HALLPASS_POLICY_SOURCE=file`, put a corrected version in force, and start it again',
    '  without the variable ([why](decisions/0023-policy-versions.md)).',
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
  if (required) return 'required';
  return fallback === undefined || typeof fallback === 'object' ? '' : `default ${JSON.stringify(fallback)}`;
}

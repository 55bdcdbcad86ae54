/** What the pages about versions of the policy show: the history, the draft with the words of a pack, and checks. */
import type { CheckedDraft } from '../../policy/check-draft.ts';
import type { Caller } from '../access/handler.ts';
import type { CheckedPolicy, PolicyDraft, PolicyVersions } from '../contract/policy-versions.ts';
import type { ReviewParts } from './review-parts.ts';

export async function versionsOf({ policies, policySettings }: ReviewParts, caller: Caller): Promise<PolicyVersions> {
  const [{ change, version }, changes] = await Promise.all([policies.inForce(), policies.history()]);
  const { configured, ...settings } = policySettings();
  return {
    ...settings,
    configured,
    change,
    version: version?.version ?? null,
    changes: changes.map(({ version: stored, byId, at, inForceAt, ...rest }) => ({
      ...rest,
      version: stored?.version ?? null,
      title: stored?.title ?? configured.title,
      isYours: byId === caller.account.id,
      at: at.toISOString(),
      inForceAt: inForceAt?.toISOString() ?? null,
    })),
  };
}

/** Where nobody has saved a draft, it begins with the policy that is in force. */
export async function draftOf({ drafts, workshop, policySettings, vocabulary }: ReviewParts): Promise<PolicyDraft> {
  const [draft, source, highest, words] = await Promise.all([
    drafts.read(),
    workshop.source(),
    workshop.highest(),
    vocabulary(),
  ]);
  const { configured } = policySettings();
  const base = configured.isFile ? 'default' : configured.name;
  const inForce = renumbered(source, highest + 1);
  return {
    text: draft?.text ?? inForce,
    revision: draft?.revision ?? 0,
    savedBy: draft?.savedBy ?? null,
    savedAt: draft?.savedAt.toISOString() ?? null,
    starts: [
      { title: 'The policy in force', text: inForce },
      { title: `Only what differs from the included policy “${base}”`, text: extension(base, highest + 1) },
    ],
    vocabulary: {
      packs: [...words.packs],
      codes: [...words.codes],
      keys: words.keys.map((key) => ({ ...key, values: [...key.values] })),
    },
  };
}

export function checkedPolicyOf({ problems, cases, untried, pack, passes }: CheckedDraft): CheckedPolicy {
  return {
    problems: problems.map(({ line, where, expected }) => ({ line: line ?? null, where, expected })),
    cases: cases.map(({ name, line, ok, words }) => ({ name, line: line ?? null, ok, ...words })),
    untried: [...untried],
    passes,
    pack: pack
      ? {
          title: pack.title,
          version: pack.version,
          monitor: pack.monitor,
          ids: {
            rules: pack.rules.map(({ id }) => id),
            clauses: Object.keys(pack.clauses),
            groups: Object.keys(pack.groups),
            policies: Object.keys(pack.policies),
          },
        }
      : null,
  };
}

/** The text with the next number in its key `version`. */
function renumbered(text: string, version: number): string {
  return text.replace(/^version:[ \t]*\d+/m, `version: ${version}`);
}

function extension(base: string, version: number): string {
  return `# Begins with the included policy "${base}", updates of the program included. Entries with the id of an included one
# take its place; others are added.
name: ours
title: Our policy
version: ${version}
extends: ${base}

groups: {}

rules: []

exceptions: []

# Test messages with the expected result.
cases: []
`;
}

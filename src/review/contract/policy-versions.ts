/** Versions of the policy in the console's API: what is in force, the history, the draft, its checks. */
import { z } from 'zod';

/** Characters of a pack's text. */
export const policyText = z.string().min(1).max(200_000);

export const policyChange = z.object({
  id: z.uuid(),
  /** `waiting`: for a second manager. */
  state: z.enum(['waiting', 'in-force', 'earlier', 'withdrawn']),
  /** Null: the pack of the configuration. */
  version: z.int().nullable(),
  title: z.string(),
  reason: z.string(),
  by: z.string(),
  isYours: z.boolean(),
  at: z.iso.datetime(),
  /** The second manager; null where none had to agree, or none has yet. */
  agreedBy: z.string().nullable(),
  inForceAt: z.iso.datetime().nullable(),
});
export type PolicyChange = z.infer<typeof policyChange>;

export const policyVersions = z.object({
  /** Number of the last change that came into force; 0 where there has been none. */
  change: z.int(),
  /** The version that managers have put in force; null for the pack of the configuration. */
  version: z.int().nullable(),
  /** The pack that the configuration names: the name of an included one, or of a file. */
  configured: z.object({ name: z.string(), isFile: z.boolean(), title: z.string(), version: z.int() }),
  /** `file`: the configuration says that its pack decides, whatever version is put in force. */
  source: z.enum(['versions', 'file']),
  /** Managers who must agree to a change. */
  managers: z.int(),
  /** Newest first. */
  changes: z.array(policyChange),
});
export type PolicyVersions = z.infer<typeof policyVersions>;

export const policyVersion = z.object({ version: z.int(), title: z.string(), text: z.string() });

const vocabularyKey = z.object({
  /** Keys above it, with `*` for an id; empty at the top. */
  parent: z.string(),
  name: z.string(),
  about: z.string(),
  shape: z.enum(['value', 'section', 'list', 'entries']),
  values: z.array(z.string()),
  refers: z.enum(['rules', 'clauses', 'groups', 'policies', 'codes', 'packs']).nullable(),
});

/** The words of a pack, for completion. */
export const policyVocabulary = z.object({
  keys: z.array(vocabularyKey),
  codes: z.array(z.object({ code: z.string(), title: z.string() })),
  packs: z.array(z.string()),
});
export type PolicyVocabulary = z.infer<typeof policyVocabulary>;

export const policyDraft = z.object({
  text: z.string(),
  /** 0: nobody has saved a draft; the text is that of the policy in force, with the next number. */
  revision: z.int(),
  savedBy: z.string().nullable(),
  savedAt: z.iso.datetime().nullable(),
  /** Texts to begin with instead. */
  starts: z.array(z.object({ title: z.string(), text: z.string() })),
  vocabulary: policyVocabulary,
});
export type PolicyDraft = z.infer<typeof policyDraft>;

export const savePolicyDraft = z.object({
  text: policyText,
  /** Of the draft that the text was made from. */
  revision: z.int().min(0),
});

const ids = z.array(z.string());
export const checkedPolicy = z.object({
  /** In the order of the text. `line` counts from 1; null where the mistake has no place in the text. */
  problems: z.array(z.object({ line: z.int().nullable(), where: z.string(), expected: z.string() })),
  cases: z.array(
    z.object({
      name: z.string(),
      line: z.int().nullable(),
      ok: z.boolean(),
      /** `action: warn, rules: [selling]` */
      expected: z.string(),
      got: z.string(),
    }),
  ),
  /** Ids of rules and exceptions that no case covers. */
  untried: z.array(z.string()),
  /** There are no problems, and every case has the expected result. */
  passes: z.boolean(),
  /** Null where there are problems. Ids include those of the pack that it extends. */
  pack: z
    .object({
      title: z.string(),
      version: z.int(),
      monitor: z.boolean(),
      ids: z.object({ rules: ids, clauses: ids, groups: ids, policies: ids }),
    })
    .nullable(),
});
export type CheckedPolicy = z.infer<typeof checkedPolicy>;

const reason = z.string().trim().min(3).max(500);
/** Number of the change that was in force when the target was chosen: another one since then is a conflict. */
const after = z.int().min(0);

export const changePolicy = z.discriminatedUnion('target', [
  z.object({ target: z.literal('text'), text: policyText, reason, after }),
  z.object({ target: z.literal('version'), version: z.int().min(1), reason, after }),
  z.object({ target: z.literal('configuration'), reason, after }),
]);

export const policyChanged = z.object({
  /** `waiting`: for a second manager. `in-force`: every process takes it over within seconds. */
  outcome: z.enum(['in-force', 'waiting']),
});

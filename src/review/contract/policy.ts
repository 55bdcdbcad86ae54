/** The Policy page in the console's API: the pack in sentences, with its clauses, exceptions, groups and counts. */
import { z } from 'zod';
import { policyText } from './policy-versions.ts';

const policyClause = z.object({
  id: z.string(),
  /** Title of the written policy. */
  policy: z.string(),
  number: z.string(),
  text: z.string(),
  /** Empty where the pack has none. */
  link: z.string(),
  /** Ids of the rules that enforce it. */
  rules: z.array(z.string()),
});

const policyRule = z.object({
  id: z.string(),
  title: z.string(),
  action: z.string(),
  codes: z.array(z.string()),
  /** Sentences; all of them must hold. */
  conditions: z.array(z.string()),
  /** Sentences: what happens then, and who decides. */
  outcome: z.array(z.string()),
  /** People who must agree to a release. */
  releasers: z.int(),
  /** The rule alone, or the whole pack, is in monitor mode. */
  monitor: z.enum(['rule', 'pack']).nullable(),
  /** Ids of the clauses that it enforces. */
  clauses: z.array(z.string()),
  /** Ids of the exceptions of the pack that can switch it off. */
  exceptions: z.array(z.string()),
  /** Part of every policy. */
  builtIn: z.boolean(),
  /** Messages that it stopped; in monitor mode, those that it would have stopped. */
  matchedLast30Days: z.int(),
  /** Messages of the last 30 days with a finding that was judged. */
  falseAlarms: z.int(),
  confirmed: z.int(),
});
export type PolicyRule = z.infer<typeof policyRule>;

/** Either `pack` or `text`. */
export const comparePacks = z.object({
  /** Id of a pack of the list in the policy's `packs`. */
  pack: z.string().max(100).optional(),
  /** Text of a draft. */
  text: policyText.optional(),
  days: z.int().min(1).max(90),
  /** Rules in monitor mode count on both sides, as if they acted. */
  asIfActing: z.boolean().default(false),
});

export const packComparison = z.object({
  title: z.string(),
  version: z.int(),
  messages: z.int(),
  /** Messages whose action would be different. */
  changed: z.int(),
  actions: z.array(z.object({ from: z.string(), to: z.string(), messages: z.int() })),
  /** Messages for which the rule counted, and for which it would count. */
  rules: z.array(z.object({ rule: z.string(), title: z.string(), before: z.int(), after: z.int() })),
  /** The newest 500; none for accounts that do not list messages. */
  changes: z.array(
    z.object({
      id: z.uuid(),
      receivedAt: z.iso.datetime(),
      from: z.string(),
      to: z.string(),
      added: z.array(z.string()),
      dropped: z.array(z.string()),
    }),
  ),
});
export type PackComparison = z.infer<typeof packComparison>;

export const activePolicy = z.object({
  id: z.string(),
  title: z.string(),
  version: z.int(),
  hash: z.string(),
  monitor: z.boolean(),
  /** What holds for all rules. */
  sentences: z.array(z.string()),
  /** Packs that it can be compared with. */
  packs: z.array(z.object({ id: z.string(), title: z.string() })),
  rules: z.array(policyRule),
  clauses: z.array(policyClause),
  exceptions: z.array(
    z.object({
      id: z.string(),
      rules: z.array(z.string()),
      conditions: z.array(z.string()),
      effect: z.string(),
      reason: z.string(),
      /** ISO date of its last day; null: no end. */
      until: z.string().nullable(),
      ended: z.boolean(),
    }),
  ),
  groups: z.array(
    z.object({
      id: z.string(),
      /** Addresses, patterns and domains. */
      members: z.array(z.string()),
    }),
  ),
});
export type ActivePolicy = z.infer<typeof activePolicy>;

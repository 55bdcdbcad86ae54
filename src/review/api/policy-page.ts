/** The Policy page: the active pack in sentences, with its clauses, groups and counts of the last 30 days. */
import type { Caller } from '../access/handler.ts';
import type { ActivePolicy } from '../contract/policy.ts';
import { firstDay } from './period.ts';
import { viewerOf, type ReviewParts } from './review-parts.ts';

const COUNTED_DAYS = 30;

export async function policyOf(
  { review, pack, describedPolicy, now }: ReviewParts,
  caller: Caller,
): Promise<ActivePolicy> {
  const rules = await review.reports.rules(viewerOf(caller), firstDay(now(), COUNTED_DAYS));
  const counts = new Map(rules.map((rule) => [rule.rule, rule]));
  const described = describedPolicy();
  return {
    id: pack.name,
    title: pack.title,
    version: pack.version,
    hash: pack.hash,
    monitor: pack.monitor,
    sentences: [...described.sentences],
    rules: described.rules.map(({ rule, conditions, outcome, monitor, exceptions, builtIn }) => ({
      id: rule.id,
      title: rule.title,
      action: rule.action,
      codes: [...(rule.when.codes ?? [])],
      conditions: [...conditions],
      outcome: [...outcome],
      releasers: rule.releasers,
      monitor,
      clauses: [...rule.clauses],
      exceptions: [...exceptions],
      builtIn,
      matchedLast30Days: counts.get(rule.id)?.matched ?? 0,
      falseAlarms: counts.get(rule.id)?.falseAlarms ?? 0,
      confirmed: counts.get(rule.id)?.confirmed ?? 0,
    })),
    clauses: Object.entries(pack.clauses).map(([id, { policy, number, text }]) => ({
      id,
      policy: pack.policies[policy]?.title ?? policy,
      number,
      text,
      link: pack.policies[policy]?.link ?? '',
      rules: pack.rules.filter(({ clauses }) => clauses.includes(id)).map((rule) => rule.id),
    })),
    exceptions: described.exceptions.map(({ rules: ids, conditions, until = null, ...exception }) => ({
      ...exception,
      until,
      rules: [...ids],
      conditions: [...conditions],
    })),
    groups: Object.entries(pack.groups).map(([id, members]) => ({ id, members: [...members] })),
  };
}

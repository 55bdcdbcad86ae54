/** The Policy page: the active pack in sentences, with its clauses, groups and counts of the last 30 days. */
import type { Caller } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import type { ActivePolicy, PackComparison } from '../contract/policy.ts';
import { DAY_MS, firstDay } from './period.ts';
import { viewerOf, type ReviewParts } from './review-parts.ts';

const COUNTED_DAYS = 30;

export async function policyOf(
  { review, pack, describedPolicy, comparedPacks, now }: ReviewParts,
  caller: Caller,
): Promise<ActivePolicy> {
  const [viewer, since] = [viewerOf(caller), firstDay(now(), COUNTED_DAYS)];
  const [stopped, monitored] = await Promise.all([
    review.reports.rules(viewer, since),
    review.reports.rules(viewer, since, 'monitored'),
  ]);
  const countsOf = (id: string, monitor: boolean) => (monitor ? monitored : stopped).find(({ rule }) => rule === id);
  const described = describedPolicy();
  return {
    id: pack.name,
    title: pack.title,
    version: pack.version,
    hash: pack.hash,
    monitor: pack.monitor,
    sentences: [...described.sentences],
    packs: [...comparedPacks.packs],
    rules: described.rules.map(({ rule, conditions, outcome, monitor, exceptions, builtIn }) => {
      const counts = countsOf(rule.id, monitor !== null);
      return {
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
        matchedLast30Days: counts?.matched ?? 0,
        falseAlarms: counts?.falseAlarms ?? 0,
        confirmed: counts?.confirmed ?? 0,
      };
    }),
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

/** @throws ApiProblem access.forbidden for accounts that see some schools only, not-found for an unknown pack */
export async function comparisonOf(
  { comparedPacks, now }: ReviewParts,
  { pack, text, days, asIfActing }: ComparedBody,
  caller: Caller,
): Promise<PackComparison> {
  if (caller.schools.length > 0)
    throw new ApiProblem('access.forbidden', { detail: 'A comparison counts the mail of all schools.' });
  const which = text === undefined ? pack !== undefined && { pack } : pack === undefined && { text };
  if (which === false)
    throw new ApiProblem('request.invalid', { fields: [{ path: 'body', message: 'Must have either pack or text' }] });
  if ('text' in which && !caller.permissions.has('policy.edit')) throw new ApiProblem('access.forbidden');
  const until = now();
  const period = { since: new Date(until.getTime() - days * DAY_MS), until, asIfActing };
  const compared = await comparedPacks.compare(which, period);
  if (compared === 'unknown') throw new ApiProblem('not-found');
  if (compared === 'refused') throw new ApiProblem('policy.refused', { detail: 'Correct the mistakes first.' });
  const { messages, changed, actions, rules, changes, titles } = compared;
  const mayList = caller.permissions.has('messages.list');
  return {
    title: compared.pack.title,
    version: compared.pack.version,
    messages,
    changed,
    actions: [...actions],
    rules: rules.map(({ id, before, after }) => ({ rule: id, title: titles.get(id) ?? id, before, after })),
    changes: mayList
      ? changes.map(({ id, from, to, added, dropped, receivedAt }) => ({
          ...{ id, from, to, receivedAt: receivedAt.toISOString() },
          added: [...added],
          dropped: [...dropped],
        }))
      : [],
  };
}

interface ComparedBody {
  readonly pack?: string | undefined;
  readonly text?: string | undefined;
  readonly days: number;
  readonly asIfActing: boolean;
}

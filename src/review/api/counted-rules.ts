/** Counts of rules and days as the pages show them: with titles, rates, and days without mail. */
import type { PolicyPack } from '../../decide/pack-schema.ts';
import type { Activity, DayCounts } from '../../store/review/activity.ts';
import type { RuleCount } from '../contract/pages.ts';
import { DAY_MS } from './period.ts';
import { rateOf } from './rate.ts';

export function countedRules(rules: Activity['rules'], pack: Pick<PolicyPack, 'rules'>): RuleCount[] {
  const titles = titlesOf(pack);
  return rules.map((rule) => ({
    ...rule,
    title: titles.get(rule.rule) ?? rule.rule,
    falseAlarmRate: rateOf(rule.falseAlarms, rule.falseAlarms + rule.confirmed),
  }));
}

/** The list has every day, so that a chart shows days without mail as gaps. */
export function everyDay(days: readonly DayCounts[], first: Date, last: Date): DayCounts[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const count = Math.floor((last.getTime() - first.getTime()) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(first.getTime() + at * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, delivered: 0, warned: 0, held: 0, returned: 0 };
  });
}

export function titlesOf(pack: Pick<PolicyPack, 'rules'>): Map<string, string> {
  return new Map([
    ...pack.rules.map(({ id, title }) => [id, title] as const),
    ['built-in.unscannable', 'The message could not be checked completely'],
  ]);
}

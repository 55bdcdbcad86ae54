/** The monthly report: the numbers of the overview for a whole month, and the disclosures of student data by who allowed them. */
import type { Caller } from '../access/handler.ts';
import { ApiProblem } from '../access/problem.ts';
import type { MonthlyReport } from '../contract/report.ts';
import { countedRules, everyDay } from './counted-rules.ts';
import { DAY_MS } from './period.ts';
import { viewerOf, type ReviewParts } from './review-parts.ts';

const isoDay = (at: Date): string => at.toISOString().slice(0, 10);

/** @throws ApiProblem request.invalid for a month that has not begun */
export async function reportOf(
  { review, pack, districtName, now }: ReviewParts,
  asked: string | undefined,
  caller: Caller,
): Promise<MonthlyReport> {
  const madeAt = now();
  const month = asked ?? lastMonth(madeAt);
  const since = new Date(`${month}-01T00:00:00Z`);
  if (since > madeAt)
    throw new ApiProblem('request.invalid', { fields: [{ path: 'month', message: 'This month has not begun' }] });
  const end = nextMonth(since);
  const viewer = viewerOf(caller);
  const [activity, disclosures] = await Promise.all([
    review.reports.activity(viewer, since, end),
    review.reports.disclosureCounts(viewer, since, end),
  ]);
  const lastDay = new Date(Math.min(end.getTime() - DAY_MS, madeAt.getTime()));
  return {
    month,
    isOpen: end > madeAt,
    from: isoDay(since),
    to: isoDay(lastDay),
    madeAt: madeAt.toISOString(),
    district: districtName(),
    policy: { title: pack.title, version: pack.version, monitor: pack.monitor },
    schools: [...caller.schools],
    days: everyDay(activity.days, since, lastDay),
    totals: activity.totals,
    decisionHours: activity.decisionHours,
    rules: countedRules(activity.rules, pack),
    senders: activity.senders,
    monitored: { ...activity.monitored, rules: countedRules(activity.monitored.rules, pack) },
    disclosures,
  };
}

function lastMonth(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

function nextMonth(first: Date): Date {
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1));
}

/** How often each rule matched, how its matches were judged, and the rate of false alarms with its interval. */
import type { ReactElement } from 'react';
import type { Rate, RuleCount } from '../../contract/pages.ts';
import { Table } from '../parts/table.tsx';
import { number, percent } from '../words/counts.ts';

export function RuleCounts({ label, rules }: { label: string; rules: readonly RuleCount[] }): ReactElement {
  if (rules.length === 0) return <p>No rule stopped a message.</p>;
  return (
    <Table
      label={label}
      rows={rules}
      keyOf={({ rule }) => rule}
      columns={[
        { name: 'Rule', cell: ({ title }) => title },
        { name: 'Matched', cell: ({ matched }) => number(matched), align: 'end' },
        { name: 'Correct', cell: ({ confirmed }) => number(confirmed), align: 'end' },
        { name: 'False alarms', cell: ({ falseAlarms }) => number(falseAlarms), align: 'end' },
        { name: 'False alarm rate (95%)', cell: ({ falseAlarmRate }) => rateWords(falseAlarmRate), align: 'end' },
      ]}
    />
  );
}

/** `25% (7–59%)`. */
export function rateWords(rate: Rate | null): string {
  return rate === null
    ? 'not judged'
    : `${percent(rate.share)} (${percent(rate.low).replace('%', '')}–${percent(rate.high)})`;
}

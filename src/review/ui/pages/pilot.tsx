/** What monitor mode has let through: how much would have been stopped, by which rules, and how often that would have been wrong. */
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Overview } from '../../contract/pages.ts';
import { useMay } from '../frame/session.ts';
import { Card } from '../parts/page.tsx';
import { number } from '../words/counts.ts';
import { Metric } from './metric.tsx';
import classes from './overview.module.css';
import { RuleCounts } from './rule-counts.tsx';

export function Pilot({ metrics, days }: { metrics: Overview; days: string }): ReactElement | null {
  const { monitor, monitored, totals } = metrics;
  const opens = useMay('messages.list');
  const stopped = monitored.held + monitored.asked + monitored.returned;
  if (!monitor && stopped === 0) return null;
  return (
    <Card
      title={monitor ? 'Monitor mode: what would have happened' : 'Rules in monitor mode: what would have happened'}
    >
      <dl className={classes.metrics} data-plain="">
        <Metric name="Would be held for review" value={number(monitored.held)} />
        <Metric name="Sender would be asked" value={number(monitored.asked)} />
        <Metric name="Would be returned" value={number(monitored.returned)} />
        <Metric name="Delivered either way" value={number(Math.max(0, totals.messages - stopped))} />
      </dl>
      {stopped > 0 && (
        <>
          <p className={classes.lead}>
            {opens && (
              <Link href={`/monitored?q=${encodeURIComponent(`is:monitored after:${days}d`)}`}>
                Judge these messages
              </Link>
            )}
            {opens && ' to learn how often each rule is right. '}
            The interval shows how certain the rate is so far.
          </p>
          <RuleCounts label="Rules in monitor mode" rules={monitored.rules} />
        </>
      )}
    </Card>
  );
}

/** The overview: messages checked, time to decision, the accuracy of each rule, and what senders chose. */
import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { Overview as Metrics } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Card, Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { number, percent } from '../words/counts.ts';
import { DayChart } from './day-chart.tsx';
import { duration } from './duration.ts';
import { Metric } from './metric.tsx';
import classes from './overview.module.css';
import { Pilot } from './pilot.tsx';
import { RuleCounts } from './rule-counts.tsx';

export default function Overview(): ReactElement {
  const [days, setDays] = useState('14');
  const overview = useQuery({
    queryKey: ['overview', days],
    queryFn: () => call('overview', { query: { days } }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title="Overview"
      about="What the gateway did, and how accurate its rules are."
      tools={
        <>
          <Button component={Link} href="/report" variant="default">
            Monthly report
          </Button>
          <SegmentedControl
            aria-label="Days"
            withItemsBorders={false}
            value={days}
            onChange={setDays}
            data={[
              { value: '7', label: '7 days' },
              { value: '14', label: '14 days' },
              { value: '30', label: '30 days' },
              { value: '90', label: '90 days' },
            ]}
          />
        </>
      }
    >
      {overview.isPending && <Waiting lines={8} height={40} />}
      {overview.isError && <Failure error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.isSuccess && <MetricCards metrics={overview.data} days={days} />}
    </Page>
  );
}

function MetricCards({ metrics, days }: { metrics: Metrics; days: string }): ReactElement {
  const { totals, decisionHours, senders, oldest } = metrics;
  const opens = useMay('messages.list');
  if (totals.messages === 0)
    return (
      <Empty title="No messages were checked in this period.">Check that mail is routed through the gateway.</Empty>
    );
  return (
    <>
      <dl className={classes.metrics}>
        <Metric name="Messages checked" value={number(totals.messages)} />
        <Metric
          name="Held for review"
          value={number(totals.held)}
          about={`${percent(totals.held / totals.messages)} of all`}
        />
        <Metric
          name="Time to decision (median)"
          value={decisionHours.median === null ? '–' : duration(decisionHours.median)}
          about={decisionHours.p90 === null ? undefined : `90% within ${duration(decisionHours.p90)}`}
        />
        <Metric
          name="Oldest held message"
          value={oldest === null ? 'none' : <Time at={oldest.receivedAt} form="span" />}
          about={oldest !== null && opens ? <Link href={`/review/${oldest.id}?sort=oldest`}>Open</Link> : undefined}
        />
      </dl>
      <Pilot metrics={metrics} days={days} />
      <Card title="By day">
        <DayChart days={metrics.days} />
      </Card>
      <Card title="Rules">
        <RuleCounts label="Rules" rules={metrics.rules} />
      </Card>
      <Card title="Senders asked to confirm">
        <dl className={classes.metrics} data-plain="">
          <Metric name="Asked" value={number(senders.warned)} />
          <Metric name="Sent anyway" value={number(senders.sent)} />
          <Metric name="Cancelled" value={number(senders.cancelled)} />
          <Metric name="Reported as a false alarm" value={number(senders.toldFalseAlarm)} />
        </dl>
      </Card>
    </>
  );
}

/** The overview: messages checked, time to decision, the accuracy of each rule, and what senders chose. */
import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { Overview as Metrics } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Card, Page } from '../parts/page.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { number, percent } from '../words/counts.ts';
import { DayChart } from './day-chart.tsx';
import classes from './overview.module.css';

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
      }
    >
      {overview.isPending && <Waiting lines={8} height={40} />}
      {overview.isError && <Failure error={overview.error} onRetry={() => void overview.refetch()} />}
      {overview.isSuccess && <MetricCards metrics={overview.data} />}
    </Page>
  );
}

function MetricCards({ metrics }: { metrics: Metrics }): ReactElement {
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
          value={decisionHours.median === null ? '–' : hours(decisionHours.median)}
          about={decisionHours.p90 === null ? undefined : `90% within ${hours(decisionHours.p90)}`}
        />
        <Metric
          name="Oldest held message"
          value={oldest === null ? 'none' : <Time at={oldest.receivedAt} form="span" />}
          about={oldest !== null && opens ? <Link href={`/review/${oldest.id}?sort=oldest`}>Open</Link> : undefined}
        />
      </dl>
      <Card title="By day">
        <DayChart days={metrics.days} />
      </Card>
      <Card title="Rules">
        <Table
          label="Rules"
          rows={metrics.rules}
          keyOf={({ rule }) => rule}
          columns={[
            { name: 'Rule', cell: ({ title }) => title },
            { name: 'Matched', cell: ({ matched }) => number(matched), align: 'end' },
            { name: 'Correct', cell: ({ confirmed }) => number(confirmed), align: 'end' },
            { name: 'False alarms', cell: ({ falseAlarms }) => number(falseAlarms), align: 'end' },
            { name: 'Accuracy', cell: accuracy, align: 'end' },
          ]}
        />
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

function Metric({
  name,
  value,
  about,
}: {
  name: string;
  value: React.ReactNode;
  about?: React.ReactNode;
}): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={classes.value}>{value}</dd>
      {about !== undefined && <dd className={classes.about}>{about}</dd>}
    </div>
  );
}

function accuracy({ confirmed, falseAlarms }: Metrics['rules'][number]): string {
  return confirmed + falseAlarms === 0 ? '–' : percent(confirmed / (confirmed + falseAlarms));
}

function hours(value: number): string {
  if (value < 1) return `${Math.max(1, Math.round(value * 60))} min`;
  return value < 48 ? `${value.toFixed(value < 10 ? 1 : 0)} h` : `${Math.round(value / 24)} d`;
}

/** Is it working: what was checked in the last days, how fast holds are decided on, which rules are right. */
import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { Overview as Figures } from '../../contract/pages.ts';
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
      about="What the gateway did, and how sure its rules are."
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
      {overview.isSuccess && <Answers figures={overview.data} />}
    </Page>
  );
}

function Answers({ figures }: { figures: Figures }): ReactElement {
  const { totals, decisionHours, senders, oldest } = figures;
  const opens = useMay('messages.list');
  if (totals.messages === 0)
    return <Empty title="No message has passed in this time.">Is the mail route set up?</Empty>;
  return (
    <>
      <dl className={classes.figures}>
        <Figure name="Messages checked" value={number(totals.messages)} />
        <Figure
          name="Held for review"
          value={number(totals.held)}
          about={`${percent(totals.held / totals.messages)} of all`}
        />
        <Figure
          name="Hold to decision"
          value={hours(decisionHours.median)}
          about={`9 of 10 within ${hours(decisionHours.p90)}`}
        />
        <Figure
          name="Waits longest"
          value={oldest === null ? 'none' : <Time at={oldest.receivedAt} form="span" />}
          about={oldest !== null && opens ? <Link href={`/review/${oldest.id}?sort=oldest`}>Open it</Link> : undefined}
        />
      </dl>
      <Card title="Day by day">
        <DayChart days={figures.days} />
      </Card>
      <Card title="Rules">
        <Table
          label="Rules"
          rows={figures.rules}
          keyOf={({ rule }) => rule}
          columns={[
            { name: 'Rule', cell: ({ title }) => title },
            { name: 'Matched', cell: ({ matched }) => number(matched), align: 'end' },
            { name: 'Confirmed', cell: ({ confirmed }) => number(confirmed), align: 'end' },
            { name: 'False alarms', cell: ({ falseAlarms }) => number(falseAlarms), align: 'end' },
            { name: 'Right', cell: rightShare, align: 'end' },
          ]}
        />
      </Card>
      <Card title="Senders who were asked">
        <dl className={classes.figures} data-plain="">
          <Figure name="Asked" value={number(senders.warned)} />
          <Figure name="Sent it anyway" value={number(senders.sent)} />
          <Figure name="Cancelled" value={number(senders.cancelled)} />
          <Figure name="Said: a false alarm" value={number(senders.toldFalseAlarm)} />
        </dl>
      </Card>
    </>
  );
}

function Figure({
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

function rightShare({ confirmed, falseAlarms }: Figures['rules'][number]): string {
  return confirmed + falseAlarms === 0 ? 'not judged' : percent(confirmed / (confirmed + falseAlarms));
}

function hours(value: number | null): string {
  if (value === null) return 'none yet';
  if (value < 1) return `${Math.max(1, Math.round(value * 60))} min`;
  return value < 48 ? `${value.toFixed(value < 10 ? 1 : 0)} h` : `${Math.round(value / 24)} d`;
}

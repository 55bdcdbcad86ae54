/** The monthly report, laid out for print: district, dates, numbers, tables beside charts. */
import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { MonthlyReport } from '../../contract/report.ts';
import { call } from '../api/client.ts';
import { useTitle } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { count, number, percent } from '../words/counts.ts';
import { DayBars } from './day-chart.tsx';
import { duration } from './duration.ts';
import { RuleCounts } from './rule-counts.tsx';
import classes from './report.module.css';

export default function Report(): ReactElement {
  const asked = new URLSearchParams(useSearch()).get('month') ?? undefined;
  const [, navigate] = useLocation();
  const report = useQuery({
    queryKey: ['report', asked],
    queryFn: () => call('report', { query: asked === undefined ? {} : { month: asked } }),
    placeholderData: keepPreviousData,
  });
  useTitle('Monthly report');
  return (
    <main className={classes.page} id="content">
      <div className={classes.tools}>
        <NativeSelect
          label="Month"
          value={report.data?.month ?? asked ?? ''}
          onChange={(event) => navigate(`/report?month=${event.currentTarget.value}`)}
          data={recentMonths(new Date()).map((month) => ({ value: month, label: monthName(month) }))}
        />
        <Button onClick={() => print()} disabled={!report.isSuccess}>
          Print or save as PDF
        </Button>
      </div>
      {report.isPending && <Waiting lines={12} height={32} />}
      {report.isError && <Failure error={report.error} onRetry={() => void report.refetch()} />}
      {report.isSuccess && <Sheet report={report.data} />}
    </main>
  );
}

function Sheet({ report }: { report: MonthlyReport }): ReactElement {
  const { totals, decisionHours, days, rules, senders, monitored, disclosures, policy } = report;
  const wouldStop = monitored.held + monitored.asked + monitored.returned;
  return (
    <article className={classes.sheet}>
      <Head report={report} />
      <Numbers
        rows={[
          ['Messages checked', number(totals.messages)],
          ['Held for review', number(totals.held)],
          ['Released', number(totals.released)],
          ['Returned or expired', number(totals.returned + totals.expired)],
          ['Time to decision (median)', decisionHours.median === null ? '–' : duration(decisionHours.median)],
        ]}
      />
      <Part title="Stopped messages by day">
        <div className={classes.beside}>
          <DayBars days={days} />
          <Table
            label="Stopped messages by week"
            rows={weeksOf(days)}
            keyOf={({ from }) => from}
            columns={[
              { name: 'Week of', cell: ({ from }) => dayName(from) },
              { name: 'Held', cell: ({ held }) => number(held), align: 'end' },
              { name: 'Asked', cell: ({ warned }) => number(warned), align: 'end' },
              { name: 'Returned', cell: ({ returned }) => number(returned), align: 'end' },
            ]}
          />
        </div>
      </Part>
      <Part title="Rules, and how often they were wrong">
        <RuleCounts label="Rules" rules={rules} />
        <p className={classes.note}>
          The rate counts messages with a finding that a reviewer judged. The range is its 95% interval (Wilson): the
          fewer judgements, the wider it is.
        </p>
      </Part>
      {(policy.monitor || wouldStop > 0) && (
        <Part title="Monitor mode: what would have happened">
          <p>
            {number(monitored.held)} would have been held, {number(monitored.asked)} asked, {number(monitored.returned)}{' '}
            returned.
          </p>
          {wouldStop > 0 && <RuleCounts label="Rules in monitor mode" rules={monitored.rules} />}
        </Part>
      )}
      <Part title="Student data that left the district after a decision">
        <Numbers
          rows={[
            ['Released by reviewers', number(disclosures.reviewer)],
            ['Sent by senders', number(disclosures.sender)],
            ['By an exception', number(disclosures.exception)],
            ['When a hold expired', number(disclosures.expiry)],
          ]}
        />
      </Part>
      <Part title="Senders asked to confirm">
        <Numbers
          rows={[
            ['Asked', number(senders.warned)],
            ['Sent anyway', share(senders.sent, senders.warned)],
            ['Cancelled', share(senders.cancelled, senders.warned)],
            ['Reported as a false alarm', share(senders.toldFalseAlarm, senders.warned)],
          ]}
        />
      </Part>
    </article>
  );
}

function Head({ report }: { report: MonthlyReport }): ReactElement {
  const { district, month, from, to, isOpen, policy, schools, madeAt } = report;
  return (
    <header className={classes.head}>
      <p className={classes.district}>{district}</p>
      <h1>Outgoing mail in {monthName(month)}</h1>
      <p>
        {dayName(from)} to {dayName(to)} (UTC){isOpen && ', month to date'} · {policy.title}, version {policy.version}
        {policy.monitor && ', in monitor mode'}
        {schools.length > 0 && ` · ${count(schools.length, 'school')}: ${schools.join(', ')}`}
      </p>
      <p className={classes.note}>
        Generated by Hallpass on {new Date(madeAt).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' })}
        . Counts only: no content of messages.
      </p>
    </header>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <section className={classes.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Numbers({ rows }: { rows: readonly (readonly [name: string, value: string])[] }): ReactElement {
  return (
    <dl className={classes.numbers}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function share(some: number, all: number): string {
  return all === 0 ? number(some) : `${number(some)} (${percent(some / all)})`;
}

interface Week {
  readonly from: string;
  readonly held: number;
  readonly warned: number;
  readonly returned: number;
}

/** Sums of the weeks that begin on the first of the month and every seven days after it. */
function weeksOf(days: MonthlyReport['days']): Week[] {
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, at) => {
    const week = days.slice(at * 7, at * 7 + 7);
    const sum = (key: 'held' | 'warned' | 'returned'): number => week.reduce((all, day) => all + day[key], 0);
    return { from: week[0]!.day, held: sum('held'), warned: sum('warned'), returned: sum('returned') };
  });
}

/** This month and the eleven before it, newest first. */
function recentMonths(now: Date): string[] {
  return Array.from({ length: 12 }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

function monthName(month: string): string {
  return new Date(`${month}-15T00:00:00Z`).toLocaleDateString(undefined, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

function dayName(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, { month: 'long', day: 'numeric', timeZone: 'UTC' });
}

/** Stopped messages by day as a bar chart, and all messages as a table. Delivered mail would dwarf the bars. */
import { useElementSize } from '@mantine/hooks';
import type { ReactElement } from 'react';
import type { Overview } from '../../contract/pages.ts';
import { Table } from '../parts/table.tsx';
import { number } from '../words/counts.ts';
import classes from './overview.module.css';

type Day = Overview['days'][number];
const stopped = ['held', 'warned', 'returned'] as const;
const names: Readonly<Record<(typeof stopped)[number], string>> = {
  held: 'held for review',
  warned: 'sender asked',
  returned: 'returned',
};

const height = 200;
const bottom = 22;
const left = 34;
/** Room for half of the last day's label. */
const right = 16;

/** The chart alone, with its legend. */
export function DayBars({ days }: { days: readonly Day[] }): ReactElement {
  const { ref, width } = useElementSize();
  const top = niceTop(Math.max(1, ...days.map((day) => day.held + day.warned + day.returned)));
  const step = (Math.max(width, 240) - left - right) / Math.max(1, days.length);
  const bar = Math.min(40, step * 0.7);
  const y = (value: number): number => (height - bottom) * (1 - value / top) + 4;
  const everyNth = Math.ceil(days.length / (Math.max(width, 240) / 64));
  return (
    <div ref={ref}>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${Math.max(width, 240)} ${height}`}
        role="img"
        aria-label="Stopped messages by day. The table has the numbers."
      >
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line x1={left} x2="100%" y1={y(value)} y2={y(value)} />
            <text x={left - 8} y={y(value) + 4} textAnchor="end">
              {number(value)}
            </text>
          </g>
        ))}
        {days.map((day, at) => {
          const x = left + at * step + (step - bar) / 2;
          let from = 0;
          return (
            <g key={day.day}>
              <title>{`${dayName(day.day)}: ${stopped.map((kind) => `${number(day[kind])} ${names[kind]}`).join(', ')}, ${number(day.delivered)} delivered`}</title>
              {stopped.map((kind) => {
                const top = from + day[kind];
                const piece = (
                  <rect
                    key={kind}
                    className={classes[kind]}
                    x={x}
                    width={bar}
                    y={y(top)}
                    height={Math.max(0, y(from) - y(top))}
                  />
                );
                from = top;
                return piece;
              })}
              {(days.length - 1 - at) % everyNth === 0 && (
                <text x={x + bar / 2} y={height - 2} textAnchor="middle">
                  {dayName(day.day)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <p className={classes.legend}>
        {stopped.map((kind) => (
          <span key={kind} className={classes[kind]}>
            {names[kind]}
          </span>
        ))}
      </p>
    </div>
  );
}

export function DayChart({ days }: { days: readonly Day[] }): ReactElement {
  return (
    <>
      <DayBars days={days} />
      <details className={classes.data}>
        <summary>Show as a table</summary>
        <Table
          label="Messages by day"
          rows={days.toReversed()}
          keyOf={({ day }) => day}
          columns={[
            { name: 'Day', cell: ({ day }) => dayName(day) },
            { name: 'Delivered', cell: ({ delivered }) => number(delivered), align: 'end' },
            { name: 'Sender asked', cell: ({ warned }) => number(warned), align: 'end' },
            { name: 'Held', cell: ({ held }) => number(held), align: 'end' },
            { name: 'Returned', cell: ({ returned }) => number(returned), align: 'end' },
          ]}
        />
      </details>
    </>
  );
}

/** The next of 2, 4, 10, 20, 40, 100 …, whose half is a whole number. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [2, 4, 10, 20].map((factor) => factor * power).find((top) => top >= value) ?? value;
}

function dayName(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, {
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  });
}

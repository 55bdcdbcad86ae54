/** Health checks: problems first, each with what to do about it. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Settings } from '../../contract/pages.ts';
import { call } from '../api/client.ts';
import { Card } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { number } from '../words/counts.ts';
import classes from './settings.module.css';

type Check = Settings['checks'][number];

const states: Readonly<Record<Check['state'], readonly [shape: string, word: string]>> = {
  bad: ['■', 'Not working'],
  attention: ['▲', 'Needs attention'],
  good: ['✓', 'OK'],
};
const order: readonly Check['state'][] = ['bad', 'attention', 'good'];

export function useSettings() {
  return useQuery({ queryKey: ['settings'], queryFn: () => call('settings'), refetchInterval: 30_000 });
}

export function Health(): ReactElement {
  const settings = useSettings();
  if (settings.isPending) return <Waiting lines={6} height={40} />;
  if (settings.isError) return <Failure error={settings.error} onRetry={() => void settings.refetch()} />;
  const { checks, waiting, version } = settings.data;
  const sorted = checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <>
      <Card>
        <ul className={classes.checks}>
          {sorted.map(({ id, title, state, detail }) => (
            <li key={id} data-state={state}>
              <span className={classes.state} role="img" aria-label={states[state][1]} title={states[state][1]}>
                {states[state][0]}
              </span>
              <div>
                <h2>{title}</h2>
                <p>{detail}</p>
              </div>
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Messages in progress">
        <dl className={classes.waiting}>
          {waiting.map(({ state, count }) => (
            <div key={state}>
              <dt>{state}</dt>
              <dd>{number(count)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <p className={classes.version}>Hallpass {version}</p>
    </>
  );
}

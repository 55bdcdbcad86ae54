/** Health checks: problems first, each with what to do about it. */
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Settings } from '../../contract/pages.ts';
import type { Answer } from '../api/calls.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
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
  const mayReload = useMay('settings.write');
  if (settings.isPending) return <Waiting lines={6} height={40} />;
  if (settings.isError) return <Failure error={settings.error} onRetry={() => void settings.refetch()} />;
  const { checks, waiting, version } = settings.data;
  return (
    <>
      <Card>
        <Checks checks={checks} />
      </Card>
      <Card title="Self-test">
        <SelfTest />
      </Card>
      {mayReload && (
        <Card title="Configuration">
          <Reload />
        </Card>
      )}
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

/** Problems first. */
function Checks({ checks }: { checks: readonly Check[] }): ReactElement {
  const sorted = checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
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
  );
}

function SelfTest(): ReactElement {
  const test = useMutation({ mutationFn: () => call('selfTest') });
  return (
    <div className={classes.selfTest}>
      <p>
        Tests storage, keys, clock, disk and the next mail servers, and probes the gateway’s own listener as an attacker
        would. No mail is stored or sent.
      </p>
      <Refused error={test.error} />
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
        Run self-test
      </Button>
      <div role="status" aria-label="Result of the self-test">
        {test.data && <Checks checks={test.data.checks} />}
      </div>
    </div>
  );
}

function Reload(): ReactElement {
  const reload = useMutation({ mutationFn: () => call('reloadConfiguration') });
  return (
    <div className={classes.selfTest}>
      <p>
        Reads the configuration, the policy, certificates and the roster from their files again. If anything is wrong
        with them, nothing changes.
      </p>
      <Refused error={reload.error} />
      <Button variant="default" loading={reload.isPending} onClick={() => reload.mutate()}>
        Reload configuration
      </Button>
      <div role="status" aria-label="Result of the reload">
        {reload.data && <ReloadResult result={reload.data} />}
      </div>
    </div>
  );
}

function ReloadResult({ result }: { result: Answer<'reloadConfiguration'> }): ReactElement {
  if (result.outcome === 'refused')
    return (
      <>
        <p>The changed configuration was refused. The previous one stays in force.</p>
        <pre className={classes.problem}>{result.problem}</pre>
      </>
    );
  return (
    <p>
      The configuration is in force.
      {result.atRestart.length > 0 && ` These settings take effect after a restart: ${result.atRestart.join(', ')}.`}
    </p>
  );
}

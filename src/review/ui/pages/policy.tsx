/** The active policy: what it does in sentences, its rules, exceptions, groups and clauses. */
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { ActivePolicy } from '../../contract/policy.ts';
import { call } from '../api/client.ts';
import { useMay } from '../frame/session.ts';
import { Card, Page } from '../parts/page.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { PolicyVersions } from '../policy/versions.tsx';
import { ComparePacks } from './compare-packs.tsx';
import { Exceptions } from './exceptions.tsx';
import { PolicyClauses, PolicyExceptions, PolicyGroups } from './policy-parts.tsx';
import { PolicyRules } from './policy-rules.tsx';
import classes from './policy.module.css';

export default function Policy(): ReactElement {
  const policy = useQuery({ queryKey: ['policy'], queryFn: () => call('policy') });
  return (
    <Page
      title={policy.data?.title ?? 'Policy'}
      about={
        policy.data?.monitor === true
          ? 'Monitor mode: decisions are recorded, and every message is delivered.'
          : 'The rules that decide on outgoing mail, and the clauses they enforce.'
      }
    >
      {policy.isPending && <Waiting lines={12} height={28} />}
      {policy.isError && <Failure error={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.isSuccess && <Parts policy={policy.data} />}
    </Page>
  );
}

function Parts({ policy }: { policy: ActivePolicy }): ReactElement {
  const compares = useMay('overview.read');
  const exceptions = useQuery({ queryKey: ['exceptions'], queryFn: () => call('exceptions') });
  return (
    <>
      <Card title="What this policy does">
        <ul className={classes.sentences}>
          {policy.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Card>
      <PolicyVersions />
      <Card title="Rules">
        <PolicyRules policy={policy} />
      </Card>
      {compares && (
        <Card title="Compare with another policy">
          <ComparePacks policy={policy} />
        </Card>
      )}
      <Card title="Exceptions made by reviewers">
        {exceptions.isPending && <Waiting lines={3} />}
        {exceptions.isError && <Failure error={exceptions.error} onRetry={() => void exceptions.refetch()} />}
        {exceptions.isSuccess && <Exceptions exceptions={exceptions.data.exceptions} />}
      </Card>
      <Card title="Exceptions of the policy">
        <PolicyExceptions policy={policy} />
      </Card>
      <Card title="Groups">
        <PolicyGroups policy={policy} />
      </Card>
      <Card title="Clauses">
        <PolicyClauses policy={policy} />
      </Card>
      <p className={classes.hash}>
        {policy.id}, version {policy.version}, {policy.hash.slice(0, 12)}
      </p>
    </>
  );
}

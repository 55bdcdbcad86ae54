/** Which policy is in force and why, what waits for a second manager, and the versions before, to which one can roll back. */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { Link } from 'wouter';
import type { PolicyChange, PolicyVersions as Versions } from '../../contract/policy-versions.ts';
import { call } from '../api/client.ts';
import { useMay, useSession } from '../frame/session.ts';
import { ReasonForm } from '../message/reason-form.tsx';
import { announce } from '../parts/announcement.tsx';
import { Card } from '../parts/page.tsx';
import { Refused } from '../parts/refused.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { policyKeys, renewPolicy } from './policy-keys.ts';
import classes from './workshop.module.css';

const nameOf = (version: number | null): string =>
  version === null ? 'the policy of the configuration' : `version ${version}`;

export function PolicyVersions(): ReactElement {
  const edits = useMay('policy.edit');
  const versions = useQuery({ queryKey: policyKeys.versions, queryFn: () => call('policyVersions') });
  return (
    <Card
      title="Versions"
      tools={
        edits && (
          <Button component={Link} href="/policy/draft" variant="default">
            Edit the policy
          </Button>
        )
      }
    >
      {versions.isPending && <Waiting lines={3} />}
      {versions.isError && <Failure error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isSuccess && <Parts versions={versions.data} />}
    </Card>
  );
}

function Parts({ versions }: { versions: Versions }): ReactElement {
  const [target, setTarget] = useState<{ version: number | null }>();
  const may = useMay('policy.put');
  const puts = useSession().account.schools.length === 0 && may;
  const waiting = versions.changes.find(({ state }) => state === 'waiting');
  const past = versions.changes.filter(({ state }) => state !== 'waiting');
  return (
    <div className={classes.versions}>
      <p>{inForce(versions)}</p>
      {waiting && <WaitingChange change={waiting} puts={puts} />}
      {past.length > 0 && <History changes={past} versions={versions} onBack={puts ? setTarget : undefined} />}
      {puts && versions.version !== null && (
        <div>
          <Button variant="default" size="compact-sm" onClick={() => setTarget({ version: null })}>
            Use the policy of the configuration again
          </Button>
        </div>
      )}
      <RollBack target={target} versions={versions} onClose={() => setTarget(undefined)} />
    </div>
  );
}

function inForce({ version, configured, source, changes }: Versions): string {
  const { name, isFile, title, version: number } = configured;
  const file = `“${title}”, version ${number} (${isFile ? `the file ${name}` : `the included policy ${name}`})`;
  if (source === 'file')
    return `In force: ${file}. The configuration (policySource: file) makes this file decide, whatever version is put in force here.`;
  if (version === null) return `In force: ${file}, as the configuration says. No version from the console replaces it.`;
  const change = changes.find(({ state }) => state === 'in-force');
  const who =
    change === undefined
      ? ''
      : ` ${change.by} put it in force${change.agreedBy === null ? '' : `, and ${change.agreedBy} approved it`}.`;
  return `In force: version ${version}, “${change?.title ?? ''}”, in place of ${file}.${who}`;
}

function WaitingChange({ change, puts }: { change: PolicyChange; puts: boolean }): ReactElement {
  const edits = useMay('policy.edit');
  const params = { id: change.id };
  const done = (words: string) => () => {
    announce(words);
    return renewPolicy();
  };
  const agree = useMutation({
    mutationFn: () => call('agreeToPolicyChange', { params }),
    onSuccess: done('The change is in force.'),
  });
  const withdraw = useMutation({
    mutationFn: () => call('withdrawPolicyChange', { params }),
    onSuccess: done('The change has been withdrawn.'),
  });
  return (
    <section className={classes.waiting} aria-label="Waiting for a second manager">
      <p>
        <strong>
          {change.by} proposes {nameOf(change.version)} <Time at={change.at} />:
        </strong>{' '}
        {change.reason}
      </p>
      {change.isYours && puts && <p className={classes.soft}>Another manager has to approve it.</p>}
      <Group gap="xs">
        {puts && !change.isYours && (
          <Button size="compact-sm" loading={agree.isPending} onClick={() => agree.mutate()}>
            Approve and put in force
          </Button>
        )}
        {puts && (
          <Button variant="default" size="compact-sm" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            Withdraw
          </Button>
        )}
        {edits && change.version !== null && (
          <Link href={`/policy/draft?version=${change.version}`}>Read and replay it</Link>
        )}
      </Group>
      <Refused error={agree.error ?? withdraw.error} />
    </section>
  );
}

interface HistoryProps {
  readonly changes: readonly PolicyChange[];
  readonly versions: Versions;
  readonly onBack: ((target: { version: number | null }) => void) | undefined;
}

const states: Readonly<Record<PolicyChange['state'], string>> = {
  waiting: 'waits',
  'in-force': 'in force',
  earlier: 'earlier',
  withdrawn: 'withdrawn',
};

function History({ changes, versions, onBack }: HistoryProps): ReactElement {
  const edits = useMay('policy.edit');
  return (
    <Table
      label="Versions of the policy"
      rows={changes}
      keyOf={({ id }) => id}
      columns={[
        {
          name: 'Version',
          cell: ({ version, title }) => (version === null ? 'Configuration' : `${version}, ${title}`),
        },
        { name: 'State', cell: ({ state }) => states[state] },
        { name: 'When', cell: ({ inForceAt, at }) => <Time at={inForceAt ?? at} /> },
        { name: 'Who', cell: ({ by, agreedBy }) => (agreedBy === null ? by : `${by}, ${agreedBy}`) },
        { name: 'Why', cell: ({ reason }) => reason },
        ...(edits
          ? [
              {
                name: 'Open',
                cell: ({ version }: PolicyChange) =>
                  version !== null && <Link href={`/policy/draft?version=${version}`}>Text of {version}</Link>,
              },
            ]
          : []),
        ...(onBack
          ? [
              {
                name: 'Roll back',
                cell: ({ state, version }: PolicyChange) =>
                  state === 'earlier' &&
                  version !== null &&
                  version !== versions.version && (
                    <Button variant="default" size="compact-sm" onClick={() => onBack({ version })}>
                      Roll back to {version}
                    </Button>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

interface RollBackProps {
  readonly target: { readonly version: number | null } | undefined;
  readonly versions: Versions;
  readonly onClose: () => void;
}

function RollBack({ target, versions, onClose }: RollBackProps): ReactElement {
  const { change: after, managers } = versions;
  const version = target?.version ?? null;
  const put = useMutation({
    mutationFn: (reason: string) =>
      call('changePolicy', {
        body:
          version === null ? { target: 'configuration', reason, after } : { target: 'version', version, reason, after },
      }),
    onSuccess: async () => {
      onClose();
      announce(managers > 1 ? 'The change has been proposed to the other managers.' : 'The change is in force.');
      await renewPolicy();
    },
  });
  return (
    <Modal opened={target !== undefined} onClose={onClose} title={`Put ${nameOf(version)} in force`}>
      <ReasonForm
        about={managers > 1 ? 'Another manager has to approve it.' : 'Every process picks it up within seconds.'}
        label="Why?"
        button={managers > 1 ? 'Propose' : 'Put in force'}
        error={put.error}
        isPending={put.isPending}
        onSubmit={(reason) => put.mutate(reason)}
      />
    </Modal>
  );
}

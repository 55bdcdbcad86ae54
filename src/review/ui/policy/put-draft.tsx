/** Puts the draft in force, or proposes it where a second manager must agree. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/client.ts';
import { useMay, useSession } from '../frame/session.ts';
import { ReasonForm } from '../message/reason-form.tsx';
import { announce } from '../parts/announcement.tsx';
import { policyKeys, renewPolicy } from './policy-keys.ts';
import classes from './workshop.module.css';

export function PutDraft({ text, passes }: { text: string; passes: boolean }): ReactElement {
  const puts = useMay('policy.put');
  const { schools } = useSession().account;
  const [, navigate] = useLocation();
  const versions = useQuery({ queryKey: policyKeys.versions, queryFn: () => call('policyVersions') });
  const { change = 0, managers = 1, source } = versions.data ?? {};
  const put = useMutation({
    mutationFn: (reason: string) => call('changePolicy', { body: { target: 'text', text, reason, after: change } }),
    onSuccess: async () => {
      announce(managers > 1 ? 'The draft has been proposed to the other managers.' : 'The draft is in force.');
      await renewPolicy();
      navigate('/policy');
    },
  });
  if (!puts) return <p className={classes.soft}>Only a manager can put the draft in force. It is saved for them.</p>;
  if (schools.length > 0)
    return <p className={classes.soft}>Only a manager with access to all schools can put a policy in force.</p>;
  if (!passes)
    return (
      <p className={classes.soft}>
        The draft can be put in force when it has no mistakes and every case has the expected result.
      </p>
    );
  return (
    <ReasonForm
      about={
        (source === 'file' ? 'As long as the configuration says policySource: file, the draft has no effect. ' : '') +
        (managers > 1
          ? 'Another manager has to approve it. Then every process picks it up within seconds.'
          : 'Every process picks it up within seconds. Decisions on messages that are already waiting or held do not change.')
      }
      label="What is different, and why?"
      button={managers > 1 ? 'Propose to the other managers' : 'Put in force'}
      error={put.error}
      isPending={put.isPending || versions.data === undefined}
      onSubmit={(reason) => put.mutate(reason)}
    />
  );
}

/** The form of the district: its name, and its written policy with the clauses that notices quote, or none. */
import { Button, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import type { District } from '../../contract/district.ts';
import { call } from '../api/client.ts';
import { Refused } from '../parts/refused.tsx';
import { ClauseFields } from './clause-fields.tsx';
import { draftOf, emptyClause, missingIn, savedOf, type ClauseDraft, type DistrictDraft } from './district-draft.ts';
import classes from './district.module.css';

export interface DistrictFormProps {
  readonly district: District;
  readonly button: string;
  readonly onSaved: () => void;
}

type Change = (change: Partial<DistrictDraft>) => void;

export function DistrictForm({ district, button, onSaved }: DistrictFormProps): ReactElement {
  const [draft, setDraft] = useState(() => draftOf(district));
  const [missing, setMissing] = useState<string>();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => call('saveDistrict', { body: savedOf(draft) }),
    onSuccess: async (saved) => {
      client.setQueryData(['district'], saved);
      await client.invalidateQueries({ queryKey: ['policy'] });
      onSaved();
    },
  });
  const change: Change = (changed) => {
    setMissing(undefined);
    save.reset();
    setDraft((before) => ({ ...before, ...changed }));
  };
  const { fixed } = district;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        const what = fixed.policy ? undefined : missingIn(draft);
        setMissing(what);
        if (what === undefined) save.mutate();
      }}
    >
      <TextInput
        label="Name of the district"
        description={
          fixed.name
            ? 'Set by district.name in the configuration file; change it there.'
            : 'As it should appear in notices and reports, such as Maple Valley School District.'
        }
        required
        withAsterisk={false}
        disabled={fixed.name}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      {fixed.policy ? (
        <p className={classes.hint}>
          The written policy is set by <code>district.policy</code> in the configuration file; change it there.
        </p>
      ) : (
        <PolicyQuestion draft={draft} change={change} />
      )}
      {!fixed.policy && draft.hasPolicy === true && (
        <PolicyFields draft={draft} rules={district.rules} change={change} />
      )}
      {missing !== undefined && (
        <p role="alert" className={classes.missing}>
          {missing}
        </p>
      )}
      <Refused error={save.error} />
      <Button type="submit" loading={save.isPending} disabled={fixed.name && fixed.policy}>
        {button}
      </Button>
    </form>
  );
}

function PolicyQuestion({ draft, change }: { draft: DistrictDraft; change: Change }): ReactElement {
  return (
    <Radio.Group
      label="Does the district have a written policy that notices should quote?"
      value={draft.hasPolicy === undefined ? null : draft.hasPolicy ? 'yes' : 'no'}
      onChange={(value) => change({ hasPolicy: value === 'yes' })}
    >
      <div className={classes.radios}>
        <Radio value="yes" label="Yes" description="Notices and pages quote its clauses." />
        <Radio value="no" label="No" description="Notices give the reason and quote no policy." />
      </div>
    </Radio.Group>
  );
}

interface PolicyFieldsProps {
  readonly draft: DistrictDraft;
  readonly rules: District['rules'];
  readonly change: Change;
}

function PolicyFields({ draft, rules, change }: PolicyFieldsProps): ReactElement {
  const { clauses } = draft;
  const changeClause = (at: number, changed: Partial<ClauseDraft>): void =>
    change({ clauses: clauses.map((clause, position) => (position === at ? { ...clause, ...changed } : clause)) });
  return (
    <>
      <TextInput
        label="Name of the policy"
        description="As notices should quote it, such as Board policy 512, Student Privacy."
        required
        withAsterisk={false}
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <TextInput
        label="Name in Spanish"
        description="Optional. Without it, Spanish notices use the name above."
        value={draft.titleEs}
        onChange={(event) => change({ titleEs: event.currentTarget.value })}
      />
      <TextInput
        label="Address of the policy"
        description="Optional: where the policy can be read, beginning with https://."
        type="url"
        value={draft.link}
        onChange={(event) => change({ link: event.currentTarget.value })}
      />
      {clauses.map((clause, at) => (
        <ClauseFields
          // Clauses have no id; fields keep their place while they are filled in.
          key={at}
          number={at + 1}
          clause={clause}
          rules={rules}
          onChange={(changed) => changeClause(at, changed)}
          onRemove={() => change({ clauses: clauses.filter((_clause, position) => position !== at) })}
        />
      ))}
      <Button variant="default" onClick={() => change({ clauses: [...clauses, emptyClause] })}>
        Add a clause
      </Button>
    </>
  );
}
